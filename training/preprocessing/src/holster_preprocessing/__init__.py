"""Holster's own preprocessing: the pixels, fingerprints, tokens and text views that the server computes, byte for byte.

All of it happens in `libholster_preprocessing`, a C library, which is called through ctypes: every call gives up the global
interpreter lock while it computes, so that threads work side by side. All objects here are immutable and may be shared by threads,
pickled, and used after a fork.
"""

from ._version import VERSION as __version__
from .errors import ErrorCode, PhotoError, PreprocessingError, VocabularyError
from .photos import PIXEL_SHAPE, Limits, Photo, PhotoBatch, PhotoReader
from .tokens import Encoding, LocatedEncoding, Tokenizer
from .views import NormalisedText, TextView, normalise, normaliser_versions

__all__ = [
    "PIXEL_SHAPE",
    "Encoding",
    "ErrorCode",
    "Limits",
    "LocatedEncoding",
    "NormalisedText",
    "Photo",
    "PhotoBatch",
    "PhotoError",
    "PhotoReader",
    "PreprocessingError",
    "TextView",
    "Tokenizer",
    "VocabularyError",
    "__version__",
    "normalise",
    "normaliser_versions",
]
