#!/usr/bin/env python3
"""Prints Sources/ModerationAPI/GRPCReflection/ProtoFiles.swift: the descriptors of the services that Holster serves, for reflection."""
import base64
import pathlib
import re
import sys

import proto_descriptors

FILES = ["holster/v1/moderation.proto", "holster/v1/banks.proto", "grpc/health/v1/health.proto", "grpc/reflection/v1/reflection.proto", "grpc/reflection/v1alpha/reflection.proto"]
WIDTH = 120
HEAD = """// Made by dev/descriptors.sh from proto/: do not edit.

/// What `protoc` makes of the files in `proto/` that this server answers for: serialised `FileDescriptorProto`s in base64, in lines. Nothing
/// is read from disk while serving.
enum ProtoFiles {
    static let all = [
"""


def literal(name, folder):
    files = proto_descriptors.wire(proto_descriptors.descriptor_set(folder, [name]))[1]
    text = base64.b64encode(files[0]).decode()
    lines = re.findall(f".{{1,{WIDTH}}}", text)
    return f"        // {name}\n" + '        """\n' + "".join(f"        {line}\n" for line in lines) + '        """,\n'


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else proto_descriptors.ROOT / "proto"
    try:
        sys.stdout.write(HEAD + "".join(literal(name, folder) for name in FILES) + "    ]\n}\n")
    except RuntimeError as problem:
        sys.exit(str(problem))


main()
