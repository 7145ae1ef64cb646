"""What Meta's PDQ makes of photos, by the PyPI package pdqhash (its C++ code): the reference for the 256-bit fingerprint.

Standard input: one path a line. Standard output, a line a photo: 64 hexadecimal digits, a space, the quality.
"""

import sys

import numpy
import pdqhash
from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = None

for path in sys.stdin.read().splitlines():
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    bits, quality = pdqhash.compute(numpy.asarray(picture))
    print(f"{int(''.join(str(bit) for bit in bits), 2):064x} {quality}")
