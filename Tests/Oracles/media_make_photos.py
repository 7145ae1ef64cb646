"""Makes JPEG files of every kind that real photos do not cover: media_make_photos.py FOLDER"""

import pathlib
import random
import sys

from PIL import Image, ImageFilter


def picture(width, height, seed, mode="RGB"):
    """Smooth blobs with some noise: photo-like enough for a stable fingerprint, and without any symmetry."""
    rng = random.Random(seed)
    channels = len(Image.new(mode, (1, 1)).getbands())
    coarse = Image.frombytes(mode, (9, 7), bytes(rng.randrange(256) for _ in range(63 * channels)))
    smooth = coarse.resize((width, height), Image.Resampling.BICUBIC)
    noise = Image.frombytes(mode, (width, height), rng.randbytes(width * height * channels))
    return Image.blend(smooth, noise.filter(ImageFilter.BoxBlur(1)) if min(width, height) > 4 else noise, 0.15)


def exif(orientation, little_endian):
    order = "little" if little_endian else "big"
    head = (b"II" if little_endian else b"MM") + (42).to_bytes(2, order) + (8).to_bytes(4, order)
    entry = (0x0112).to_bytes(2, order) + (3).to_bytes(2, order) + (1).to_bytes(4, order) + orientation.to_bytes(2, order) + b"\0\0"
    return b"Exif\0\0" + head + (1).to_bytes(2, order) + entry + (0).to_bytes(4, order)


def main():
    folder = pathlib.Path(sys.argv[1])
    for width, height in [(5000, 20), (20, 5000), (1, 1), (1, 5000), (5000, 1), (300, 200), (1000, 667), (224, 224), (225, 224), (17, 31)]:
        picture(width, height, width * 7 + height).save(folder / f"size-{width}x{height}.jpg", quality=90)
    base = picture(321, 243, 1)
    for name, options in {
        "444": dict(subsampling=0),
        "422": dict(subsampling=1),
        "411": dict(subsampling="4:1:1"),
        "progressive": dict(progressive=True),
        "optimised": dict(optimize=True),
        "rgb": dict(keep_rgb=True),
        "quality-1": dict(quality=1),
        "quality-100": dict(quality=100),
        "restart": dict(restart_marker_blocks=4),
    }.items():
        base.save(folder / f"coding-{name}.jpg", **options)
    picture(321, 243, 2, "L").save(folder / "coding-grey.jpg", quality=88)
    picture(321, 243, 2, "L").save(folder / "coding-grey-progressive.jpg", progressive=True)
    picture(321, 243, 3, "CMYK").save(folder / "coding-cmyk.jpg", quality=92)
    for orientation in range(10):
        for little_endian in (False, True):
            name = f"exif-{orientation}-{'ii' if little_endian else 'mm'}.jpg"
            base.save(folder / name, exif=exif(orientation, little_endian))


if __name__ == "__main__":
    main()
