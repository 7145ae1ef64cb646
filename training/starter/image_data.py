"""Crops of the labelled photos: with a firearm, without one from the same photos, and from the general photos.

The photos with firearms come from one source and the others from another, so a network that only compared whole photos
would learn the source. Every photo of the first kind therefore gives crops of both classes, and every crop, whatever its
source, is shrunk to a side from one distribution and compressed anew before it becomes pixels.
"""

import csv
import io
import random
from dataclasses import dataclass
from pathlib import Path

import imagehash
import numpy
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from preprocessing import PhotoReader

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
READER = PhotoReader(mode="exact")
CLUSTER_DISTANCE = 10
SIDES = (36, 80)
# Large squares find no room beside the boxes; small ones are held back in turn, so that sides agree on the whole.
LEAST_GUNLESS_SIDE = 44
# Shares of the clusters: tower, fusion (which must not see the tower's own training photos), test.
SHARES = (("train", 0.60), ("calibration", 0.14), ("test", 0.26))


@dataclass
class Photo:
    """One labelled photo."""

    path: str
    firearm: bool
    boxes: list[tuple[float, float, float, float]]
    same_source: bool
    cluster: int = -1
    part: str = ""


@dataclass
class Crop:
    """One picture as the tower gets it, UINT8 [224, 224, 3], with its label and origin."""

    pixels: numpy.ndarray
    firearm: bool
    same_source: bool
    cluster: int


def read_photos(data: Path) -> list[Photo]:
    photos = []
    with open(data / "labels.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            same_source = row["path"].startswith("photos/firearms/")
            boxes = []
            if same_source:
                boxes = [tuple(float(n) for n in box.split()) for box in row["class_or_boxes"].split(";") if box.strip()]
            photos.append(Photo(row["path"], row["label"] == "firearm", boxes, same_source))
    assign_parts(photos, data)
    return photos


def assign_parts(photos: list[Photo], data: Path) -> None:
    """Near copies, mirrored ones too, form clusters (union-find over pHash); a cluster falls into one part as a whole."""
    straight, mirrored = [], []
    for photo in photos:
        with Image.open(data / photo.path) as image:
            grey = image.convert("L")
            straight.append(fingerprint(grey))
            mirrored.append(fingerprint(ImageOps.mirror(grey)))
    a, b = numpy.array(straight, numpy.uint64), numpy.array(mirrored, numpy.uint64)
    parent = list(range(len(photos)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i in range(len(photos)):
        distance = numpy.minimum(bit_count(a[i + 1 :] ^ a[i]), bit_count(b[i + 1 :] ^ a[i]))
        for j in numpy.flatnonzero(distance <= CLUSTER_DISTANCE):
            parent[root(i + 1 + int(j))] = root(i)
    for i, photo in enumerate(photos):
        photo.cluster = root(i)
    for same_source in (True, False):
        roots = sorted({photo.cluster for photo in photos if photo.same_source == same_source})
        random.Random(7).shuffle(roots)
        part_of, start = {}, 0.0
        for name, share in SHARES:
            first, last = round(start * len(roots)), round((start + share) * len(roots))
            part_of |= {cluster: name for cluster in roots[first:last]}
            start += share
        for photo in photos:
            if photo.cluster in part_of and not photo.part:
                photo.part = part_of[photo.cluster]


def fingerprint(image: Image.Image) -> int:
    return int(str(imagehash.phash(image)), 16)


def bit_count(values: numpy.ndarray) -> numpy.ndarray:
    return numpy.unpackbits(values.view(numpy.uint8).reshape(-1, 8), axis=1).sum(1)


def to_pixels(encoded: bytes) -> numpy.ndarray:
    """Serving's pixels, by serving's own code."""
    return READER.read(encoded).pixels


def crops_of(
    photo: Photo, data: Path, source: random.Random, count: int, augment: bool, sides: list[int]
) -> list[Crop]:
    """`count` crops per box and as many gunless ones (same source), or `count` crops (general).

    `sides` are those of the crops with firearms: the others follow them, or sharpness would tell the classes apart.
    """
    with Image.open(data / photo.path) as opened:
        image = opened.convert("RGB")
    squares: list[tuple[tuple[int, int, int], bool]] = []
    if photo.same_source:
        for box in photo.boxes:
            squares += [(around(box, image.size, source), True) for _ in range(count)]
        wanted = count * max(1, len(photo.boxes))
        squares += [(square, False) for square in beside(photo.boxes, image.size, source, wanted, sides)]
    else:
        for _ in range(count):
            side = int(min(image.size) * source.uniform(0.45, 1.0))
            squares.append((place(side, image.size, source), photo.firearm))
    made = []
    for (left, top, side), firearm in squares:
        crop = image.crop((left, top, left + side, top + side))
        if not photo.same_source:
            crop = crop.resize((source.choice(sides),) * 2, Image.Resampling.BICUBIC)
        encoded = spoil(crop, source) if augment else settle(crop, source)
        made.append(Crop(to_pixels(encoded), firearm, photo.same_source, photo.cluster))
    return made


def sides_of(photos: list[Photo], data: Path, part: str) -> list[int]:
    """Sides of crops around all boxes of a part."""
    source, found = random.Random(11), []
    for photo in photos:
        if photo.part == part and photo.boxes:
            with Image.open(data / photo.path) as image:
                found += [around(box, image.size, source)[2] for box in photo.boxes]
    return found


def place(side: int, size: tuple[int, int], source: random.Random) -> tuple[int, int, int]:
    return source.randint(0, size[0] - side), source.randint(0, size[1] - side), side


def around(box: tuple, size: tuple[int, int], source: random.Random) -> tuple[int, int, int]:
    """A square about the box, somewhat larger, its centre moved a little, inside the photo."""
    x1, y1, x2, y2 = box
    extent = max(x2 - x1, y2 - y1)
    side = int(max(32, min(extent * source.uniform(0.85, 1.5), *size)))
    shift = 0.12 * extent
    left = (x1 + x2 - side) / 2 + source.uniform(-shift, shift)
    top = (y1 + y2 - side) / 2 + source.uniform(-shift, shift)
    return int(min(max(left, 0), size[0] - side)), int(min(max(top, 0), size[1] - side)), side


def beside(boxes: list, size: tuple[int, int], source: random.Random, count: int, sides: list[int]) -> list:
    """Squares (left, top, side) that touch no box; fewer than `count` where the photo has no room."""
    found = []
    for _ in range(count):
        side = min(max(source.choice(sides), LEAST_GUNLESS_SIDE), *size)
        while side >= 32:
            tries = [place(side, size, source) for _ in range(30)]
            free = [
                (left, top, side)
                for left, top, side in tries
                if all(left >= x2 or left + side <= x1 or top >= y2 or top + side <= y1 for x1, y1, x2, y2 in boxes)
            ]
            if free:
                found.append(free[0])
                break
            side = int(side * 0.9)
    return found


def settle(crop: Image.Image, source: random.Random) -> bytes:
    """The common size and compression, without which size or JPEG habits would give the source away."""
    side = min(crop.width, source.randint(*SIDES))
    return recompress(crop.resize((side, side), Image.Resampling.BICUBIC), source.randint(60, 92))


def spoil(crop: Image.Image, source: random.Random) -> bytes:
    """Training's augmentation: mirror, rotation, brightness, contrast, colour, blur, then size and compression."""
    if source.random() < 0.5:
        crop = ImageOps.mirror(crop)
    if source.random() < 0.5:
        angle = source.uniform(-15, 15)
        crop = crop.rotate(angle, Image.Resampling.BICUBIC)
        margin = int(crop.width * abs(angle) / 15 * 0.10)
        crop = crop.crop((margin, margin, crop.width - margin, crop.height - margin))
    crop = ImageEnhance.Brightness(crop).enhance(source.uniform(0.6, 1.4))
    crop = ImageEnhance.Contrast(crop).enhance(source.uniform(0.7, 1.3))
    crop = ImageEnhance.Color(crop).enhance(source.uniform(0.0, 1.4))
    if source.random() < 0.25:
        crop = crop.filter(ImageFilter.GaussianBlur(source.uniform(0.3, 1.2)))
    side = min(crop.width, source.randint(*SIDES))
    return recompress(crop.resize((side, side), Image.Resampling.BICUBIC), source.randint(40, 95))


def recompress(image: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


def crops_of_part(photos: list[Photo], data: Path, part: str, seed: int, counts: tuple[int, int], augment: bool) -> list[Crop]:
    """All crops of one part: `counts` are crops per box of the firearm source and per photo of the general source."""
    made, sides = [], sides_of(photos, data, part)
    for index, photo in enumerate(photos):
        if photo.part == part:
            count = counts[0] if photo.same_source else counts[1]
            made += crops_of(photo, data, random.Random(seed * 100_003 + index), count, augment, sides)
    return made
