"""Compares proto/kserve/v2/inference.proto with tritonclient's own descriptors: prints one line for each name, number, type, label, oneof,
enumeration value or method that differs or that tritonclient does not have. Fields that the subset leaves out are fine. The first line
counts what was compared. Another proto/ folder may be given as the argument.
"""

import sys
import tempfile
import warnings
from pathlib import Path

import grpc_tools
from google.protobuf import descriptor_pb2
from grpc_tools import protoc

warnings.filterwarnings("ignore")
from tritonclient.grpc import model_config_pb2, service_pb2  # noqa: E402

PROTO = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "proto"


def ours():
    with tempfile.TemporaryDirectory() as folder:
        include = Path(grpc_tools.__file__).parent / "_proto"
        name = "kserve/v2/inference.proto"
        status = protoc.main(["protoc", f"-I{PROTO}", f"-I{include}", f"--descriptor_set_out={folder}/set", name])
        if status != 0:
            sys.exit(f"protoc failed with {status}")
        return [descriptor_pb2.FileDescriptorSet.FromString(Path(f"{folder}/set").read_bytes()).file[0]]


def theirs():
    files = []
    for module in (service_pb2, model_config_pb2):
        file = descriptor_pb2.FileDescriptorProto()
        module.DESCRIPTOR.CopyToProto(file)
        files.append(file)
    return files


def facts(files):
    """Everything that shows on the wire, by name."""
    found = {}

    def enumeration(prefix, value):
        for item in value.value:
            found[f"enum {prefix}.{value.name} {item.name}"] = item.number

    def walk(prefix, message):
        name = f"{prefix}.{message.name}"
        found[f"message {name}"] = message.options.map_entry
        for field in message.field:
            oneof = message.oneof_decl[field.oneof_index].name if field.HasField("oneof_index") else ""
            found[f"field {name}.{field.name}"] = (field.number, field.type, field.label, field.type_name, oneof)
        for item in message.enum_type:
            enumeration(name, item)
        for item in message.nested_type:
            walk(name, item)

    for file in files:
        for message in file.message_type:
            walk(file.package, message)
        for item in file.enum_type:
            enumeration(file.package, item)
        for service in file.service:
            for method in service.method:
                streams = (method.client_streaming, method.server_streaming)
                found[f"method {file.package}.{service.name}/{method.name}"] = (method.input_type, method.output_type, streams)
    return found


mine, reference = facts(ours()), facts(theirs())
print(len(mine))
for name, fact in mine.items():
    if name not in reference:
        print(f"{name} does not exist there")
    elif reference[name] != fact:
        print(f"{name}: {fact} here, {reference[name]} there")
