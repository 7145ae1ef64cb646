#!/usr/bin/env python3
"""Renders demo/photos from nothing but numpy and Pillow; with the same versions of both, the same bytes every time.

    python demo/render.py            render all, then print the fingerprint table
    python demo/render.py --check    print the table of the committed photos only (needs imagehash)
    python demo/render.py NAME …     render some
"""

import argparse
import io
import sys
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent))

from rendering import firearms, household, tools  # noqa: E402

PHOTOS = Path(__file__).resolve().parent / "photos"
SCENES = {
    "known-bad": firearms.handgun,
    "scoped-rifle": firearms.scoped_rifle,
    "airsoft-rifle": firearms.airsoft_rifle,
    "cartridges": firearms.cartridges,
    "glue-gun": tools.glue_gun,
    "drill": tools.drill,
    "water-pistol": tools.water_pistol,
    "oak-chair": household.oak_chair,
    "bicycle": household.bicycle,
    "vase": household.vase,
}


def jpeg(image, quality):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, subsampling=2, optimize=True)
    return out.getvalue()


def render(names):
    PHOTOS.mkdir(exist_ok=True)
    for name in names:
        print(f"rendering {name}", flush=True)
        (PHOTOS / f"{name}.jpg").write_bytes(jpeg(SCENES[name](), 85))
    if "known-bad" in names:
        photo = Image.open(PHOTOS / "known-bad.jpg")
        smaller = photo.resize((480, 360), Image.Resampling.BICUBIC)
        (PHOTOS / "known-bad-reupload.jpg").write_bytes(jpeg(smaller, 45))
        mirrored = smaller.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        (PHOTOS / "known-bad-mirrored.jpg").write_bytes(jpeg(mirrored, 40))
    if "vase" in names:
        whole = (PHOTOS / "vase.jpg").read_bytes()
        # Cut within the headers: no decoder can make a picture of it, not even a half grey one.
        (PHOTOS / "broken.jpg").write_bytes(whole[: whole.index(b"\xff\xda") - 20])


def near_median(image):
    """How many of the hash's 64 coefficients lie so near the median that rounding could flip their bit.

    Rounding 32×32 pixels to whole levels (deviation 0.29) moves a coefficient of this DCT by about 0.29 × 64 ≈ 18.5: two of those.
    """
    import numpy as np

    grey = np.asarray(image.convert("L").resize((32, 32), Image.Resampling.LANCZOS), np.float64)
    k, n = np.arange(8)[:, None], np.arange(32)[None, :]
    basis = 2 * np.cos(np.pi * k * (2 * n + 1) / 64)
    low = basis @ grey @ basis.T
    return int((np.abs(low - np.median(low)) < 37).sum())


def check():
    """Prints the table; false when a photo would spoil the demo."""
    import imagehash

    photos = [p for p in sorted(PHOTOS.glob("*.jpg")) if p.stem != "broken"]
    known = imagehash.phash(Image.open(PHOTOS / "known-bad.jpg"))
    fine, total = True, 0
    print(f"{'photo':<24}{'bytes':>8}  {'phash':<18}{'to known-bad':>12}{'near median':>13}")
    for path in photos:
        image = Image.open(path)
        # Compared as a server compares it: turned back.
        seen = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if path.stem.endswith("-mirrored") else image
        digest = imagehash.phash(seen)
        distance, ties = int(digest - known), near_median(image)
        total += path.stat().st_size
        print(f"{path.name:<24}{path.stat().st_size:>8}  {str(digest):<18}{distance:>12}{ties:>13}")
        expected = distance <= 6 if path.stem.startswith("known-bad") else distance >= 20
        fine = fine and expected and ties <= 12
    print(f"{total} bytes in all: {'fine' if fine and total <= 1_200_000 else 'NOT FINE'}")
    return fine and total <= 1_200_000


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*SCENES, []])
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    if not arguments.check:
        render(arguments.names or list(SCENES))
    return 0 if check() else 1


if __name__ == "__main__":
    sys.exit(main())
