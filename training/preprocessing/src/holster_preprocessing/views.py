"""The views of a text that the server's rules match."""

import ctypes
import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ._library import MESSAGE_CAPACITY, View, library, text_of
from .errors import ErrorCode, PreprocessingError
from .tokens import Text, utf8


@dataclass(frozen=True, slots=True, eq=False)
class TextView:
    """One reading of a text."""

    name: str
    """`folded`, `skeleton`, `compact`, `joined`, `leet`, `squeezed`, `phonetic`, `spaceless`, `dense` or `reversed`."""
    utf8: bytes
    starts: npt.NDArray[np.uint32]
    """For each byte of `utf8`: where its character starts in the original's UTF-8."""
    ends: npt.NDArray[np.uint32]
    """And where it ends."""

    @property
    def text(self) -> str:
        return self.utf8.decode("utf-8")


@dataclass(frozen=True, slots=True, eq=False)
class NormalisedText:
    """A text and its views, the plainest first."""

    original: str
    """With U+FFFD for what was malformed: what the views' offsets count in."""
    views: list[TextView]

    def first(self, name: str) -> TextView | None:
        """The first view of that name; a text may have several, where a character can be read in two ways."""
        return next((view for view in self.views if view.name == name), None)


def normalise(text: Text) -> NormalisedText:
    """All views of a text; `folded`, `skeleton` and `leet` always, the others where they tell something new."""
    content = utf8(text)
    handle = ctypes.c_void_p()
    count = library().holster_normalise(_normaliser()[0], content, len(content), ctypes.byref(handle))
    if count < 0:
        raise PreprocessingError(int(count), f"a text of {len(content)} bytes was refused")
    try:
        original = _get(handle, 0)
        found = [_get(handle, index) for index in range(1, count)]
        return NormalisedText(_bytes(original).decode("utf-8"), [_view(view) for view in found])
    finally:
        library().holster_views_close(handle)


def normaliser_versions() -> str:
    """The versions of the views' rules and of the Unicode tables behind them."""
    return _normaliser()[1]


@functools.cache
def _normaliser() -> tuple[ctypes.c_void_p, str]:
    handle = ctypes.c_void_p()
    versions = ctypes.create_string_buffer(MESSAGE_CAPACITY)
    message = ctypes.create_string_buffer(MESSAGE_CAPACITY)
    status = library().holster_normaliser_open(ctypes.byref(handle), versions, len(versions), message, len(message))
    if status != 0:
        raise PreprocessingError(status, text_of(message.value))
    return handle, text_of(versions.value)


def _get(handle: ctypes.c_void_p, index: int) -> View:
    view = View()
    if library().holster_views_get(handle, index, ctypes.byref(view)) != 0:
        raise PreprocessingError(ErrorCode.LIBRARY_FAILURE, f"no view {index}")
    return view


def _bytes(view: View) -> bytes:
    return ctypes.string_at(view.utf8, view.byte_count)


def _view(view: View) -> TextView:
    def numbers(address: int) -> npt.NDArray[np.uint32]:
        return np.frombuffer(ctypes.string_at(address, view.byte_count * 4), np.uint32)

    return TextView(text_of(view.name), _bytes(view), numbers(view.starts), numbers(view.ends))
