#!/usr/bin/env python3
"""Makes a new version of a model out of an existing one, with the version constant in its graph rewritten.

    python3 training/starter/stamp_version.py triton-model-repo/fusion/1 triton-model-repo/fusion/2

copies the directory, rewrites the constant `model_version` of `model.onnx` and `version` of `manifest.json`, and puts
the result in place by one rename, so that Triton never sees half a version. Needs Python's standard library only.
"""

import argparse
import json
import os
import shutil
import struct
import sys
from pathlib import Path

CONSTANT = b"model_version"
# Field numbers of onnx.proto: ModelProto.graph, GraphProto.initializer, TensorProto.name and .raw_data.
GRAPH, INITIALIZER, NAME, RAW_DATA = 7, 5, 8, 9


class StampError(Exception):
    pass


def varint(data: bytes, at: int, end: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= end:
            raise StampError("model.onnx is truncated")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise StampError("model.onnx holds a varint of more than ten bytes")


def fields(data: bytes, at: int, end: int):
    """The length-delimited fields of the message in data[at:end], as (number, start, end)."""
    while at < end:
        key, at = varint(data, at, end)
        kind = key & 7
        if kind == 0:
            _, at = varint(data, at, end)
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        elif kind == 2:
            length, at = varint(data, at, end)
            if at + length > end:
                raise StampError("model.onnx is truncated")
            yield key >> 3, at, at + length
            at += length
        else:
            raise StampError(f"model.onnx holds wire type {kind}: not an ONNX file")


def constant_span(data: bytes) -> tuple[int, int]:
    """Where the eight little-endian bytes of the version constant lie."""
    found = []
    for number, start, end in fields(data, 0, len(data)):
        if number != GRAPH:
            continue
        for number, start, end in fields(data, start, end):
            if number != INITIALIZER:
                continue
            parts = {number: (start, end) for number, start, end in fields(data, start, end)}
            if NAME in parts and RAW_DATA in parts and data[slice(*parts[NAME])] == CONSTANT:
                found.append(parts[RAW_DATA])
    if len(found) != 1 or found[0][1] - found[0][0] != 8:
        raise StampError("model.onnx has no INT64 initializer 'model_version' of one element")
    return found[0]


def stamp(source: Path, target: Path) -> None:
    if not target.name.isdigit() or int(target.name) < 1:
        raise StampError(f"'{target.name}' is not a version number: Triton takes 1, 2, 3, …")
    if target.exists():
        raise StampError(f"{target} exists already")
    if not (source / "model.onnx").is_file():
        raise StampError(f"{source} has no model.onnx")
    version = int(target.name)
    # A name that is no number, in the same folder: Triton ignores it until the rename.
    draft = target.parent / f".draft-{version}-{os.getpid()}"
    try:
        shutil.copytree(source, draft)
        data = bytearray((source / "model.onnx").read_bytes())
        start, end = constant_span(bytes(data))
        data[start:end] = struct.pack("<q", version)
        (draft / "model.onnx").write_bytes(data)
        manifest = draft / "manifest.json"
        if manifest.is_file():
            content = json.loads(manifest.read_text(encoding="utf-8"))
            content["version"] = version
            manifest.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="an existing version directory")
    parser.add_argument("target", type=Path, help="the version directory to make; its name is the new version")
    arguments = parser.parse_args()
    try:
        stamp(arguments.source, arguments.target)
    except (StampError, OSError, ValueError) as error:
        print(f"stamp_version: {error}", file=sys.stderr)
        return 1
    print(f"{arguments.target} is version {arguments.target.name} of {arguments.source}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
