"""Python's protobuf as the outside judge of the hand-rolled codec.

Usage: wire_messages.py MODE PACKAGE [ARGUMENTS]. Compiles proto/ with protoc and talks in frames (4-byte little-endian length, bytes) on
standard input and output.

  names                  -> every message's full name, map entries left out
  enumerators            -> "holster.v1.Decision DECISION_ALLOW 1" for each
  generate SEED COUNT    -> (name, oddly written bytes, canonical bytes): one message for each field alone, then COUNT random ones a type
  compare                (name, canonical bytes, bytes) -> a sentence for each pair that is not the same message
  recode                 (name, bytes) -> (what is wrong or nothing, canonical bytes)
  judge                  (name, bytes, accepted|refused, bytes read from it) -> accepted count, refused count, disagreements
"""

import random
import struct
import sys
import tempfile
from pathlib import Path

import grpc_tools
from google.protobuf import descriptor_pb2, descriptor_pool, message, message_factory, unknown_fields
from google.protobuf.descriptor import FieldDescriptor as Field
from grpc_tools import protoc

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "holster.v1": "holster/v1/moderation.proto",
    # Of the same package, in a file of its own.
    "holster.v1.Banks": "holster/v1/banks.proto",
    "grpc.health.v1": "grpc/health/v1/health.proto",
    "grpc.reflection.v1": "grpc/reflection/v1/reflection.proto",
    "inference": "kserve/v2/inference.proto",
}


def load_file(file_name, plain=False):
    """The file's descriptor, in the plain form that `judge` wants or as it is."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/set"
        include = Path(grpc_tools.__file__).parent / "_proto"
        status = protoc.main(["protoc", f"-I{ROOT / 'proto'}", f"-I{include}", "--include_imports", f"--descriptor_set_out={path}", file_name])
        if status != 0:
            sys.exit(f"protoc failed with {status}")
        files = descriptor_pb2.FileDescriptorSet.FromString(Path(path).read_bytes())
    pool = descriptor_pool.DescriptorPool()
    # What a file imports comes before it.
    for file in files.file:
        if plain:
            make_plain(file.message_type)
        pool.Add(file)
    return pool.FindFileByName(file_name)


def message_classes(file):
    """Every message class by name, map entries left out."""
    types = file.message_types_by_name
    return {d.full_name: message_factory.GetMessageClass(d) for name in sorted(types) for d in walk(types[name])}


def make_plain(types):
    """Works around two things in which this protobuf (upb) leaves the specification: it drops a map entry that has an unknown field in it,
    so map fields become what they stand for, repeated entries; and it takes field number 0 in a message type without fields, so such
    a type gets one."""
    for descriptor in types:
        descriptor.options.ClearField("map_entry")
        if not descriptor.field:
            descriptor.field.add(name="none", number=2**29 - 1, type=Field.TYPE_BOOL, label=Field.LABEL_OPTIONAL)
        make_plain(descriptor.nested_type)


def walk(descriptor):
    if not descriptor.GetOptions().map_entry:
        yield descriptor
        for nested in descriptor.nested_types:
            yield from walk(nested)


def read_frames():
    data = sys.stdin.buffer.read()
    position, frames = 0, []
    while position < len(data):
        (count,) = struct.unpack_from("<I", data, position)
        frames.append(data[position + 4 : position + 4 + count])
        position += 4 + count
    return frames


def write_frame(data):
    if isinstance(data, str):
        data = data.encode()
    sys.stdout.buffer.write(struct.pack("<I", len(data)) + data)


def canonical(value):
    return value.SerializeToString(deterministic=True)


# Random values

EXTREMES = [0, 1, 127, 128, 16383, 16384, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**56, 2**63 - 1, 2**63, 2**64 - 1]
TEXT = ["a", "Glock 19", "\u00e9", "e\u0301", "\u043f\u0438\u0441\u0442\u043e\u043b\u0435\u0442", "\u9283", "\U0001f52b", "\0", "\u200b", "\U0010ffff", " "]
REALS = [0.0, -0.0, 1.0, -1.0, float("inf"), float("-inf"), float("nan"), 5e-324, 1.7976931348623157e308, 0.1]
NARROW_REALS = [0.0, -0.0, 1.0, -1.0, float("inf"), float("-inf"), float("nan"), 1.401298464324817e-45, 3.4028234663852886e38, 0.5]
BITS = {
    Field.TYPE_INT32: (32, True),
    Field.TYPE_INT64: (64, True),
    Field.TYPE_UINT32: (32, False),
    Field.TYPE_UINT64: (64, False),
    Field.TYPE_ENUM: (32, True),
}


def integer(rng, bits, signed):
    word = rng.choice(EXTREMES) if rng.random() < 0.7 else rng.getrandbits(rng.randint(1, 64))
    word &= 2**bits - 1
    return word - 2**bits if signed and word >= 2 ** (bits - 1) else word


def random_scalar(rng, field):
    kind = field.type
    if kind in BITS:
        if kind == Field.TYPE_ENUM and rng.random() < 0.7:
            return rng.choice(field.enum_type.values).number
        return integer(rng, *BITS[kind])
    if kind == Field.TYPE_BOOL:
        return rng.random() < 0.5
    if kind == Field.TYPE_DOUBLE:
        return rng.choice(REALS) if rng.random() < 0.7 else rng.uniform(-1e9, 1e9)
    if kind == Field.TYPE_FLOAT:
        return rng.choice(NARROW_REALS) if rng.random() < 0.7 else struct.unpack("<f", struct.pack("<f", rng.uniform(-1e6, 1e6)))[0]
    if kind == Field.TYPE_STRING:
        return "".join(rng.choice(TEXT) for _ in range(rng.randint(0, 4)))
    if kind == Field.TYPE_BYTES:
        return rng.randbytes(rng.randint(4000, 4200) if rng.random() < 0.05 else rng.randint(0, 20))
    raise AssertionError(f"type {kind} is not used in proto/ yet")


def is_map(field):
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def fill_field(rng, target, field, depth):
    """Gives the field a value; a singular scalar may still come out at its default."""
    if is_map(field):
        key_field, value_field = field.message_type.fields_by_number[1], field.message_type.fields_by_number[2]
        for _ in range(rng.randint(1, 3)):
            key = random_scalar(rng, key_field)
            if value_field.message_type:
                fill(rng, getattr(target, field.name)[key], depth + 1)
            else:
                getattr(target, field.name)[key] = random_scalar(rng, value_field)
    elif field.is_repeated:
        for _ in range(rng.randint(1, 2 if depth > 2 else 4)):
            if field.message_type:
                fill(rng, getattr(target, field.name).add(), depth + 1)
            else:
                getattr(target, field.name).append(random_scalar(rng, field))
    elif field.message_type:
        getattr(target, field.name).SetInParent()
        fill(rng, getattr(target, field.name), depth + 1)
    else:
        setattr(target, field.name, random_scalar(rng, field))


def fill(rng, target, depth=0):
    for field in target.DESCRIPTOR.fields:
        if rng.random() < 0.6:
            fill_field(rng, target, field, depth)


# Odd but valid encodings

WIRE = {Field.TYPE_DOUBLE: 1, Field.TYPE_FLOAT: 5, Field.TYPE_STRING: 2, Field.TYPE_BYTES: 2, Field.TYPE_MESSAGE: 2}


def varint(number):
    number &= 2**64 - 1
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def padded_varint(rng, number, most):
    """The same number with up to two needless bytes."""
    out = bytearray(varint(number))
    for _ in range(rng.randint(0, 2)):
        if len(out) < most:
            out[-1] |= 0x80
            out.append(0)
    return bytes(out)


def tag(rng, number, wire):
    return padded_varint(rng, number << 3 | wire, 5) if rng.random() < 0.1 else varint(number << 3 | wire)


def delimited(rng, number, data):
    return tag(rng, number, 2) + varint(len(data)) + data


def scalar_bytes(rng, field, value):
    kind = field.type
    if kind == Field.TYPE_DOUBLE:
        return struct.pack("<d", value)
    if kind == Field.TYPE_FLOAT:
        return struct.pack("<f", value)
    if kind == Field.TYPE_STRING:
        return varint(len(value.encode())) + value.encode()
    if kind == Field.TYPE_BYTES:
        return varint(len(value)) + value
    if kind == Field.TYPE_BOOL:
        return varint(rng.choice([1, 2, 2**63])) if value else b"\0"
    # Upper bits of a 32-bit number do not count.
    noise = rng.getrandbits(32) << 32 if kind in (Field.TYPE_INT32, Field.TYPE_UINT32, Field.TYPE_ENUM) and rng.random() < 0.1 else 0
    return padded_varint(rng, value ^ noise, 10)


def unknown(rng, descriptor, depth=0):
    number = rng.choice([n for n in (18, 99, 1000, 18999, 2**29 - 1) if n not in descriptor.fields_by_number])
    wire = rng.choice([0, 1, 2, 5, 3]) if depth < 3 else 0
    if wire == 0:
        return tag(rng, number, 0) + varint(rng.getrandbits(64))
    if wire == 1:
        return tag(rng, number, 1) + rng.randbytes(8)
    if wire == 2:
        return delimited(rng, number, rng.randbytes(rng.randint(0, 9)))
    if wire == 5:
        return tag(rng, number, 5) + rng.randbytes(4)
    inner = b"".join(unknown(rng, descriptor, depth + 1) for _ in range(rng.randint(0, 3)))
    return tag(rng, number, 3) + inner + tag(rng, number, 4)


def wrong_wire_type(rng, descriptor):
    """A known number in another wire type counts as unknown. Numbers that may be packed are left alone."""
    fields = [f for f in descriptor.fields if not (f.is_repeated and WIRE.get(f.type, 0) != 2)]
    if not fields:
        return b""
    field = rng.choice(fields)
    wire = rng.choice([w for w in (0, 1, 5) if w != WIRE.get(field.type, 0)])
    return tag(rng, field.number, wire) + (varint(5) if wire == 0 else rng.randbytes(8 if wire == 1 else 4))


def split(rng, value):
    """Two messages with disjoint fields that merge to the one given."""
    parts = type(value)(), type(value)()
    for part in parts:
        part.CopyFrom(value)
    for field, _ in value.ListFields():
        parts[rng.randint(0, 1)].ClearField(field.name)
    return parts


def odd_singular(rng, value, field):
    content = getattr(value, field.name)
    if field.message_type:
        parts = split(rng, content) if rng.random() < 0.3 else [content]
        return [delimited(rng, field.number, odd_bytes(rng, part)) for part in parts]
    chunks = [tag(rng, field.number, WIRE.get(field.type, 0)) + scalar_bytes(rng, field, content)]
    if rng.random() < 0.2:  # The last one wins, among the members of a oneof too.
        rivals = field.containing_oneof.fields if field.containing_oneof else [field]
        rival = rng.choice([r for r in rivals if not r.message_type] or [field])
        chunks.insert(0, tag(rng, rival.number, WIRE.get(rival.type, 0)) + scalar_bytes(rng, rival, random_scalar(rng, rival)))
    return chunks


def odd_map(rng, value, field):
    key_field, value_field = field.message_type.fields_by_number[1], field.message_type.fields_by_number[2]
    chunks = []
    for key, content in getattr(value, field.name).items():
        inner = [tag(rng, 1, WIRE.get(key_field.type, 0)) + scalar_bytes(rng, key_field, key)]
        if value_field.message_type:
            inner.append(delimited(rng, 2, odd_bytes(rng, content)))
        else:
            inner.append(tag(rng, 2, WIRE.get(value_field.type, 0)) + scalar_bytes(rng, value_field, content))
        if key == "" and rng.random() < 0.5:
            inner = inner[1:]
        rng.shuffle(inner)
        chunks.append(delimited(rng, field.number, b"".join(inner)))
    return chunks


def odd_repeated(rng, value, field):
    contents = getattr(value, field.name)
    if field.message_type:
        return [delimited(rng, field.number, odd_bytes(rng, content)) for content in contents]
    wire = WIRE.get(field.type, 0)
    chunks, position = [], 0
    while position < len(contents):
        count = rng.randint(0, len(contents) - position) if wire != 2 and rng.random() < 0.6 else None
        if count is None:
            chunks.append(tag(rng, field.number, wire) + scalar_bytes(rng, field, contents[position]))
        else:
            packed = b"".join(scalar_bytes(rng, field, c) for c in contents[position : position + count])
            chunks.append(delimited(rng, field.number, packed))
        position += 1 if count is None else count
    return chunks


def odd_bytes(rng, value):
    """Fields interleaved in any order (the order within one field stays), with unknown fields between them."""
    queues = []
    for field, _ in value.ListFields():
        make = odd_map if is_map(field) else odd_repeated if field.is_repeated else odd_singular
        queues.append(make(rng, value, field))
    for _ in range(rng.randint(0, 2)):
        queues.append([unknown(rng, value.DESCRIPTOR) if rng.random() < 0.8 else wrong_wire_type(rng, value.DESCRIPTOR)])
    out = []
    while queues := [queue for queue in queues if queue]:
        out.append(rng.choice(queues).pop(0))
    return b"".join(out)


# Modes


def visible(descriptor, field, make):
    """A message with this field alone, at a value that shows."""
    rng = random.Random(field.number)
    while True:
        value = make()
        fill_field(rng, value, field, 3)
        if canonical(value):
            return value


def generate(classes, seed, count):
    rng = random.Random(seed)
    for name, make in classes.items():
        values = [visible(make.DESCRIPTOR, field, make) for field in make.DESCRIPTOR.fields]
        for _ in range(count):
            values.append(make())
            fill(rng, values[-1])
        for value in values:
            odd = odd_bytes(rng, value)
            check = make.FromString(odd)
            check.DiscardUnknownFields()
            if canonical(check) != canonical(value):
                sys.exit(f"the oracle's own odd encoding of {name} is wrong: {odd!r}")
            for frame in (name, odd, canonical(value)):
                write_frame(frame)


def compare(classes):
    frames = read_frames()
    for name, expected, data in zip(frames[::3], frames[1::3], frames[2::3]):
        try:
            value = classes[name.decode()].FromString(data)
        except message.DecodeError as error:
            write_frame(f"{name.decode()}: {error}: {data!r}")
            continue
        if canonical(value) != expected:
            write_frame(f"{name.decode()}: {data!r} is not {expected!r}")


def has_unknown(value):
    if len(unknown_fields.UnknownFieldSet(value)):
        return True
    for field, content in value.ListFields():
        if is_map(field):
            children = content.values() if field.message_type.fields_by_number[2].message_type else []
        elif field.message_type:
            children = content if field.is_repeated else [content]
        else:
            children = []
        if any(has_unknown(child) for child in children):
            return True
    return False


def recode(classes):
    frames = read_frames()
    for name, data in zip(frames[::2], frames[1::2]):
        try:
            value = classes[name.decode()].FromString(data)
            write_frame("a field that proto/ does not have" if has_unknown(value) else "")
            write_frame(canonical(value))
        except message.DecodeError as error:
            write_frame(f"{error}: {data!r}")
            write_frame(b"")


def judge(classes, plain_classes):
    frames, accepted, refused, problems = read_frames(), 0, 0, []
    for name, data, said, read in zip(frames[::4], frames[1::4], frames[2::4], frames[3::4]):
        make, ours = classes[name.decode()], None
        try:
            plain = plain_classes[name.decode()].FromString(data)
            plain.DiscardUnknownFields()
            ours = make.FromString(plain.SerializeToString())
            ours.DiscardUnknownFields()
            accepted += 1
        except message.DecodeError:
            refused += 1
        if (ours is not None) != (said == b"accepted"):
            problems.append(f"{name.decode()}: {said.decode()} here, not by protobuf: {data!r}")
        elif ours is not None and canonical(make.FromString(read)) != canonical(ours):
            problems.append(f"{name.decode()}: {data!r} read as {read!r}, by protobuf as {canonical(ours)!r}")
    for frame in [str(accepted), str(refused)] + problems[:20]:
        write_frame(frame)


def main():
    mode, package, arguments = sys.argv[1], sys.argv[2], [int(a) for a in sys.argv[3:]]
    file = load_file(FILES[package])
    classes = message_classes(file)
    if mode == "names":
        for name in classes:
            write_frame(name)
    elif mode == "enumerators":
        nested = [e for make in classes.values() for e in make.DESCRIPTOR.enum_types]
        for enumeration in list(file.enum_types_by_name.values()) + nested:
            for value in enumeration.values:
                write_frame(f"{enumeration.full_name} {value.name} {value.number}")
    elif mode == "generate":
        generate(classes, *arguments)
    elif mode == "judge":
        judge(classes, message_classes(load_file(FILES[package], plain=True)))
    else:
        {"compare": compare, "recode": recode}[mode](classes)


main()
