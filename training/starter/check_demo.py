#!/usr/bin/env python3
"""Scores the demo's listings with the committed weights and says which fall outside what each is there to show.

    .venv/train/bin/python training/starter/check_demo.py

None of them is in training. The text is title and description with a space between, photos become pixels as they do in the server,
the seller is unknown; a listing's score is its worst photo's. Exit 1 where one is out of bounds.
"""

import json
import sys
from pathlib import Path

import numpy

from context import features
from listing_text import CLASSES
from onnx_runs import embed_crops, embed_texts, fuse, violation
from preprocessing import PhotoError, PhotoReader

ROOT = Path(__file__).resolve().parents[2]
# Violation probability, lowest and highest. 03 is about its photo, 13 about a photo that cannot be read.
BOUNDS = {
    "01": (0, 0.35),
    "02": (0, 0.35),
    "04": (0.6, 1),
    "05": (0, 0.35),
    "06": (0, 0.35),
    "07": (0.3, 0.99),
    "08": (0.6, 1),
    "09": (0.6, 1),
    "10": (0, 0.35),
    "11": (0, 0.35),
    "12": (0.6, 1),
    "13": (0, 0.35),
    "14": (0, 0.35),
    "15": (0, 0.35),
}


class Photo:
    """What `embed_crops` reads of a crop."""

    def __init__(self, path: Path) -> None:
        self.pixels = PhotoReader().read(path.read_bytes()).pixels


def photos_of(listing: dict, folder: Path) -> list[Photo]:
    found = []
    for name in listing["photos"]:
        try:
            found.append(Photo(folder / name))
        except (PhotoError, OSError):
            print(f"  {name} cannot be read")
    return found


def answers(repository: Path, path: Path) -> numpy.ndarray:
    """One row of class probabilities for each photo, or one of the text alone."""
    listing = json.loads(path.read_text(encoding="utf-8"))
    text = embed_texts(repository, [f"{listing['title']} {listing['description']}"])
    price = float(listing["price"]["amount"]) if listing.get("price") else None
    row = features(price=price, reputation=0.5, category=listing["category"], region=listing["region"])
    photos = photos_of(listing, path.parent)
    count = max(1, len(photos))
    context = numpy.tile(numpy.array(row, numpy.float32), (count, 1))
    images = embed_crops(repository, photos) if photos else None
    return fuse(repository, images=images, texts=numpy.repeat(text, count, 0), context=context)


def main() -> int:
    wrong = 0
    for path in sorted((ROOT / "demo" / "listings").glob("*.json")):
        rows = answers(ROOT / "triton-model-repo", path)
        score = float(violation(rows).max())
        low, high = BOUNDS.get(path.stem[:2], (0, 1))
        top = CLASSES[int(rows[int(violation(rows).argmax())].argmax())]
        fits = low <= score <= high and (not path.stem.startswith("06") or top == "airsoft")
        wrong += not fits
        print(f"{' ' if fits else '!'} {path.stem:36} violation {score:.3f}  ({low} to {high})  {top}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
