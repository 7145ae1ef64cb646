"""The WordPiece vocabulary, and listings as padded ids: the rules that a caller of the text tower follows."""

import hashlib
from pathlib import Path

import numpy

from preprocessing import Tokenizer

TOKEN_LIMIT = 128
PADDING_MULTIPLE = 32
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def train_vocabulary(texts: list[str], size: int, path: Path) -> None:
    """Uncased BERT pieces of `texts`, every letter and digit among them, so that unknown words split and do not vanish."""
    # HuggingFace's trainer: evaluation needs none.
    from tokenizers import BertWordPieceTokenizer

    tokenizer = BertWordPieceTokenizer(lowercase=True)
    letters = [chr(code) for code in (*range(ord("a"), ord("z") + 1), *range(ord("0"), ord("9") + 1))]
    spelled = [" ".join(letters), *(f"{first}{second}" for first in letters for second in letters)]
    tokenizer.train_from_iterator(
        texts + spelled, vocab_size=size, min_frequency=1, special_tokens=SPECIAL, show_progress=False
    )
    entries = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    if [index for _, index in entries] != list(range(len(entries))):
        raise ValueError("the vocabulary's ids have gaps")
    path.write_text("".join(f"{piece}\n" for piece, _ in entries), encoding="utf-8")


def open_tokenizer(path: Path) -> Tokenizer:
    """Serving's own."""
    return Tokenizer(path, casing="uncased")


def pieces_of(path: Path) -> list[str]:
    """The vocabulary by id."""
    return path.read_text(encoding="utf-8").splitlines()


def encode(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    ids, mask = tokenizer.encode_batch(texts, max_length=TOKEN_LIMIT)
    return [row[:count].tolist() for row, count in zip(ids, mask.sum(1))]


def pad(rows: list[list[int]], multiple: int = PADDING_MULTIPLE) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Ids and mask, INT64 [rows, L]: L is the longest row rounded up to `multiple`; padding is id 0, mask 0."""
    length = -(-max(len(row) for row in rows) // multiple) * multiple
    ids = numpy.zeros((len(rows), length), numpy.int64)
    mask = numpy.zeros_like(ids)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = row
        mask[index, : len(row)] = 1
    return ids, mask


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
