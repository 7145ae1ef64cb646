"""Fingerprints of photos turned and mirrored, by imagehash and by Meta's PDQ: the reference for the eight orientations.

Standard input: one path a line. Standard output, a line a photo: 24 hexadecimal numbers and PDQ's quality. In the order of the project's
orientations (upright, turned clockwise by 90°, 180°, 270°; mirrored left to right, and then turned by the same): imagehash.phash of the
turned picture, PDQ of the turned picture, PDQ's own eight made of one picture.
"""

import sys

import imagehash
import numpy
import pdqhash
from PIL import Image, ImageOps

TURN = Image.Transpose
# Pillow's rotations are counter-clockwise.
CLOCKWISE = [None, TURN.ROTATE_270, TURN.ROTATE_180, TURN.ROTATE_90]
# Where pdqhash puts each: its order is upright, 90° counter-clockwise, 180°, 90° clockwise, top to bottom, left to right, and the two diagonals.
DIHEDRAL = [0, 3, 2, 1, 5, 7, 4, 6]


def turned(picture, orientation):
    if orientation >= 4:
        picture = picture.transpose(TURN.FLIP_LEFT_RIGHT)
    turn = CLOCKWISE[orientation % 4]
    return picture if turn is None else picture.transpose(turn)


def hexadecimal(bits):
    return f"{int(''.join(str(bit) for bit in bits), 2):064x}"


for path in sys.stdin.read().splitlines():
    upright = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    pictures = [turned(upright, orientation) for orientation in range(8)]
    words = [str(imagehash.phash(picture)) for picture in pictures]
    words += [hexadecimal(pdqhash.compute(numpy.asarray(picture))[0]) for picture in pictures]
    own, quality = pdqhash.compute_dihedral(numpy.asarray(upright))
    words += [hexadecimal(own[index]) for index in DIHEDRAL]
    print(*words, quality)
