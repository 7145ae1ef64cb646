"""Photos: encoded bytes in, pixels and fingerprints out."""

import ctypes
import os
import weakref
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from ._library import MESSAGE_CAPACITY, PhotoLimits, PhotoReaderOptions, PhotoRecord, library, text_of
from .errors import ErrorCode, PhotoError

PIXEL_SHAPE = (224, 224, 3)
PixelMode: TypeAlias = Literal["exact", "fast"]
Pixels: TypeAlias = npt.NDArray[np.uint8]
Encoded: TypeAlias = bytes | bytearray | memoryview | npt.NDArray[np.uint8]

_MODES: tuple[PixelMode, ...] = ("exact", "fast")
_FORMATS = ("other", "jpeg", "png", "webp")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one photo may cost; 0 is the server's default."""

    max_byte_count: int = 0
    max_pixel_count: int = 0
    max_side: int = 0
    max_ratio: int = 0
    max_scan_count: int = 0
    max_scanned_pixel_count: int = 0
    max_profile_byte_count: int = 0
    max_exif_byte_count: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """What is read of one photo."""

    pixels: Pixels
    """The upright picture as the image tower sees it: UINT8 [224, 224, 3], RGB."""
    phash: int
    """`imagehash.phash` as a 64-bit number: the top bit is the first of the row-major order."""
    phash_reliable: bool
    """False for flat or symmetric pictures, whose bits are noise: such a fingerprint matches nothing."""
    pdq: npt.NDArray[np.uint8] | None
    """PDQ, 32 bytes (`.tobytes().hex()` is its usual form); None unless the reader was asked for it."""
    pdq_reliable: bool
    pdq_quality: int
    """0 (nothing to see) to 100."""
    sha256: str
    """Of the encoded bytes."""
    width: int
    """As stored, before the orientation is applied."""
    height: int
    orientation: int
    """EXIF's, 1 to 8."""
    format: str
    """`jpeg`, `png` or `webp`."""
    mode: PixelMode
    warning: str | None
    """What the decoder complained about in a file that it could still show."""


@dataclass(frozen=True, slots=True, eq=False)
class PhotoBatch:
    """What became of several photos, in their order."""

    pixels: Pixels
    """UINT8 [N, 224, 224, 3]; zero where a photo could not be read."""
    photos: list[Photo | PhotoError]
    """Each with its row of `pixels`."""


class PhotoReader:
    """Reads JPEG photos (and what else the server reads) exactly as the server does.

    `mode` is the server's pixel mode: `exact` equals Pillow's pixels bit for bit, `fast` decodes at a smaller scale. Training has to use the
    mode that serving uses. Immutable; calls from several threads run side by side.
    """

    def __init__(self, mode: PixelMode = "exact", pdq: bool = False, limits: Limits = Limits()) -> None:
        if mode not in _MODES:
            raise PhotoError(ErrorCode.INVALID_ARGUMENT, f"{mode!r} is no pixel mode")
        for name, value in asdict(limits).items():
            # ctypes would cut a larger number to 64 bits without a word.
            if not isinstance(value, int) or not 0 <= value < 1 << 63:
                raise PhotoError(ErrorCode.INVALID_ARGUMENT, f"limits.{name}: {value!r} is no whole number from 0 to 2^63 - 1")
        asked = PhotoLimits(*astuple(limits))
        self.mode: PixelMode = mode
        self.pdq = pdq
        self.limits = limits
        options = PhotoReaderOptions(_MODES.index(mode), int(pdq), asked)
        self._handle = ctypes.c_void_p()
        message = ctypes.create_string_buffer(MESSAGE_CAPACITY)
        status = library().holster_photo_reader_open(
            ctypes.byref(options), ctypes.byref(self._handle), message, len(message)
        )
        if status != 0:
            raise PhotoError(status, text_of(message.value))
        # Not at exit: a thread may still be reading then.
        weakref.finalize(self, library().holster_photo_reader_close, self._handle).atexit = False

    def __reduce__(self) -> tuple[Any, ...]:
        return PhotoReader, (self.mode, self.pdq, self.limits)

    def read(self, data: Encoded, out: Pixels | None = None) -> Photo:
        """Reads one photo without copying `data`; the pixels go into `out` where it is given. Raises `PhotoError`."""
        source = _source(data)
        pixels = np.empty(PIXEL_SHAPE, np.uint8) if out is None else _target(out, PIXEL_SHAPE)
        record = PhotoRecord()
        status = library().holster_photo_read(
            self._handle, source.ctypes.data, source.nbytes, pixels.ctypes.data, pixels.nbytes, ctypes.byref(record)
        )
        if status != 0:
            raise PhotoError(status, text_of(record.message))
        return _photo(record, pixels)

    def read_batch(self, data: Sequence[Encoded], out: Pixels | None = None, threads: int | None = None) -> PhotoBatch:
        """Reads several photos on `threads` threads (as many as there are processors for this process, unless given).

        A photo that cannot be read is a `PhotoError` in its place; only a call that cannot be right raises.
        """
        sources = [_source(one) for one in data]
        count = len(sources)
        shape = (count, *PIXEL_SHAPE)
        pixels = np.empty(shape, np.uint8) if out is None else _target(out, shape)
        records = (PhotoRecord * count)()
        addresses = (ctypes.c_void_p * count)(*[source.ctypes.data for source in sources])
        byte_counts = (ctypes.c_size_t * count)(*[source.nbytes for source in sources])
        result = library().holster_photo_read_batch(
            self._handle, addresses, byte_counts, count, thread_count(threads), pixels.ctypes.data, pixels.nbytes, records
        )
        if result < 0:
            raise PhotoError(int(result), f"a batch of {count} photos was refused")
        return PhotoBatch(pixels, [_outcome(record, row) for record, row in zip(records, pixels, strict=True)])


def thread_count(asked: int | None) -> int:
    """`asked`, or the processors that this process may use; 1 to 256."""
    return min(max(1, len(os.sched_getaffinity(0)) if asked is None else int(asked)), 256)


def _source(data: Encoded) -> Pixels:
    """`data` as an array over the same memory."""
    if isinstance(data, np.ndarray):
        if data.dtype != np.uint8 or not data.flags.c_contiguous:
            raise PhotoError(ErrorCode.INVALID_ARGUMENT, f"an encoded photo is contiguous uint8, not {data.dtype} {list(data.shape)}")
        return data
    try:
        view = memoryview(data)
    except TypeError:
        raise PhotoError(ErrorCode.INVALID_ARGUMENT, f"{type(data).__name__} is no encoded photo: give bytes") from None
    if view.itemsize != 1 or not view.c_contiguous:
        raise PhotoError(ErrorCode.INVALID_ARGUMENT, "an encoded photo is one run of bytes")
    return np.frombuffer(view, np.uint8) if view.nbytes else np.empty(0, np.uint8)


def _target(out: Pixels, shape: tuple[int, ...]) -> Pixels:
    if not isinstance(out, np.ndarray) or out.dtype != np.uint8 or out.shape != shape:
        found = f"{out.dtype} {list(out.shape)}" if isinstance(out, np.ndarray) else type(out).__name__
        raise PhotoError(ErrorCode.INVALID_ARGUMENT, f"out has to be uint8 {list(shape)}, not {found}")
    if not out.flags.c_contiguous or not out.flags.writeable:
        raise PhotoError(ErrorCode.INVALID_ARGUMENT, "out has to be contiguous and writeable")
    return out


def _outcome(record: PhotoRecord, pixels: Pixels) -> Photo | PhotoError:
    return _photo(record, pixels) if record.status == 0 else PhotoError(record.status, text_of(record.message))


def _photo(record: PhotoRecord, pixels: Pixels) -> Photo:
    return Photo(
        pixels=pixels,
        phash=record.phash,
        phash_reliable=bool(record.phash_reliable),
        pdq=np.array(record.pdq[:], ">u8").view(np.uint8) if record.has_pdq else None,
        pdq_reliable=bool(record.pdq_reliable),
        pdq_quality=record.pdq_quality,
        sha256=record.sha256.decode("ascii"),
        width=record.width,
        height=record.height,
        orientation=record.orientation,
        format=_FORMATS[record.format],
        mode=_MODES[record.mode],
        warning=text_of(record.message) if record.decoder_warned else None,
    )
