"""grpcio-reflection as the judge of our answers. Usage: reflection_answers.py files|questions|judge, in frames (4-byte little-endian length, bytes).

  files       -> serialised FileDescriptorProtos: those that Holster serves, and some that import each other and extend messages
  questions   -> serialised ServerReflectionRequests: every name in those files in every kind of question, and odd names
  judge       (request, our response) -> how many were compared, then a sentence for each answer that is not the reference's
"""

import struct
import sys
import tempfile
from pathlib import Path

from google.protobuf import descriptor_pb2, descriptor_pool
from grpc_reflection.v1alpha import reflection, reflection_pb2
from grpc_tools import protoc

ROOT = Path(__file__).resolve().parents[2]
SERVED = ["holster/v1/moderation.proto", "holster/v1/banks.proto", "grpc/health/v1/health.proto", "grpc/reflection/v1/reflection.proto", "grpc/reflection/v1alpha/reflection.proto"]
SERVICES = ["holster.v1.Moderation", "holster.v1.Banks", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]
# A diamond, a chain, extensions at the top and within a message, a file without a package.
EXTRA = {
    "odd/bottom.proto": 'syntax = "proto2"; package odd; message Base { optional int32 id = 1; extensions 100 to 200; extensions 1000 to max; }',
    "odd/left.proto": 'syntax = "proto2"; package odd; import public "odd/bottom.proto"; extend Base { optional string note = 150; }',
    "odd/right.proto": 'syntax = "proto2"; package odd.right; import "odd/bottom.proto"; message Holder { extend odd.Base { repeated int32 inner = 101; } enum E { ZERO = 0; } optional group Pair = 1 { optional int32 x = 1; } }',
    "odd/top.proto": 'syntax = "proto2"; package odd; import "odd/right.proto"; import "odd/left.proto"; import "bare.proto"; message Top { optional Bare bare = 1; oneof one_of { int32 a = 2; string b = 3; } map<string, odd.Base> by_name = 4; } service Odd { rpc Ask(Top) returns (stream Base); }',
    "bare.proto": 'syntax = "proto3"; message Bare { message Inner { enum Deep { NONE = 0; SOME = 1; } } Inner.Deep deep = 1; } enum Loose { LOOSE_ZERO = 0; }',
    "far.proto": 'syntax = "proto2"; package far; import "odd/bottom.proto"; extend odd.Base { optional int32 last = 536870911; optional int32 first = 1000; }',
}
ODD = [
    "", ".", "..", "odd", "odd.", ".odd.Base", "odd.Base.", "odd..Base", "odd.base", "ODD.BASE", "odd.Base.nothing", "Bare.Inner.Deep.SOME",
    "Bare.Inner.SOME", "SOME", "odd.Top.ByNameEntry", "odd.Top.ByNameEntry.key", "odd.Top.one_of.a", "holster.v1", "holster.v1.Decision.DECISION_ALLOW",
    "holster.v1.\u212anown", "holster.v1.Verdict ", " holster.v1.Verdict", "google.protobuf.FileDescriptorProto", "inference.ModelConfig", "x" * 5000,
    "\u00e9", "e\u0301", "odd/../bare.proto", "/bare.proto", "BARE.proto", "moderation.proto", "google/protobuf/descriptor.proto", "odd.Odd.Ask.x",
]


def files():
    with tempfile.TemporaryDirectory() as folder:
        for name, content in EXTRA.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content)
        target = f"{folder}/set"
        if protoc.main(["protoc", f"-I{ROOT / 'proto'}", f"-I{folder}", f"--descriptor_set_out={target}", *SERVED, *EXTRA]) != 0:
            sys.exit("protoc failed")
        return descriptor_pb2.FileDescriptorSet.FromString(Path(target).read_bytes()).file


def names():
    """(all declared names but methods, methods)"""
    found, methods = [], []

    def enumeration(item, scope):
        found.append(scope + item.name)
        found.extend(scope + value.name for value in item.value)

    def message(item, scope):
        name = scope + item.name
        found.append(name)
        found.extend(f"{name}.{part.name}" for part in [*item.field, *item.oneof_decl, *item.extension])
        for nested in item.nested_type:
            message(nested, name + ".")
        for nested in item.enum_type:
            enumeration(nested, name + ".")

    for file in files():
        scope = file.package + "." if file.package else ""
        for item in file.message_type:
            message(item, scope)
        for item in file.enum_type:
            enumeration(item, scope)
        found.extend(scope + item.name for item in file.extension)
        for service in file.service:
            found.append(scope + service.name)
            methods.extend(f"{scope}{service.name}.{method.name}" for method in service.method)
    return found, methods


def questions():
    Request, Extension = reflection_pb2.ServerReflectionRequest, reflection_pb2.ExtensionRequest
    found, methods = names()
    texts = found + methods + ODD + [file.name for file in files()]
    yield Request()
    yield Request(host="somewhere")
    yield Request(list_services="")
    yield Request(list_services="*", host="h")
    for text in texts:
        yield Request(file_by_filename=text)
        yield Request(file_containing_symbol=text)
        yield Request(all_extension_numbers_of_type=text, host="h")
        yield Request(file_containing_extension=Extension(containing_type=text, extension_number=101))
    for number in [-(2**31), -1, 0, 1, 100, 101, 102, 150, 200, 999, 1000, 1001, 536870911, 2**31 - 1]:
        yield Request(file_containing_extension=Extension(containing_type="odd.Base", extension_number=number))


def read_frames():
    data, position, frames = sys.stdin.buffer.read(), 0, []
    while position < len(data):
        (count,) = struct.unpack_from("<I", data, position)
        frames.append(data[position + 4 : position + 4 + count])
        position += 4 + count
    return frames


def write_frame(data):
    sys.stdout.buffer.write(struct.pack("<I", len(data)) + data)


def normal(response):
    """The files as protobuf writes them, without the JSON names that some writers add."""
    descriptors = response.file_descriptor_response.file_descriptor_proto if response.HasField("file_descriptor_response") else []
    for index, data in enumerate(descriptors):
        file = descriptor_pb2.FileDescriptorProto.FromString(data)
        for message in file.message_type:
            clear_json_names(message)
        for field in file.extension:
            field.ClearField("json_name")
        descriptors[index] = file.SerializeToString(deterministic=True)
    return response


def clear_json_names(message):
    for field in [*message.field, *message.extension]:
        field.ClearField("json_name")
    for nested in message.nested_type:
        clear_json_names(nested)


def judge():
    pool = descriptor_pool.DescriptorPool()
    for file in files():
        pool.Add(file)
    servicer = reflection.ReflectionServicer(SERVICES, pool=pool)
    methods = set(names()[1])
    frames, problems = read_frames(), []
    for question, answer in zip(frames[::2], frames[1::2]):
        request = reflection_pb2.ServerReflectionRequest.FromString(question)
        ours = normal(reflection_pb2.ServerReflectionResponse.FromString(answer))
        asked = request
        if request.file_containing_symbol in methods:
            # reflection.proto promises that methods are found; this reference does not find them. Their service is in the same file.
            asked = reflection_pb2.ServerReflectionRequest(file_containing_symbol=request.file_containing_symbol.rpartition(".")[0])
        (theirs,) = servicer.ServerReflectionInfo(iter([asked]), None)
        theirs.original_request.CopyFrom(request)
        if normal(theirs) != ours:
            problems.append(f"{request!s}: {str(ours)[:500]} is not {str(theirs)[:500]}")
    write_frame(str(len(frames) // 2).encode())
    for problem in problems[:20]:
        write_frame(problem.encode())


if sys.argv[1] == "files":
    for item in files():
        write_frame(item.SerializeToString())
elif sys.argv[1] == "questions":
    for item in questions():
        write_frame(item.SerializeToString())
else:
    judge()
