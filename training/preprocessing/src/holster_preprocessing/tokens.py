"""Texts as WordPiece ids."""

import ctypes
import os
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from ._library import MESSAGE_CAPACITY, library, text_of
from .errors import ErrorCode, PreprocessingError, VocabularyError
from .photos import thread_count

Casing: TypeAlias = Literal["uncased", "cased"]
Text: TypeAlias = str | bytes
Ids: TypeAlias = npt.NDArray[np.int64]

_CASINGS: tuple[Casing, ...] = ("uncased", "cased")


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """One text: `[CLS] … [SEP]`, unpadded."""

    ids: Ids
    attention_mask: Ids


@dataclass(frozen=True, slots=True, eq=False)
class LocatedEncoding:
    """One text with where each id came from."""

    ids: Ids
    offsets: Ids
    """INT64 [n, 2]: start and end in the text's UTF-8 bytes; 0, 0 for `[CLS]` and `[SEP]`."""


class Tokenizer:
    """The WordPiece tokenizer of the text tower, with ids equal to HuggingFace's BERT tokenizer.

    A literal `[SEP]` in a text is plain text. Texts are `str` or UTF-8 `bytes`; what is malformed in them reads as U+FFFD. Immutable; calls
    from several threads run side by side.
    """

    def __init__(self, vocabulary: str | os.PathLike[str] | bytes, casing: Casing = "uncased") -> None:
        """`vocabulary` is the path of a `vocab.txt`, or its content as `bytes`. Raises `VocabularyError`, or `OSError` from the file."""
        if casing not in _CASINGS:
            raise VocabularyError(ErrorCode.INVALID_ARGUMENT, f"{casing!r} is no casing")
        self._content = vocabulary if isinstance(vocabulary, bytes) else Path(vocabulary).read_bytes()
        self.casing: Casing = casing
        self._handle = ctypes.c_void_p()
        message = ctypes.create_string_buffer(MESSAGE_CAPACITY)
        status = library().holster_tokenizer_open(
            self._content, len(self._content), _CASINGS.index(casing), ctypes.byref(self._handle), message, len(message)
        )
        if status != 0:
            raise VocabularyError(status, text_of(message.value))
        # Not at exit: a thread may still be reading then.
        weakref.finalize(self, library().holster_tokenizer_close, self._handle).atexit = False
        digest = ctypes.create_string_buffer(71)
        self.entry_count = int(library().holster_tokenizer_describe(self._handle, digest))
        self.vocabulary_digest = digest.value.decode("ascii")

    def __reduce__(self) -> tuple[Any, ...]:
        return Tokenizer, (self._content, self.casing)

    def encode(self, title: Text, description: Text = "", max_length: int = 128) -> Encoding:
        """Title and description, joined by a space, as at most `max_length` ids."""
        first, second = utf8(title), utf8(description)
        ids = np.empty(checked_length(max_length), np.int64)
        count = library().holster_tokenize(
            self._handle, first, len(first), second, len(second), max_length, 0, ids.ctypes.data, None
        )
        if count < 0:
            raise PreprocessingError(int(count), f"at most {max_length} ids of a text")
        return Encoding(ids[:count], np.ones(count, np.int64))

    def encode_with_offsets(self, text: Text, max_length: int = 128) -> LocatedEncoding:
        """For explanations: the ids of one text (title and description joined by a space), and the bytes that each came from."""
        content = utf8(text)
        arrays = np.empty((3, checked_length(max_length)), np.int64)
        count = library().holster_tokenize_with_offsets(
            self._handle, content, len(content), max_length, *(row.ctypes.data for row in arrays)
        )
        if count < 0:
            raise PreprocessingError(int(count), f"at most {max_length} ids of a text")
        return LocatedEncoding(arrays[0, :count].copy(), np.ascontiguousarray(arrays[1:, :count].T))

    def encode_batch(
        self,
        titles: Sequence[Text],
        descriptions: Sequence[Text] | None = None,
        max_length: int = 128,
        pad_multiple: int | None = None,
        threads: int | None = None,
    ) -> tuple[Ids, Ids]:
        """Ids and mask, INT64 [N, L], padded with 0.

        L is `max_length`, or with `pad_multiple` the longest row rounded up to such a multiple (at most `max_length`).
        """
        count = len(titles)
        if descriptions is not None and len(descriptions) != count:
            raise PreprocessingError(ErrorCode.INVALID_ARGUMENT, f"{count} titles, but {len(descriptions)} descriptions")
        if pad_multiple is not None and pad_multiple < 1:
            raise PreprocessingError(ErrorCode.INVALID_ARGUMENT, f"a multiple of {pad_multiple}")
        title_bytes, title_offsets = _column(titles)
        other_bytes, other_offsets = _column(descriptions) if descriptions is not None else (None, None)
        ids = np.empty((count, checked_length(max_length)), np.int64)
        mask = np.empty_like(ids)
        longest = library().holster_tokenize_batch(
            self._handle,
            title_bytes,
            title_offsets.ctypes.data,
            other_bytes,
            None if other_offsets is None else other_offsets.ctypes.data,
            count,
            max_length,
            thread_count(threads),
            ids.ctypes.data,
            mask.ctypes.data,
            None,
        )
        if longest < 0:
            raise PreprocessingError(int(longest), f"{count} texts in rows of {max_length} ids")
        if pad_multiple is None:
            return ids, mask
        length = min(max_length, -(-int(longest) // pad_multiple) * pad_multiple)
        return np.ascontiguousarray(ids[:, :length]), np.ascontiguousarray(mask[:, :length])


def utf8(text: Text) -> bytes:
    """Lone surrogates of a `str` become malformed UTF-8, which the library repairs."""
    if isinstance(text, bytes):
        return text
    if isinstance(text, str):
        return text.encode("utf-8", "surrogatepass")
    raise PreprocessingError(ErrorCode.INVALID_ARGUMENT, f"{type(text).__name__} is no text")


def checked_length(length: int) -> int:
    if not 2 <= length <= 65_536:
        raise PreprocessingError(ErrorCode.INVALID_ARGUMENT, f"at most {length} ids of a text: 2 to 65536")
    return length


def _column(texts: Sequence[Text]) -> tuple[bytes, Ids]:
    """The texts end to end, and where each begins and ends."""
    parts = [utf8(text) for text in texts]
    offsets = np.zeros(len(parts) + 1, np.int64)
    np.cumsum([len(part) for part in parts], out=offsets[1:])
    return b"".join(parts), offsets
