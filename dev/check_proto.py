#!/usr/bin/env python3
"""Compares the hand-rolled codecs with proto/, both ways: messages, fields, enumerations and methods. Usage: dev/check_proto.py

proto/ speaks through protoc's descriptor set. KServe's part of it is also compared with tritonclient's own descriptors, and what reflection
reads of descriptors with protobuf's own descriptor.proto, where .venv/oracle has them.
"""
import pathlib
import re
import subprocess
import sys

import proto_descriptors
import proto_swift

ROOT = proto_descriptors.ROOT
FOLDERS = ("Sources/ModerationAPI", "Sources/TritonAdapter/KServe")
WIRE = "Sources/ProtobufWire"

# Message types of proto/ that have no codec, and methods that have no constant, each with its reason.
ABSENT_MESSAGES = {}
ABSENT_METHODS = {
    "/inference.GRPCInferenceService/ModelStreamInfer": "the models answer each request once: nothing is inferred by stream",
}
# The same messages under two package names: one set of Swift types, under the first name, serves both.
TWINS = {"grpc.reflection.v1alpha": "grpc.reflection.v1"}
# Codecs of published files that are not in proto/: they may leave fields out, but what they have must be right.
OUTSIDE_PACKAGE = "google.protobuf"


def plain(name):
    return name.replace("_", "").lower()


def read_swift(root, problems):
    reader = proto_swift.Reader()
    root = pathlib.Path(root)
    for file in sorted((root / "Sources").rglob("*.swift")):
        label = str(file.relative_to(root))
        content = file.read_text()
        try:
            if label.startswith(FOLDERS):
                reader.read(label, content)
            elif not label.startswith(WIRE) and proto_swift.CONFORMANCE.search(content):
                problems.append(f"{label}: a codec outside {' and '.join(FOLDERS)}, where this check does not look")
        except proto_swift.NotUnderstood as problem:
            problems.append(str(problem))
    return reader.tables(problems)


def short_names(names):
    """Names without the words that all of them begin with, as Swift leaves them out: DECISION_ALLOW becomes allow."""
    words = [name.split("_") for name in names]
    shared = 0
    while len(words) > 1 and all(len(w) > shared + 1 and w[shared] == words[0][shared] for w in words):
        shared += 1
    return ["".join(w[shared:]).lower() for w in words]


def member_names(fields):
    """Number -> the names that Swift may use: a oneof's cases may leave out the last word that all of them share (bool_param: bool)."""
    names = {number: {plain(f.name)} for number, f in fields.items()}
    for oneof in {f.shape for f in fields.values() if f.shape.startswith("oneof ")}:
        members = [f for f in fields.values() if f.shape == oneof]
        endings = {f.name.rpartition("_")[2] for f in members}
        if len(members) > 1 and len(endings) == 1:
            for f in members:
                names[f.number].add(plain(f.name.rpartition("_")[0]))
    return names


def same_field(theirs, ours, names):
    return (theirs.type, plain(theirs.shape)) == (ours.type, plain(ours.shape)) and plain(ours.name) in names[theirs.number]


def compare_message(name, theirs, ours, problems):
    names = member_names(theirs)
    for number in sorted(theirs.keys() | ours.keys()):
        if number not in ours:
            problems.append(f"{name}: no codec for {theirs[number]}")
        elif number not in theirs:
            problems.append(f"{name}: not in proto/: {ours[number]}")
        elif not same_field(theirs[number], ours[number], names):
            problems.append(f"{name}: proto/ has {theirs[number]}; Swift has {ours[number]}")


def compare_enumeration(name, theirs, ours, problems):
    expected = dict(zip(theirs, short_names(theirs.values())))
    for number in sorted(expected.keys() | ours.keys()):
        there, here = theirs.get(number), ours.get(number)
        if here is None or there is None or expected[number] != here.lower():
            problems.append(f"{name}: {number} is {there or 'nothing'} in proto/, {here or 'nothing'} in Swift")


def compare(theirs, ours, problems):
    ours_inside = {n: f for n, f in ours.messages.items() if not n.startswith(OUTSIDE_PACKAGE + ".")}
    enumerations = {n: v for n, v in ours.enumerations.items() if not n.startswith(OUTSIDE_PACKAGE + ".")}
    for name in sorted(theirs.messages.keys() | ours_inside.keys()):
        if name in ABSENT_MESSAGES:
            if name in ours_inside or name not in theirs.messages:
                problems.append(f"{name}: listed as absent in dev/check_proto.py, and is not")
        elif name not in ours_inside:
            problems.append(f"{name}: a message of proto/ without a codec")
        elif name not in theirs.messages:
            problems.append(f"{name}: a codec of a message that proto/ does not have")
        else:
            compare_message(name, theirs.messages[name], ours_inside[name], problems)
    for name in sorted(theirs.enumerations.keys() | enumerations.keys()):
        if name not in enumerations or name not in theirs.enumerations:
            problems.append(f"{name}: an enumeration that only {'proto/' if name in theirs.enumerations else 'Swift'} has")
        else:
            compare_enumeration(name, theirs.enumerations[name], enumerations[name], problems)
    compare_methods(theirs, ours, problems)


def compare_methods(theirs, ours, problems):
    for path in sorted(theirs.methods.keys() | ours.methods.keys()):
        if path in ABSENT_METHODS:
            if path in ours.methods or path not in theirs.methods:
                problems.append(f"{path}: listed as absent in dev/check_proto.py, and is not")
        elif path not in ours.methods:
            problems.append(f"{path}: a method of proto/ without a constant in Swift")
        elif path not in theirs.methods:
            problems.append(f"{path}: a constant of a method that proto/ does not have")
        elif theirs.methods[path] != ours.methods[path]:
            problems.append(f"{path}: proto/ has {method_text(theirs.methods[path])}; Swift has {method_text(ours.methods[path])}")
    problems.extend(f"{name}: a service name that proto/ does not have" for name in sorted(ours.services - theirs.services))


def method_text(method):
    request, response, client_streams, server_streams = method
    return f"({'stream ' if client_streams else ''}{request}) returns ({'stream ' if server_streams else ''}{response})"


def compare_outside(ours, skipped, problems):
    names = sorted(n for n in ours.messages if n.startswith(OUTSIDE_PACKAGE + "."))
    if not names:
        return
    script = (
        "import sys; from google.protobuf import descriptor_pb2 as d; s = d.FileDescriptorSet();"
        "d.DESCRIPTOR.CopyToProto(s.file.add()); sys.stdout.buffer.write(s.SerializeToString())"
    )
    run = oracle(["-c", script])
    if run is None:
        skipped.append("codecs of google.protobuf are not compared: no protobuf in .venv/oracle")
        return
    theirs = proto_descriptors.read_set(run)
    for name in names:
        known = theirs.messages.get(name)
        if known is None:
            problems.append(f"{name}: a codec of a message that protobuf does not have")
            continue
        here = ours.messages[name]
        # Whether a scalar of a proto2 file is set does not matter to whoever only reads it.
        there = {n: proto_descriptors.Field(n, f.name, f.type, f.shape) for n, f in known.items() if n in here}
        mine = {n: proto_descriptors.Field(n, f.name, f.type, "single" if f.shape == "optional" else f.shape) for n, f in here.items()}
        compare_message(name, there, mine, problems)


def oracle(arguments):
    """What a Python program of .venv/oracle prints; None where it cannot run there."""
    if not proto_descriptors.ORACLE_PYTHON.exists():
        return None
    run = subprocess.run([str(proto_descriptors.ORACLE_PYTHON), "-W", "ignore", *arguments], capture_output=True)
    return run.stdout if run.returncode == 0 else None


def compare_tritonclient(folder, skipped, problems):
    if oracle(["-c", "import tritonclient.grpc, grpc_tools"]) is None:
        skipped.append("KServe is not compared with tritonclient: it is not in .venv/oracle")
        return
    answer = oracle([str(ROOT / "Tests/Oracles/wire_kserve_descriptors.py"), str(folder)])
    if answer is None:
        problems.append("Tests/Oracles/wire_kserve_descriptors.py failed")
        return
    problems.extend(f"tritonclient: {line}" for line in answer.decode().splitlines()[1:])


def check(root, with_tritonclient=True):
    """(problems, skipped, how many facts were compared) for a checkout."""
    problems, skipped = [], []
    folder = pathlib.Path(root) / "proto"
    try:
        theirs = proto_descriptors.read_set(proto_descriptors.descriptor_set(folder, proto_descriptors.proto_files(folder)))
    except RuntimeError as problem:
        return [str(problem)], skipped, 0
    ours = read_swift(root, problems)
    for twin, name in TWINS.items():
        one, other = ({n.removeprefix(p + "."): f for n, f in theirs.messages.items() if n.startswith(p + ".")} for p in (name, twin))
        if len(one) != len(other):
            problems.append(f"{twin} and {name} have not the same messages")
    split = [theirs]
    for twin, name in TWINS.items():
        split = split_twins(split[0], twin, name)
    for tables in split:
        relevant = ours if tables is split[0] else only(ours, tables)
        compare(tables, relevant, problems)
    compare_outside(ours, skipped, problems)
    if with_tritonclient:
        compare_tritonclient(folder, skipped, problems)
    facts = sum(map(len, theirs.messages.values())) + sum(map(len, theirs.enumerations.values())) + len(theirs.methods)
    return problems, skipped, facts


def split_twins(tables, twin, name):
    """[everything but the twin, the twin under the other's type names]; methods and services stay in the first."""
    inside = re.compile(re.escape(twin) + r"\.")
    first, second = proto_descriptors.Tables(), proto_descriptors.Tables()
    for key, value in tables.messages.items():
        (second if inside.match(key) else first).messages[key] = value
    for key, value in tables.enumerations.items():
        (second if inside.match(key) else first).enumerations[key] = value
    renamed = tables.renamed(twin, name)
    first.methods, first.services = renamed.methods, renamed.services
    return [first, second.renamed(twin, name)]


def only(ours, tables):
    """Our tables of the messages and enumerations that these have."""
    return proto_descriptors.Tables(
        {n: f for n, f in ours.messages.items() if n in tables.messages},
        {n: v for n, v in ours.enumerations.items() if n in tables.enumerations},
    )


def main():
    problems, skipped, facts = check(ROOT)
    print("\n".join([f"SKIPPED: {line}" for line in skipped] + problems))
    print(f"{facts} fields, enumeration values and methods compared")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
