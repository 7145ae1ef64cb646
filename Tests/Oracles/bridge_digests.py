"""What the Python package makes of photos and texts: to be compared with what the server's own code makes of them.

Argument: the library. Standard input: JSON {"vocabulary": path, "maxByteCount": n, "mode": "exact", "pdq": true, "photos": [path], "texts": [base64 of UTF-8]}.
Standard output: JSON {"photos": [...], "batch": [...], "ids": [[...]], "views": [...], "versions": "..."}, each in the order of the input. `photos` are read one by
one, `batch` all at once on four threads; `views` are SHA-256 of all views' bytes and offsets.
"""

import base64
import hashlib
import json
import os
import struct
import sys
from pathlib import Path

os.environ["HOLSTER_PREPROCESSING_LIBRARY"] = sys.argv[1]
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training" / "preprocessing" / "src"))

import numpy
import holster_preprocessing as holster


def reading(photo):
    if isinstance(photo, holster.PhotoError):
        return {"code": int(photo.code)}
    return {
        "code": 0,
        "pixels": hashlib.sha256(photo.pixels).hexdigest(),
        "phash": f"{photo.phash:016x}",
        "reliable": photo.phash_reliable,
        "pdq": "" if photo.pdq is None else photo.pdq.tobytes().hex(),
        "quality": photo.pdq_quality,
        "sha256": photo.sha256,
        "size": [photo.width, photo.height, photo.orientation],
        "format": photo.format,
        "warning": photo.warning or "",
    }


def one(reader, content):
    try:
        return reader.read(content)
    except holster.PhotoError as error:
        return error


def digest(text):
    hashed = hashlib.sha256()
    normalised = holster.normalise(text)
    hashed.update(normalised.original.encode())
    for view in normalised.views:
        hashed.update(view.name.encode() + struct.pack("<Q", len(view.utf8)) + view.utf8)
        hashed.update(view.starts.astype("<u4").tobytes() + view.ends.astype("<u4").tobytes())
    return hashed.hexdigest()


def main():
    asked = json.load(sys.stdin)
    limits = holster.Limits(max_byte_count=asked["maxByteCount"])
    reader = holster.PhotoReader(mode=asked["mode"], pdq=asked["pdq"], limits=limits)
    contents = [Path(path).read_bytes() for path in asked["photos"]]
    texts = [base64.b64decode(text) for text in asked["texts"]]
    tokenizer = holster.Tokenizer(asked["vocabulary"])
    ids = [tokenizer.encode(text, max_length=128).ids.tolist() for text in texts]
    batch_ids, mask = tokenizer.encode_batch(texts, max_length=128, threads=4)
    for row, row_ids, row_mask in zip(ids, batch_ids, mask):
        padding = numpy.zeros(128 - len(row), numpy.int64)
        assert (row_ids == numpy.concatenate([row, padding])).all() and row_mask.tolist() == [1] * len(row) + [0] * len(padding)
    answer = {
        "photos": [reading(one(reader, content)) for content in contents],
        "batch": [reading(photo) for photo in reader.read_batch(contents, threads=4).photos],
        "ids": ids,
        "views": [digest(text) for text in texts],
        "versions": holster.normaliser_versions(),
    }
    json.dump(answer, sys.stdout)


main()
