"""What the usual Python stack does with one listing between the request and the tensors: text, photos, fingerprints, lookups, context."""

import io
import math
import sys
import unicodedata
from pathlib import Path

import faiss
import numpy
from PIL import Image, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "preprocessing"))
from peers import SIDE, Peers  # noqa: E402

TOKEN_LIMIT, TOKEN_STEP = 128, 32
PHASH_RADIUS, PDQ_RADIUS = 8, 31
GROUPS = [
    ("sport", "outdoor", "hunting"),
    ("tool", "hardware", "diy", "garden"),
    ("toy", "game", "kid"),
    ("collect", "media", "movie", "music", "book", "art"),
]
EUROPE = set("AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
SELLER_FIELDS = ["account_age_days", "listings", "violations", "reputation"]


class Bank:
    """Random fingerprints in memory. A flat faiss index: for 100,000 of 64 bits 97 µs a lookup, numpy's popcount 111; of 256 bits 221 µs, 4,100."""

    def __init__(self, bit_count, entry_count, radius, seed):
        self.radius = radius
        self.index = faiss.IndexBinaryFlat(bit_count)
        self.index.add(numpy.random.default_rng(seed).integers(0, 256, (entry_count, bit_count // 8), dtype=numpy.uint8))

    def holds(self, fingerprint):
        # range_search leaves out what is exactly at the radius.
        return len(self.index.range_search(fingerprint.reshape(1, -1), self.radius + 1)[2]) > 0


class ListingWork(Peers):
    """Photos go in as their bytes where `Peers` takes paths.

    Fingerprints are upright only, and there are no text rules: less work than ours.
    """

    def __init__(self, vocabulary, bank_entries, photos):
        super().__init__(vocabulary)
        self.photo = self.usual_photo if photos == "usual" else self.tuned_photo
        faiss.omp_set_num_threads(1)
        self.phash_bank = Bank(64, bank_entries, PHASH_RADIUS, seed=1)
        self.pdq_bank = Bank(256, bank_entries, PDQ_RADIUS, seed=2)

    def content(self, photo):
        return photo

    def usual_photo(self, content):
        """What people write: Pillow and imagehash on the whole picture. Without PDQ, which takes twice as long as the rest: less work than ours."""
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
        return self.resized(picture), self.phash_bank.holds(numpy.packbits(self.phash(picture).hash))

    def tuned_photo(self, content):
        """Pixels for the image tower, and whether a bank holds the photo. Raises `ValueError` or `OSError` for what is no photo."""
        if content[:2] == b"\xff\xd8":
            decoded = self.scaled(content)
            picture = Image.fromarray(decoded)
        else:
            picture = Image.open(io.BytesIO(content)).convert("RGB")
            decoded = numpy.array(picture)
        phash = numpy.packbits(self.phash(picture).hash)
        pdq = numpy.packbits(self.pdq(decoded)[0])
        return self.best_resized(decoded), self.phash_bank.holds(phash) or self.pdq_bank.holds(pdq)

    def tokens(self, title, description):
        """Ids and mask of one row, padded as ours are: Triton batches only rows of one length."""
        ids = self.hf_encode(unicodedata.normalize("NFKC", f"{title} {description}").lower())
        row = numpy.zeros((2, min(-(-len(ids) // TOKEN_STEP) * TOKEN_STEP, TOKEN_LIMIT)), numpy.int64)
        row[0, : len(ids)] = ids
        row[1, : len(ids)] = 1
        return row

    def tensors(self, request, photos, seller):
        """Inputs of firearm_ensemble by name: a row a photo with the text repeated, and one of black pixels where there is no photo."""
        count = max(len(photos), 1)
        pixels = numpy.stack(photos) if photos else numpy.zeros((1, SIDE, SIDE, 3), numpy.uint8)
        ids, mask = self.tokens(request.title, request.description)
        has_text = bool(request.title.strip() or request.description.strip())
        return {
            "pixels": pixels,
            "input_ids": numpy.repeat(ids[None], count, 0),
            "attention_mask": numpy.repeat(mask[None], count, 0),
            "context": numpy.repeat(context(request, seller)[None], count, 0),
            "presence": numpy.full((count, 2), [bool(photos), has_text], numpy.float32),
        }


def context(request, seller):
    """The sixteen numbers that fusion's manifest describes; `seller` are the values of `SELLER_FIELDS`, or `None`."""
    values = numpy.zeros(16, numpy.float32)
    if request.HasField("price"):
        values[0] = min(math.log1p(max(request.price.amount_micros, 0) / 1e6) / 10, 2)
        values[1] = 1
    age, listings, violations, reputation = (max(float(value or 0), 0) for value in seller or [0] * 4)
    values[2:6] = math.log1p(age) / 10, math.log1p(listings) / 10, math.log1p(violations) / 3, min(reputation, 1)
    category = request.category.lower()
    values[6 + next((index for index, words in enumerate(GROUPS) if any(word in category for word in words)), 4)] = 1
    country = request.region[:2].upper()
    values[{"": 15, "US": 11, "CA": 12}.get(country, 13 if country in EUROPE else 14)] = 1
    return values
