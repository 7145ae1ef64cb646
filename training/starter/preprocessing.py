"""The server's own pixels and tokens: `holster_preprocessing` as installed, or as it lies in this checkout after `make build`."""

import sys
from pathlib import Path

try:
    import holster_preprocessing
except ModuleNotFoundError:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "preprocessing" / "src"))
    import holster_preprocessing

PhotoError = holster_preprocessing.PhotoError
PhotoReader = holster_preprocessing.PhotoReader
Tokenizer = holster_preprocessing.Tokenizer
