"""Finds libholster_preprocessing, loads it, and declares its functions; `holster_preprocessing.h` says what each of them does."""

import ctypes
import functools
import os
from ctypes import POINTER, c_char, c_char_p, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p
from pathlib import Path

ABI_VERSION = 1
NAME = "libholster_preprocessing.so"
MESSAGE_CAPACITY = 256


class PhotoLimits(ctypes.Structure):
    _fields_ = [
        ("max_byte_count", c_int64),
        ("max_pixel_count", c_int64),
        ("max_side", c_int64),
        ("max_ratio", c_int64),
        ("max_scan_count", c_int64),
        ("max_scanned_pixel_count", c_int64),
        ("max_profile_byte_count", c_int64),
        ("max_exif_byte_count", c_int64),
    ]


class PhotoReaderOptions(ctypes.Structure):
    _fields_ = [("mode", c_int32), ("fingerprints_pdq", c_int32), ("limits", PhotoLimits)]


class PhotoRecord(ctypes.Structure):
    _fields_ = [
        ("phash", c_uint64),
        ("pdq", c_uint64 * 4),
        ("status", c_int32),
        ("width", c_int32),
        ("height", c_int32),
        ("orientation", c_uint8),
        ("format", c_uint8),
        ("mode", c_uint8),
        ("phash_reliable", c_uint8),
        ("has_pdq", c_uint8),
        ("pdq_reliable", c_uint8),
        ("pdq_quality", c_uint8),
        ("decoder_warned", c_uint8),
        ("sha256", c_char * 65),
        ("message", c_char * 187),
    ]


class View(ctypes.Structure):
    _fields_ = [
        ("name", c_char_p),
        ("utf8", c_void_p),
        ("starts", c_void_p),
        ("ends", c_void_p),
        ("byte_count", c_size_t),
    ]


# Result, then arguments. Arrays are passed by address: a number, or None for NULL.
_FUNCTIONS: dict[str, tuple[type | None, list[type]]] = {
    "holster_preprocessing_abi_version": (c_uint32, []),
    "holster_preprocessing_photo_size": (c_size_t, []),
    "holster_photo_reader_open": (c_int32, [POINTER(PhotoReaderOptions), POINTER(c_void_p), c_char_p, c_size_t]),
    "holster_photo_reader_close": (None, [c_void_p]),
    "holster_photo_read": (c_int32, [c_void_p, c_void_p, c_size_t, c_void_p, c_size_t, POINTER(PhotoRecord)]),
    "holster_photo_read_batch": (
        c_int64,
        [c_void_p, POINTER(c_void_p), POINTER(c_size_t), c_size_t, c_uint32, c_void_p, c_size_t, POINTER(PhotoRecord)],
    ),
    "holster_tokenizer_open": (c_int32, [c_char_p, c_size_t, c_int32, POINTER(c_void_p), c_char_p, c_size_t]),
    "holster_tokenizer_close": (None, [c_void_p]),
    "holster_tokenizer_describe": (c_int64, [c_void_p, c_char_p]),
    "holster_tokenize": (
        c_int64,
        [c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, c_size_t, c_int32, c_void_p, c_void_p],
    ),
    "holster_tokenize_with_offsets": (
        c_int64,
        [c_void_p, c_char_p, c_size_t, c_size_t, c_void_p, c_void_p, c_void_p],
    ),
    "holster_tokenize_batch": (
        c_int64,
        [c_void_p, c_char_p, c_void_p, c_char_p, c_void_p, c_size_t, c_size_t, c_uint32, c_void_p, c_void_p, c_void_p],
    ),
    "holster_normaliser_open": (c_int32, [POINTER(c_void_p), c_char_p, c_size_t, c_char_p, c_size_t]),
    "holster_normaliser_close": (None, [c_void_p]),
    "holster_normalise": (c_int64, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p)]),
    "holster_views_get": (c_int32, [c_void_p, c_size_t, POINTER(View)]),
    "holster_views_close": (None, [c_void_p]),
}


def find() -> Path:
    """HOLSTER_PREPROCESSING_LIBRARY, else the library in this package, else the release build of the checkout around it."""
    given = os.environ.get("HOLSTER_PREPROCESSING_LIBRARY")
    if given:
        return Path(given)
    here = Path(__file__).resolve()
    candidates = [here.with_name(NAME)]
    if len(here.parents) > 4:
        candidates.append(here.parents[4] / ".build" / "release" / NAME)
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise OSError(
        f"no {NAME}: install the package (pip install ./training/preprocessing), build the checkout (make build), "
        "or set HOLSTER_PREPROCESSING_LIBRARY"
    )


@functools.cache
def library() -> ctypes.CDLL:
    """The library, loaded once. A `CDLL` gives up the global interpreter lock during each call."""
    path = find()
    loaded = ctypes.CDLL(str(path))
    for name, (result, arguments) in _FUNCTIONS.items():
        try:
            function = getattr(loaded, name)
        except AttributeError:
            raise OSError(f"{path} is of another version: it has no {name}") from None
        function.restype, function.argtypes = result, arguments
    version = loaded.holster_preprocessing_abi_version()
    if version != ABI_VERSION or loaded.holster_preprocessing_photo_size() != ctypes.sizeof(PhotoRecord):
        raise OSError(f"{path} has interface version {version}, this package is for {ABI_VERSION}")
    return loaded


def text_of(message: bytes) -> str:
    return message.decode("utf-8", "replace")
