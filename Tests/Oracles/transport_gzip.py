"""Reads [{plain, packed}] (base64): checks each packed against plain, answers with three packings of Python's own for each."""

import base64
import gzip
import json
import sys
import zlib

answers = []
for exchange in json.load(sys.stdin):
    plain = base64.b64decode(exchange["plain"])
    if gzip.decompress(base64.b64decode(exchange["packed"])) != plain:
        sys.exit("what was packed is not what was plain")
    stored = zlib.compressobj(0, zlib.DEFLATED, 31)
    packings = [
        gzip.compress(plain, 9),
        gzip.compress(plain, 1),
        stored.compress(plain) + stored.flush(),
    ]
    for packed in packings:
        answers.append(
            {"plain": exchange["plain"], "packed": base64.b64encode(packed).decode()}
        )
json.dump(answers, sys.stdout)
