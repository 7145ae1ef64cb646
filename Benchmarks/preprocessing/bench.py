#!/usr/bin/env python3
"""Preprocessing against its peers, on the same photos and texts in the same run; one core.

Usage: bench.py PROGRAM [--rounds 7] [--only METRIC,…] [--photos FOLDER] [--check-instructions]
Example: bench.py .build/release/preprocessing-bench --only phash,pdq

Each round does every piece of work once with the peer and once with ours, photo by photo in turn, so that a busy machine is busy for both. A line a
metric: `metric=… ours=… peer=… ratio=… target=…`. Instruction counts by callgrind follow; --check-instructions does only those, and fails where one
has grown by more than 5 % over instructions.json beside this file (--record writes that file).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from instructions import check_instructions
from texts import texts, vocabulary

HERE = Path(__file__).resolve().parent
PHOTOS = HERE.parents[1] / ".." / "shared" / "data" / "photos" / "large"


class Ours:
    """The program under test, asked one piece of work at a time."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def seconds(self, *words, count=3):
        """The median of `count` runs."""
        self.process.stdin.write(" ".join(map(str, [*words, count])) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer.isdigit():
            sys.exit(f"bench: {words}: {answer or 'the program ended'}")
        return int(answer) / 1e9


def peer_seconds(work, count=3):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def tjbench_seconds(path, scale):
    """libjpeg-turbo's own decode of the file, by its own benchmark."""
    command = ["tjbench", path, "-scale", scale, "-benchtime", "0.25", "-warmup", "0.05", "-nowrite", "-quiet"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    row = next(line.split() for line in output.splitlines() if line.startswith("BGR"))
    width, height, megapixels = int(row[-5]), int(row[-4]), float(row[-1])
    return width * height / 1e6 / megapixels


def make_photos(source, folder):
    """The photos at the sizes of the comparison: 1024×768 of quality 85, and a few of 3000×4000 of quality 90."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    small, large = [], []
    for index, path in enumerate(sorted(source.iterdir())):
        picture = Image.open(path).convert("RGB")
        for sizes, size, quality in [(small, (1024, 768), 85), (large, (3000, 4000), 90)]:
            if sizes is large and index % 5:
                continue
            target = Path(folder) / f"{index}-{size[0]}.jpg"
            picture.resize(size, Image.Resampling.BICUBIC).save(target, quality=quality, subsampling="4:2:0")
            sizes.append(str(target))
    return small, large


def rows(ours, peers, small, large, listings, listings_path):
    """Name, target, whether more is better, our work and the peer's for one item, and the items."""
    vocabulary_path = vocabulary()
    tokens = ("tokens", vocabulary_path, listings_path)
    whole = ("listing", "fast")

    def pixels(mode, count=3):
        return lambda path: ours.seconds("pixels", mode, path, count=count)

    def decoded(name):
        return lambda path: ours.seconds(name, path)

    def peer(work):
        return lambda item: peer_seconds(lambda: work(item))

    def tokenized(_):
        return ours.seconds(*tokens) / len(listings)

    def all_of(encode):
        return lambda _: peer_seconds(lambda: [encode(text) for text in listings]) / len(listings)

    def per_picture(work):
        return lambda path: peer_seconds(lambda picture=peers.picture(path): work(picture))

    return [
        ("exact_pixels_1024", 2.5, pixels("exact"), peer(peers.exact_pixels), small),
        ("fast_pixels_1024", 3.8, pixels("fast"), peer(peers.exact_pixels), small),
        ("fast_pixels_4000", 5.5, pixels("fast"), peer(peers.exact_pixels), large),
        ("fast_pixels_1024_vs_best", 1.15, pixels("fast"), peer(peers.best_pixels), small),
        # tjbench decodes for a quarter of a second: about as often.
        ("fast_overhead_1024", 0.15, pixels("fast", count=100), lambda path: tjbench_seconds(path, "1/2"), small),
        ("phash", 20, decoded("phash"), per_picture(peers.phash), small),
        ("pdq", 8, decoded("pdq"), per_picture(peers.pdq), small),
        ("wordpiece_vs_hf", 50, tokenized, all_of(peers.hf_encode), [None]),
        ("wordpiece_vs_flash", 4, tokenized, all_of(peers.flash_encode), [None]),
        (
            "listing_fast",
            6,
            lambda path: ours.seconds(*whole, path, vocabulary_path, listings_path),
            lambda path: peer_seconds(lambda: peers.listing(path, listings[0])),
            small,
        ),
    ]


def shown(seconds):
    return f"{seconds * 1e6:.1f}us" if seconds < 1e-3 else f"{seconds * 1e3:.2f}ms"


def measure(row, rounds):
    name, target, our_work, peer_work, items = row
    pairs = [[(peer_work(item), our_work(item)) for item in items] for _ in range(rounds)]
    peer, ours = ([statistics.mean(pair[side] for pair in row) for row in pairs] for side in (0, 1))
    if name.startswith("fast_overhead"):
        # A difference of two times drowns in a busy machine's noise, which only ever adds: the least of the rounds, photo by photo.
        peer, ours = ([statistics.mean(min(row[item][side] for row in pairs) for item in range(len(items)))] for side in (0, 1))
        ratio = ours[0] / peer[0] - 1
        met, sign = ratio <= target, "<="
    else:
        ratio = statistics.median(b / a for a, b in zip(ours, peer))
        met, sign = ratio >= target, ">="
    line = f"metric={name} ours={shown(statistics.median(ours))} peer={shown(statistics.median(peer))} ratio={ratio:.2f}"
    print(f"{line} target={sign}{target} {'met' if met else 'MISSED'}", flush=True)
    return met


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="")
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--check-instructions", action="store_true")
    parser.add_argument("--record", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        listings = texts()
        listings_path = str(Path(folder) / "listings.json")
        Path(listings_path).write_text(json.dumps(listings))
        if not arguments.check_instructions:
            from peers import Peers  # heavy, and not needed for counting instructions

            if not arguments.photos.is_dir():
                sys.exit(f"bench: no photos at {arguments.photos}: nothing to measure on")
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
            print(f"bench: making photos from {arguments.photos}", flush=True)
            small, large = make_photos(arguments.photos, folder)
            table = rows(Ours(arguments.program), Peers(vocabulary()), small, large, listings, listings_path)
            wanted = [row for row in table if not arguments.only or row[0] in arguments.only.split(",")]
            results = [measure(row, arguments.rounds) for row in wanted]
            print(f"bench: {sum(results)} of {len(results)} targets met", flush=True)
        if not arguments.only:
            sys.exit(check_instructions(arguments.program, folder, vocabulary(), listings_path, arguments.record))


if __name__ == "__main__":
    main()
