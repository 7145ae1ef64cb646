"""Builds the wheel: the Python modules, and the library that they call.

The library is built from the checkout that this folder lies in, with the Swift runtime inside. HOLSTER_PREPROCESSING_LIBRARY names one that
is built already instead.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
NAME = "libholster_preprocessing.so"


def say(text: str) -> None:
    print(f"holster-preprocessing: {text}", file=sys.stderr, flush=True)


def build_library() -> Path:
    """Runs `swift build` in a folder of its own, so that the checkout's build and its pinned packages stay as they are."""
    if not (CHECKOUT / "Package.swift").is_file():
        raise SystemExit(f"no Package.swift in {CHECKOUT}: install from a checkout, or set HOLSTER_PREPROCESSING_LIBRARY")
    if shutil.which("swift") is None:
        raise SystemExit("no 'swift' on the PATH: install the Swift toolchain, or set HOLSTER_PREPROCESSING_LIBRARY")
    folder = HERE / "build" / "swift"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(CHECKOUT / "Package.swift", folder)
    sources = folder / "Sources"
    if not sources.is_symlink():
        sources.symlink_to(CHECKOUT / "Sources")
    command = ["swift", "build", "-c", "release", "--product", "holster_preprocessing", "-Xswiftc", "-static-stdlib"]
    for option in (f"--version-script={HERE / 'exports.map'}", "--gc-sections", "-s"):
        command += ["-Xlinker", option]
    say("building the library with swift; the first time takes about a minute")
    begun = time.monotonic()
    subprocess.run(command, cwd=folder, env=os.environ | {"HOLSTER_PREPROCESSING_ONLY": "1"}, check=True)
    library = folder / ".build" / "release" / NAME
    needed = subprocess.run(["ldd", str(library)], capture_output=True, text=True, check=True).stdout
    if "libswift" in needed or "not found" in needed:
        raise SystemExit(f"{library} needs what is not there on every machine:\n{needed}")
    say(f"built in {time.monotonic() - begun:.0f} s")
    return library


class BuildWithLibrary(build_py):
    """Puts the library beside the modules."""

    def run(self) -> None:
        super().run()
        given = os.environ.get("HOLSTER_PREPROCESSING_LIBRARY")
        if given:
            say(f"taking {given} as it is")
        shutil.copy(Path(given) if given else build_library(), Path(self.build_lib) / "holster_preprocessing" / NAME)


class PlatformWheel(bdist_wheel):
    """Any Python 3, this platform: the library is called through ctypes."""

    def get_tag(self) -> tuple[str, str, str]:
        return "py3", "none", super().get_tag()[2]


class PlatformDistribution(Distribution):
    def has_ext_modules(self) -> bool:
        return True


setup(distclass=PlatformDistribution, cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": PlatformWheel})
