"""NFKC, full case folding, NFKC of every scalar that Python's Unicode tables know: one line each, "SCALAR: SCALAR …" in hexadecimal."""

import sys
import unicodedata

lines = []
for value in range(0x110000):
    if 0xD800 <= value <= 0xDFFF or 0x4E00 <= value <= 0x9FFF or 0xAC00 <= value <= 0xD7A3 or 0x17000 <= value <= 0x18CFF:
        continue
    if 0x20000 <= value <= 0x2F7FF or value >= 0x30000:
        continue
    text = chr(value)
    if unicodedata.category(text) in ("Cn", "Co"):
        continue
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    lines.append(f"{value:x}:" + " ".join(f"{ord(scalar):x}" for scalar in folded))
print(f"{len(lines)} {unicodedata.unidata_version}", file=sys.stderr)
sys.stdout.write("\n".join(lines))
