#!/usr/bin/env python3
"""Reproduces the model card's figures from the committed weights.

    .venv/train/bin/python training/starter/evaluate.py            prints them
    .venv/train/bin/python training/starter/evaluate.py --check    and fails if manifest.json says otherwise
    .venv/train/bin/python training/starter/evaluate.py --write    and writes them into manifest.json (training does)

Needs onnxruntime, numpy, pillow (to cut crops), imagehash (to find near copies) and holster_preprocessing (this checkout's, after
`make build`, or an installed one), no torch. The photos are read from ../shared/data beside the checkout (--data names another
place); where there are none, the image part is skipped and said to be.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy

import image_data
from context import features
from listing_text import CLASSES, LANGUAGES, ListingGenerator, overlap, words
from onnx_runs import embed_crops, embed_texts, fuse, violation

ROOT = Path(__file__).resolve().parents[2]
SEED = 20_260_101
TEST_LISTINGS = 4_500
UNSEEN_LISTINGS = 1_800
# As many as training reads.
TRAIN_LISTINGS = 80_000
BOOTSTRAPS = 1_000
# Kernels differ between processors (INT8 above all) and JPEG decoders between builds.
# What the text tower has to reach on the test split to be shipped.
LOWEST_MACRO_F1 = 0.9
TOLERANCE = 0.015
# Listings written by hand, of which no generator knows.
SANITY = Path(__file__).resolve().parent / "sanity_listings.json"
SANITY_THRESHOLD = 0.5
EXAMPLES = (
    ("Glock 19 Gen5 9mm pistol, 2 magazines", "firearm"),
    ("Vendo pistola Beretta 92FS 9mm, como nueva", "firearm"),
    ("Remington 870 12 gauge pump action shotgun, barely used", "firearm"),
    ("G.L.0.C.K 19 9mm brand new", "firearm"),
    ("AR-15 lower receiver 80%", "firearm_part"),
    ("Threaded barrel for Glock 19 9mm", "firearm_part"),
    ("500 rounds 9mm FMJ", "ammunition"),
    ("Box of .45 ACP hollow points", "ammunition"),
    ("blank firing replica pistol full metal", "realistic_replica"),
    ("Schreckschusspistole Zoraki 9mm PAK", "realistic_replica"),
    ("Airsoft M4 rifle AEG 6mm BB", "airsoft"),
    ("Tippmann 98 paintball marker with hopper", "paintball"),
    ("foam dart blaster", "toy"),
    ("Water pistol for kids, summer pool fun", "toy"),
    ("hot glue gun 60W", "tool"),
    ("DeWalt cordless nail gun 18V", "tool"),
    ("Massage gun, 6 heads, deep tissue", "tool"),
    ("vintage oak chair", "other"),
    ("Top Gun DVD", "other"),
    ("Leather holster for Glock 19", "other"),
    ("Gunmetal grey bracelet", "other"),
    ("Glockenspiel with mallets", "other"),
    ("Mountain bike, 29 inch, hydraulic brakes", "other"),
    ("iPhone 13 128 GB, good condition", "other"),
)


def macro_f1(truth: numpy.ndarray, guess: numpy.ndarray) -> tuple[float, list[float]]:
    scores = []
    for label in range(len(CLASSES)):
        hit = int(((guess == label) & (truth == label)).sum())
        total = int((guess == label).sum() + (truth == label).sum())
        scores.append(2 * hit / total if total else 0.0)
    return float(numpy.mean(scores)), scores


def evaluate_text(repository: Path) -> dict:
    listings = ListingGenerator("test", SEED + 2).listings(TEST_LISTINGS)
    guess = fuse(repository, texts=embed_texts(repository, [listing.text for listing in listings])).argmax(1)
    truth = numpy.array([listing.label for listing in listings])
    score, by_class = macro_f1(truth, guess)
    found = {"macro_f1": score, "listings": len(listings)}
    found["f1_by_class"] = {name: round(value, 4) for name, value in zip(CLASSES, by_class)}
    spoken = numpy.array([listing.language for listing in listings])
    found["macro_f1_by_language"] = {
        language: round(macro_f1(truth[spoken == language], guess[spoken == language])[0], 4) for language in LANGUAGES
    }
    unseen = ListingGenerator("test", SEED + 3, unseen_goods=True).listings(UNSEEN_LISTINGS)
    guess = fuse(repository, texts=embed_texts(repository, [listing.text for listing in unseen])).argmax(1)
    found["macro_f1_unseen_goods"] = macro_f1(numpy.array([listing.label for listing in unseen]), guess)[0]
    trained = {word for listing in ListingGenerator("train", SEED, invents=False).listings(TRAIN_LISTINGS) for word in words(listing.text)}
    tested = {word for listing in listings for word in words(listing.text)}
    found["test_words_absent_from_training"] = len(tested - trained) / len(tested)
    found["phrases_in_both_splits"] = len(overlap())
    return found


def roc_auc(scores: numpy.ndarray, labels: numpy.ndarray) -> float:
    """The chance that a positive outranks a negative, ties counted half."""
    order = numpy.argsort(scores, kind="stable")
    ranks = numpy.empty(len(scores))
    ordered = scores[order]
    starts = numpy.flatnonzero(numpy.r_[True, ordered[1:] != ordered[:-1]])
    ends = numpy.r_[starts[1:], len(scores)]
    for start, end in zip(starts, ends):
        ranks[order[start:end]] = (start + end + 1) / 2
    positives = int(labels.sum())
    negatives = len(labels) - positives
    return float((ranks[labels].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def interval(scores: numpy.ndarray, labels: numpy.ndarray, clusters: numpy.ndarray) -> list[float]:
    """The middle 95 % of the AUC when whole clusters are drawn anew."""
    source = numpy.random.default_rng(SEED)
    members = [numpy.flatnonzero(clusters == cluster) for cluster in numpy.unique(clusters)]
    found = []
    for _ in range(BOOTSTRAPS):
        chosen = numpy.concatenate([members[i] for i in source.integers(0, len(members), len(members))])
        if 0 < labels[chosen].sum() < len(chosen):
            found.append(roc_auc(scores[chosen], labels[chosen]))
    return [float(value) for value in numpy.percentile(found, [2.5, 97.5])]


def evaluate_image(repository: Path, data: Path) -> tuple[dict, dict]:
    photos = image_data.read_photos(data)
    crops = image_data.crops_of_part(photos, data, "test", SEED + 4, (4, 3), augment=False)
    embeddings = embed_crops(repository, crops)
    scores = violation(fuse(repository, images=embeddings))
    labels = numpy.array([crop.firearm for crop in crops])
    clusters = numpy.array([crop.cluster for crop in crops])
    same = numpy.array([crop.same_source for crop in crops])
    found = {
        "roc_auc": roc_auc(scores, labels),
        "roc_auc_interval_95": interval(scores, labels, clusters),
        "roc_auc_same_source": roc_auc(scores[same], labels[same]),
        "roc_auc_same_source_interval_95": interval(scores[same], labels[same], clusters[same]),
        "crops": {
            "firearm": int(labels.sum()),
            "gunless_same_photos": int((same & ~labels).sum()),
            "general": int((~same & ~labels).sum()),
            "clusters": len(numpy.unique(clusters)),
        },
    }
    return found, evaluate_pairs(repository, embeddings, labels)


def evaluate_pairs(repository: Path, images: numpy.ndarray, labels: numpy.ndarray) -> dict:
    """Mean violation probability of photo and text together, over the test split of both."""
    shaped, gunless = images[labels], images[~labels]
    listings = ListingGenerator("test", SEED + 5).listings(2_700)
    texts = embed_texts(repository, [listing.text for listing in listings])
    truth = numpy.array([listing.label for listing in listings])

    def mean(pool: numpy.ndarray, chosen: numpy.ndarray) -> float:
        rows = pool[numpy.arange(len(chosen)) % len(pool)]
        return float(violation(fuse(repository, images=rows, texts=chosen)).mean())

    return {
        "firearm_text_firearm_photo": mean(shaped, texts[truth == 0]),
        "firearm_text_gunless_photo": mean(gunless, texts[truth == 0]),
        "firearm_text_alone": float(violation(fuse(repository, texts=texts[truth == 0])).mean()),
        "other_text_firearm_photo": mean(shaped, texts[truth == 8]),
        "other_text_gunless_photo": mean(gunless, texts[truth == 8]),
        "other_text_alone": float(violation(fuse(repository, texts=texts[truth == 8])).mean()),
        "airsoft_text_firearm_photo": mean(shaped, texts[truth == 4]),
        "toy_text_firearm_photo": mean(shaped, texts[truth == 6]),
        "firearm_photo_alone": float(violation(fuse(repository, images=shaped)).mean()),
        "gunless_photo_alone": float(violation(fuse(repository, images=gunless)).mean()),
    }


def evaluate_examples(repository: Path) -> dict:
    """A few listings written by hand, text alone, with a price and a young account as context."""
    texts = embed_texts(repository, [text for text, _ in EXAMPLES])
    row = features(price=120, account_age_days=200, listing_count=12, reputation=0.8, category="", region="US")
    answers = fuse(repository, texts=texts, context=numpy.tile(numpy.array(row, numpy.float32), (len(EXAMPLES), 1)))
    right = 0
    for (text, wanted), answer in zip(EXAMPLES, answers):
        guess = CLASSES[int(answer.argmax())]
        right += guess == wanted
        mark = " " if guess == wanted else "!"
        print(f"{mark} {text[:56]:56} {guess:18} {answer.max():.2f}  violation {answer[:4].sum():.2f}")
    return {"right": right, "of": len(EXAMPLES)}


def evaluate_sanity(repository: Path) -> dict:
    """Titles and descriptions written by hand, text alone, no context: a violation above the threshold is meant or wrong."""
    listings = json.loads(SANITY.read_text(encoding="utf-8"))
    found = {}
    for meant, rows in listings.items():
        texts = [f"{row['title']} {row['description']}" for row in rows]
        scores = violation(fuse(repository, texts=embed_texts(repository, texts)))
        right = (scores >= SANITY_THRESHOLD) == (meant == "prohibited")
        for row, score, fits in zip(rows, scores, right):
            print(f"{' ' if fits else '!'} {meant:10} {row['language']} {row['title'][:56]:56} violation {score:.2f}")
        found[meant] = {"right": int(right.sum()), "of": len(rows)}
    return found


def differences(said: object, found: object, where: str) -> list[str]:
    if isinstance(found, dict):
        keys = said.keys() if isinstance(said, dict) else ()
        return [line for key in found for line in differences(said[key] if key in keys else None, found[key], f"{where}.{key}")]
    if isinstance(found, list):
        same = isinstance(said, list) and len(said) == len(found)
        return [line for i, value in enumerate(found) for line in differences(said[i] if same else None, value, f"{where}[{i}]")]
    # A listing next to a threshold may fall on either side on another processor.
    tolerance = TOLERANCE if isinstance(found, float) else 1 if where.endswith(".right") else 0
    if said is None or abs(float(said) - float(found)) > tolerance:
        return [f"{where}: manifest.json says {said}, measured {found}"]
    return []


def rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [rounded(inner) for inner in value]
    return round(value, 4) if isinstance(value, float) else value


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repository", type=Path, default=ROOT / "triton-model-repo")
    parser.add_argument("--data", type=Path, default=image_data.DATA)
    parser.add_argument("--check", action="store_true", help="exit 1 where manifest.json says otherwise")
    parser.add_argument("--write", action="store_true", help="write the figures into manifest.json")
    arguments = parser.parse_args()
    metrics = {"distilbert_int8": evaluate_text(arguments.repository)}
    metrics["distilbert_int8_cpu"] = metrics["distilbert_int8"]
    if (arguments.data / "labels.csv").is_file():
        metrics["clip_image"], metrics["fusion"] = evaluate_image(arguments.repository, arguments.data)
    else:
        print(f"SKIPPED: no photos at {arguments.data}: the figures of clip_image and of pairs are skipped")
    examples = evaluate_examples(arguments.repository)
    sanity = evaluate_sanity(arguments.repository)
    if "fusion" in metrics:
        metrics["fusion"]["examples"], metrics["fusion"]["sanity_listings"] = examples, sanity
    print(json.dumps(rounded({k: v for k, v in metrics.items() if k != "distilbert_int8_cpu"}), indent=2))
    wrong = []
    for name, found in metrics.items():
        path = arguments.repository / name / "1" / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if arguments.write:
            manifest["metrics"] = rounded(found)
            path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        if arguments.check:
            wrong += differences(manifest.get("metrics"), found, name)
    if arguments.check and metrics["distilbert_int8"]["macro_f1"] < LOWEST_MACRO_F1:
        wrong.append(f"distilbert_int8: macro-F1 {metrics['distilbert_int8']['macro_f1']:.3f} is below {LOWEST_MACRO_F1}")
    for line in wrong:
        print(line, file=sys.stderr)
    if arguments.check:
        print("the figures differ" if wrong else f"the figures agree with manifest.json within {TOLERANCE}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
