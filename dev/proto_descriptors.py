"""What proto/ says: messages, enumerations and methods as plain tables, read from protoc's descriptor set.

The reader knows the few fields of descriptor.proto that it needs (protobuf.dev, "Encoding"), so that nothing but protoc must be installed.
"""
import pathlib
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
ORACLE_PYTHON = ROOT / ".venv/oracle/bin/python"

SCALARS = {1: "double", 2: "float", 3: "int64", 4: "uint64", 5: "int32", 6: "fixed64", 7: "fixed32", 8: "bool", 9: "string", 12: "bytes"}
SCALARS |= {13: "uint32", 15: "sfixed32", 16: "sfixed64", 17: "sint32", 18: "sint64"}
GROUP, MESSAGE, ENUMERATION = 10, 11, 14
REPEATED = 3


@dataclass(frozen=True)
class Field:
    """One field: `type` is a scalar's name, "message NAME", "enum NAME" or "map<KEY, TYPE>"; `shape` one of single, optional, repeated, map,
    message, oneof NAME."""

    number: int
    name: str
    type: str
    shape: str

    def __str__(self):
        return f"{self.name} = {self.number}: {self.type}, {self.shape}"


@dataclass
class Tables:
    messages: dict = field(default_factory=dict)  # full name -> {number: Field}
    enumerations: dict = field(default_factory=dict)  # full name -> {number: value name}
    methods: dict = field(default_factory=dict)  # "/package.Service/Method" -> (input, output, client streams, server streams)
    services: set = field(default_factory=set)

    def renamed(self, old, new):
        """The same tables with one package's types under another's name; paths and services stay as they are."""
        prefix = old + "."

        def name(text):
            words = [new + "." + word[len(prefix) :] if word.startswith(prefix) else word for word in text.split(" ")]
            return " ".join(words)

        def fields(table):
            return {number: Field(f.number, f.name, name(f.type), f.shape) for number, f in table.items()}

        return Tables(
            {name(key): fields(value) for key, value in self.messages.items()},
            {name(key): value for key, value in self.enumerations.items()},
            {path: (name(i), name(o), c, s) for path, (i, o, c, s) in self.methods.items()},
            self.services,
        )


def protoc_command():
    """Debian's protoc, or the one inside grpcio-tools; None where there is neither."""
    if shutil.which("protoc"):
        return ["protoc"]
    probe = [str(ORACLE_PYTHON), "-c", "import grpc_tools"]
    if ORACLE_PYTHON.exists() and subprocess.run(probe, capture_output=True).returncode == 0:
        return [str(ORACLE_PYTHON), "-m", "grpc_tools.protoc"]
    return None


def descriptor_set(folder, files):
    """protoc's serialised FileDescriptorSet of the files (relative to the folder); raises with protoc's own words."""
    command = protoc_command()
    if command is None:
        raise RuntimeError("no protoc: run `make setup` (Debian: protobuf-compiler)")
    with tempfile.TemporaryDirectory() as scratch:
        target = pathlib.Path(scratch) / "set"
        run = subprocess.run(command + [f"-I{folder}", f"--descriptor_set_out={target}", *files], capture_output=True, text=True)
        if run.returncode != 0:
            raise RuntimeError(f"protoc: {run.stderr.strip()}")
        return target.read_bytes()


def proto_files(folder):
    return sorted(str(path.relative_to(folder)) for path in pathlib.Path(folder).rglob("*.proto"))


def varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position


def wire(data):
    """A message's fields as number -> values; protoc wrote the bytes, so they are not doubted."""
    fields, position = {}, 0
    while position < len(data):
        tag, position = varint(data, position)
        if tag & 7 == 0:
            value, position = varint(data, position)
        elif tag & 7 == 2:
            length, position = varint(data, position)
            value, position = data[position : position + length], position + length
        elif tag & 7 in (1, 5):
            width = 8 if tag & 7 == 1 else 4
            value, position = data[position : position + width], position + width
        else:
            raise ValueError(f"wire type {tag & 7} in a descriptor")
        fields.setdefault(tag >> 3, []).append(value)
    return fields


def text(fields, number):
    return fields[number][-1].decode() if number in fields else ""


def number_of(fields, number, default=0):
    return fields[number][-1] if number in fields else default


def signed32(value):
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value >= 1 << 31 else value


def read_set(data):
    """Tables of every file of a serialised FileDescriptorSet."""
    tables = Tables()
    for file in wire(data).get(1, []):
        read_file(wire(file), tables)
    return tables


def read_file(file, tables):
    package = text(file, 2)
    for item in file.get(4, []):
        read_message(wire(item), package, tables)
    for item in file.get(5, []):
        read_enumeration(wire(item), package, tables)
    for item in file.get(6, []):
        service = wire(item)
        name = f"{package}.{text(service, 1)}"
        tables.services.add(name)
        for entry in map(wire, service.get(2, [])):
            types = text(entry, 2).lstrip("."), text(entry, 3).lstrip(".")
            streams = bool(number_of(entry, 5)), bool(number_of(entry, 6))
            tables.methods[f"/{name}/{text(entry, 1)}"] = types + streams


def read_enumeration(item, scope, tables):
    values = map(wire, item.get(2, []))
    tables.enumerations[f"{scope}.{text(item, 1)}"] = {signed32(number_of(value, 2)): text(value, 1) for value in values}


def read_message(item, scope, tables):
    name = f"{scope}.{text(item, 1)}"
    entries = {}
    for nested in map(wire, item.get(3, [])):
        if number_of(wire(nested[7][-1]), 7) if 7 in nested else False:
            key, value = (wire(entry) for entry in nested[2])
            entries[f"{name}.{text(nested, 1)}"] = f"map<{field_type(key)}, {field_type(value)}>"
        else:
            read_message(nested, name, tables)
    for nested in item.get(4, []):
        read_enumeration(wire(nested), name, tables)
    oneofs = [text(wire(entry), 1) for entry in item.get(8, [])]
    tables.messages[name] = {f.number: f for f in (read_field(wire(entry), entries, oneofs) for entry in item.get(2, []))}


def field_type(entry):
    kind, name = number_of(entry, 5), text(entry, 6).lstrip(".")
    if kind == ENUMERATION:
        return f"enum {name}"
    return SCALARS.get(kind) or f"{'group' if kind == GROUP else 'message'} {name}"


def read_field(entry, entries, oneofs):
    kind = field_type(entry)
    if number_of(entry, 4) == REPEATED:
        entry_name = kind.removeprefix("message ")
        shape = "map" if entry_name in entries else "repeated"
        kind = entries.get(entry_name, kind)
    elif number_of(entry, 17):
        shape = "optional"
    elif 9 in entry:
        shape = f"oneof {oneofs[number_of(entry, 9)]}"
    else:
        shape = "message" if number_of(entry, 5) == MESSAGE else "single"
    return Field(number_of(entry, 3), text(entry, 1), kind, shape)
