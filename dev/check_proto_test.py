#!/usr/bin/env python3
"""Proves dev/check_proto.py: changes a copy of proto/ or of the codecs in each way that must be noticed, and wants the check to notice."""
import pathlib
import shutil
import sys
import tempfile

import check_proto

ROOT = check_proto.ROOT
MODERATION, HEALTH, KSERVE = "proto/holster/v1/moderation.proto", "proto/grpc/health/v1/health.proto", "proto/kserve/v2/inference.proto"
API, TRITON = "Sources/ModerationAPI", "Sources/TritonAdapter/KServe"

# (what is changed, file, old text, new text, a part of what must be said)
CASES = [
    # proto/ moves on and Swift does not.
    ("field renumbered", MODERATION, "string title = 3;", "string title = 33;", "CheckRequest: no codec for title = 33"),
    ("fields swapped", MODERATION, "clip_image = 1;\n  optional int64 distilbert = 2;", "distilbert = 1;\n  optional int64 clip_image = 2;", "distilbert = 1"),
    ("type changed", MODERATION, "int64 amount_micros = 1;", "uint64 amount_micros = 1;", "Price: proto/ has amount_micros = 1: uint64"),
    ("signed differently", MODERATION, "int64 amount_micros = 1;", "sint64 amount_micros = 1;", "sint64"),
    ("field added", MODERATION, "bool dry_run = 11;", "bool dry_run = 11;\n  string colour = 12;", "no codec for colour = 12"),
    ("field removed", MODERATION, "bool dry_run = 11;", "reserved 11;", "not in proto/: dryRun = 11"),
    ("field renamed", MODERATION, "string seller_id = 9;", "string vendor_id = 9;", "vendor_id"),
    ("made repeated", MODERATION, "string language = 5;", "repeated string language = 5;", "language = 5: string, repeated"),
    ("made optional", MODERATION, "string language = 5;", "optional string language = 5;", "language = 5: string, optional"),
    ("optional dropped", MODERATION, "optional uint32 photo_index = 7;", "uint32 photo_index = 7;", "photo_index = 7: uint32, single"),
    ("oneof dissolved", MODERATION, "oneof source {", "message Nothing {}\n  oneof elsewhere {", "elsewhere"),
    ("map's value changed", MODERATION, "map<string, int64> bank_epochs", "map<string, uint64> bank_epochs", "map<string, uint64>"),
    ("map's key changed", MODERATION, "map<string, int64> bank_epochs", "map<int64, int64> bank_epochs", "map<int64, int64>"),
    ("enumeration of another type", MODERATION, "  Decision decision = 3;", "  ContentClass decision = 3;", "enum holster.v1.ContentClass"),
    ("enum value added", MODERATION, "  DECISION_BLOCK = 4;", "  DECISION_BLOCK = 4;\n  DECISION_ASK = 5;", "5 is DECISION_ASK"),
    ("enum value renumbered", MODERATION, "  DECISION_BLOCK = 4;", "  DECISION_BLOCK = 5;", "4 is nothing in proto/"),
    ("enum values swapped", HEALTH, "    SERVING = 1;\n    NOT_SERVING = 2;", "    NOT_SERVING = 1;\n    SERVING = 2;", "1 is NOT_SERVING"),
    ("nested enum value added", HEALTH, "SERVICE_UNKNOWN = 3;", "SERVICE_UNKNOWN = 3;\n    ASLEEP = 4;", "ServingStatus: 4 is ASLEEP"),
    ("message added", MODERATION, "message CheckFailure {", "message Extra {}\nmessage CheckFailure {", "Extra: a message of proto/ without a codec"),
    ("message renamed", MODERATION, "message CheckFailure {", "message CheckFailed {", "protoc:"),
    ("enumeration added", HEALTH, "message HealthCheckRequest {", "enum E { A = 0; }\nmessage HealthCheckRequest {", "only proto/ has"),
    ("method added", MODERATION, "rpc Check(", "rpc Explain(CheckRequest) returns (Verdict);\n  rpc Check(", "Moderation/Explain: a method of proto/"),
    ("method begins to stream", MODERATION, "returns (Verdict);", "returns (stream Verdict);", "Moderation/Check: proto/ has"),
    ("method stops streaming", HEALTH, "returns (stream HealthCheckResponse);", "returns (HealthCheckResponse);", "Health/Watch: proto/ has"),
    ("method's request changed", KSERVE, "rpc ModelReady(ModelReadyRequest)", "rpc ModelReady(ModelMetadataRequest)", "ModelReady: proto/ has"),
    ("KServe field renumbered", KSERVE, "repeated bytes raw_input_contents = 7;", "repeated bytes raw_input_contents = 8;", "raw_input_contents = 8"),
    ("KServe enum value added", KSERVE, "TYPE_BF16 = 14;", "TYPE_BF16 = 14;\n  TYPE_FP8 = 15;", "15 is TYPE_FP8"),
    ("not a proto file", HEALTH, "syntax =", "sintax =", "protoc:"),
    # Swift moves and proto/ does not.
    ("encode forgets a field", f"{API}/HolsterV1/Price.swift", "            writer.string(2, currency)\n", "", "encode has None"),
    ("decode forgets a field", f"{API}/HolsterV1/Price.swift", "            case 2: currency = try reader.string() ?? currency\n", "", "decodeField has None"),
    ("encode alone renumbered", f"{API}/HolsterV1/Price.swift", "writer.string(2, currency)", "writer.string(3, currency)", "field 3"),
    ("decode alone renumbered", f"{API}/HolsterV1/Price.swift", "case 2: currency", "case 3: currency", "field 3"),
    ("optional written as a default", f"{API}/HolsterV1/Verdict.swift", "present: violationProbability", "violationProbability", "present:"),
    ("oneof's member without present", f"{API}/HolsterV1/Photo.swift", "writer.string(2, present: value)", "writer.string(2, value)", "present:"),
    ("oneof's cases swapped", f"{TRITON}/InferParameter.swift", "case .int64(let value): writer.int64(2, present: value)", "case .int64(let value): writer.int64(5, present: value)", "twice"),
    ("enum value renumbered in Swift", f"{TRITON}/DataType.swift", "bf16 = DataType(rawValue: 14)", "bf16 = DataType(rawValue: 15)", "14 is TYPE_BF16"),
    ("enum value missing in Swift", f"{TRITON}/DataType.swift", "        package static let bf16 = DataType(rawValue: 14)\n", "", "nothing in Swift"),
    ("wrong protobufName", f"{API}/HolsterV1/Price.swift", '"holster.v1.Price"', '"holster.v1.Prize"', "Prize"),
    ("wrong path", f"{API}/Services/ModerationService.swift", '"/holster.v1.Moderation/Check"', '"/holster.v1.Moderation/check"', "Moderation/check"),
    ("wrong kind of call", f"{API}/Services/HealthService.swift", "ServerStreamingMethod<", "BidirectionalMethod<", "Health/Watch: proto/ has"),
    ("wrong service name", f"{API}/Services/HealthService.swift", '"grpc.health.v1.Health"', '"grpc.health.v1.health"', "a service name"),
    # What the check cannot read it must refuse.
    ("a loop in encode", f"{API}/HolsterV1/Price.swift", "writer.string(2, currency)", "for _ in 0..<1 { writer.string(2, currency) }", "not a shape"),
    ("a condition in decode", f"{API}/HolsterV1/Price.swift", "case 2: currency = try", "case 2 where currency.isEmpty: currency = try", "not a shape"),
    ("a computed number", f"{API}/HolsterV1/Price.swift", "writer.string(2, currency)", "writer.string(1 + 1, currency)", "not a shape"),
    ("decode that drops unknown fields otherwise", f"{API}/HolsterV1/Price.swift", "default: try reader.skip()", "default: break", "skips what it does not know"),
    ("a member nobody knows", f"{API}/HolsterV1/Price.swift", "public init() {}", "public init() {}\n\n        public func extra() {}", "not a shape"),
    ("a message of another form", f"{API}/HolsterV1/Price.swift", "struct Price: ProtobufMessage", "struct Price: Hashable, ProtobufMessage", "not a shape"),
    ("a codec elsewhere", "Sources/Scoring/Scorer.swift", "import ModerationCore", "import ModerationCore\nstruct X: ProtobufMessage {}", "a codec outside"),
    ("a method of unknown form", f"{API}/Services/ModerationService.swift", "UnaryMethod<CheckRequest", "OddMethod<CheckRequest", "whether its calls stream"),
    ("a path by itself", f"{API}/Services/ModerationService.swift", 'static let name =', 'static let p = "/a.B/C"\n        public static let name =', "outside a method constant"),
]


def copy(folder):
    shutil.copytree(ROOT / "proto", folder / "proto")
    shutil.copytree(ROOT / "Sources", folder / "Sources", ignore=lambda path, names: [n for n in names if n.endswith((".c", ".h"))])


def run_case(folder, case, failures):
    what, file, old, new, expected = case
    path = folder / file
    original = path.read_text()
    if old not in original:
        failures.append(f"{what}: {file} does not have {old!r} any more: adapt the case")
        return
    path.write_text(original.replace(old, new, 1))
    problems, _, _ = check_proto.check(folder, with_tritonclient=False)
    path.write_text(original)
    if not any(expected in problem for problem in problems):
        failures.append(f"{what}: not noticed; the check said {problems}")


def run_tritonclient(folder, failures):
    """One change on both of our sides, which only the published descriptors can tell."""
    problems, skipped, _ = check_proto.check(folder)
    failures.extend(f"unchanged: {problem}" for problem in problems)
    if skipped:
        print("\n".join(f"SKIPPED: {line}" for line in skipped))
        return
    for file, old, new in (
        (KSERVE, "string reason = 4;", "string reason = 5;"),
        (f"{TRITON}/RepositoryIndex.swift", "writer.string(4, reason)", "writer.string(5, reason)"),
        (f"{TRITON}/RepositoryIndex.swift", "case 4: reason", "case 5: reason"),
    ):
        text = (folder / file).read_text()
        if text.count(old) != 1:
            failures.append(f"tritonclient: {file} does not have {old!r} once: adapt the case")
        (folder / file).write_text(text.replace(old, new))
    problems, _, _ = check_proto.check(folder)
    if len(problems) != 1 or "tritonclient: field inference.RepositoryIndexResponse" not in problems[0]:
        failures.append(f"renumbered on both of our sides: expected tritonclient alone to notice; the check said {problems}")


def main():
    failures = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        copy(folder)
        for case in CASES:
            run_case(folder, case, failures)
        run_tritonclient(folder, failures)
    print("\n".join(failures))
    print(f"{len(CASES) + 1} changes tried")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
