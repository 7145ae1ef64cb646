"""What Pillow and imagehash make of photos: the reference for the pixels and the fingerprint.

  media_pixels.py files   standard input: one path a line
  media_pixels.py raw     standard input: records of u32 width, u32 height (big-endian), RGB bytes

Standard output, one record a photo: 8 bytes of imagehash.phash, u32 width, u32 height (upright), 224*224*3 bytes of RGB.
"""

import struct
import sys

import imagehash
from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = None
SIDE = 224


def model_pixels(rgb):
    """HuggingFace's CLIP geometry: the longer side cut down to a whole number, the crop's corner too."""
    width, height = rgb.size
    short, long = min(width, height), max(width, height)
    size = (SIDE, int(SIDE * long / short)) if width <= height else (int(SIDE * long / short), SIDE)
    left, top = (size[0] - SIDE) // 2, (size[1] - SIDE) // 2
    box = (left, top, left + SIDE, top + SIDE)
    if size[0] * size[1] < 20_000_000:
        return rgb.resize(size, Image.Resampling.BICUBIC).crop(box)
    # A band at a time: the whole resized picture would not fit comfortably.
    return Image.merge("RGB", [band.resize(size, Image.Resampling.BICUBIC).crop(box) for band in rgb.split()])


def answer(image):
    upright = ImageOps.exif_transpose(image)
    pixels = model_pixels(upright.convert("RGB")).tobytes()
    digest = int(str(imagehash.phash(upright)), 16)
    sys.stdout.buffer.write(struct.pack(">QII", digest, *upright.size) + pixels)


def main():
    data = sys.stdin.buffer.read()
    if sys.argv[1] == "files":
        for path in data.decode().splitlines():
            answer(Image.open(path))
        return
    offset = 0
    while offset < len(data):
        width, height = struct.unpack_from(">II", data, offset)
        end = offset + 8 + width * height * 3
        answer(Image.frombytes("RGB", (width, height), data[offset + 8 : end]))
        offset = end


main()
