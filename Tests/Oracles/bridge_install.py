"""Installs the Python package into a fresh environment with pip, with a library that is built already, and runs the README's example there.

Arguments: the library, a folder to work in. Needs PyPI for setuptools and numpy (the version that this interpreter has).
"""

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "training" / "preprocessing"


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, **options)
    if done.returncode != 0:
        sys.exit(f"{command}:\n{done.stdout}{done.stderr}")
    return done.stdout


def main():
    folder = Path(sys.argv[2])
    venv.create(folder / "venv", with_pip=True)
    python = str(folder / "venv" / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    given = os.environ | {"HOLSTER_PREPROCESSING_LIBRARY": sys.argv[1]}
    run(*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(PACKAGE), env=given)
    (wheel,) = folder.glob("holster_preprocessing-*.whl")
    if not re.fullmatch(r"holster_preprocessing-[\d.]+-py3-none-linux_\w+\.whl", wheel.name):
        sys.exit(f"a wheel named {wheel.name}")
    run(*pip, "install", str(wheel), f"numpy=={numpy.__version__}")
    (example,) = re.findall(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(), re.S)
    # From the wheel alone: its own library, no path into the checkout.
    bare = {name: value for name, value in os.environ.items() if name not in ("HOLSTER_PREPROCESSING_LIBRARY", "PYTHONPATH")}
    sys.stdout.write(run(python, "-c", example, env=bare))
    print(run(python, "-c", "from holster_preprocessing import _library; print(_library.find().parent.name)", env=bare), end="")


main()
