"""What goes wrong, as exceptions with a code."""

from enum import IntEnum


class ErrorCode(IntEnum):
    """`enum holster_status` of `holster_preprocessing.h`."""

    INVALID_ARGUMENT = -1
    BUFFER_TOO_SMALL = -2
    LIBRARY_FAILURE = -3
    PHOTO_EMPTY = -100
    PHOTO_TOO_MANY_BYTES = -101
    PHOTO_UNSUPPORTED_FORMAT = -102
    PHOTO_UNSUPPORTED_ENCODING = -103
    PHOTO_UNSUPPORTED_PRECISION = -104
    PHOTO_UNSUPPORTED_COLOUR_SPACE = -105
    PHOTO_ZERO_DIMENSIONS = -106
    PHOTO_TOO_MANY_PIXELS = -107
    PHOTO_TOO_LONG_SIDE = -108
    PHOTO_TOO_COMPRESSED = -109
    PHOTO_TOO_MUCH_EXIF = -110
    PHOTO_TOO_LARGE_PROFILE = -111
    PHOTO_TOO_MANY_SCANS = -112
    PHOTO_TRUNCATED = -113
    PHOTO_CORRUPT = -114
    VOCABULARY_TOO_LARGE = -200
    VOCABULARY_NOT_UTF8 = -201
    VOCABULARY_ENTRY_TOO_LONG = -202
    VOCABULARY_DUPLICATE_ENTRY = -203
    VOCABULARY_MISSING_ENTRY = -204


class PreprocessingError(ValueError):
    """The library refused; `code` says what, `message` in words."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.code = ErrorCode(code)
        self.message = message

    def __str__(self) -> str:
        return f"{self.message} ({self.code.name})"


class PhotoError(PreprocessingError):
    """A photo that cannot be read, or a call of a reader that cannot be right (`INVALID_ARGUMENT`)."""


class VocabularyError(PreprocessingError):
    """A vocabulary that cannot be used."""
