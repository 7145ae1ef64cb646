"""The messages of `grpc.testing` that the interop cases need, as dictionaries, with a codec of forty lines: the same script then
runs under any grpcio, whatever protobuf stands beside it. `interop_messages.py --check FOLDER` compares the field table with the official
`.proto` files (Debian's grpc-proto), through protoc."""

import sys

# message -> field -> (number, kind); kinds: int, bool, bytes, string, [message], a message's name.
MESSAGES = {
    "Empty": {},
    "BoolValue": {"value": (1, "bool")},
    "Payload": {"type": (1, "int"), "body": (2, "bytes")},
    "EchoStatus": {"code": (1, "int"), "message": (2, "string")},
    "SimpleRequest": {
        "response_type": (1, "int"),
        "response_size": (2, "int"),
        "payload": (3, "Payload"),
        "response_compressed": (6, "BoolValue"),
        "response_status": (7, "EchoStatus"),
        "expect_compressed": (8, "BoolValue"),
    },
    "SimpleResponse": {"payload": (1, "Payload")},
    "StreamingInputCallRequest": {"payload": (1, "Payload"), "expect_compressed": (2, "BoolValue")},
    "StreamingInputCallResponse": {"aggregated_payload_size": (1, "int")},
    "ResponseParameters": {"size": (1, "int"), "interval_us": (2, "int"), "compressed": (3, "BoolValue")},
    "StreamingOutputCallRequest": {
        "response_type": (1, "int"),
        "response_parameters": (2, ["ResponseParameters"]),
        "payload": (3, "Payload"),
        "response_status": (7, "EchoStatus"),
    },
    "StreamingOutputCallResponse": {"payload": (1, "Payload")},
}


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def encode(name, message):
    out = bytearray()
    for field, value in message.items():
        number, kind = MESSAGES[name][field]
        for item in value if isinstance(kind, list) else [value]:
            if kind in ("int", "bool"):
                if item:
                    out += varint(number << 3) + varint(int(item))
                continue
            if kind == "bytes":
                content = item
            elif kind == "string":
                content = item.encode()
            else:
                content = encode(kind[0] if isinstance(kind, list) else kind, item)
            out += varint(number << 3 | 2) + varint(len(content)) + content
    return bytes(out)


def decode(name, data):
    fields = {number: (field, kind) for field, (number, kind) in MESSAGES[name].items()}
    message = {field: [] for field, (_, kind) in MESSAGES[name].items() if isinstance(kind, list)}
    place = 0

    def read():
        nonlocal place
        value = shift = 0
        while True:
            byte = data[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while place < len(data):
        tag = read()
        content = read()
        if tag & 7 == 2:
            place, content = place + content, data[place : place + content]
        elif tag & 7 != 0:
            raise ValueError(f"wire type {tag & 7}")
        if tag >> 3 not in fields:
            continue
        field, kind = fields[tag >> 3]
        if kind == "int":
            message[field] = content - (1 << 64) if content >> 63 else content
        elif kind == "bool":
            message[field] = bool(content)
        elif kind == "bytes":
            message[field] = bytes(content)
        elif kind == "string":
            message[field] = bytes(content).decode()
        elif isinstance(kind, list):
            message[field].append(decode(kind[0], content))
        else:
            message[field] = decode(kind, content)
    return message


def encoder(name):
    return lambda message: encode(name, message)


def decoder(name):
    return lambda data: decode(name, data)


def payload(size, fill=b"\0"):
    return {"body": fill * size}


def body_size(message):
    return len(message.get("payload", {}).get("body", b""))


def check(folder):
    """Fails where a field's number or kind is not the official one."""
    import pathlib
    import tempfile

    from google.protobuf import descriptor_pb2
    from grpc_tools import protoc

    with tempfile.TemporaryDirectory() as place:
        out = f"{place}/set"
        files = ["grpc/testing/messages.proto", "grpc/testing/empty.proto"]
        assert protoc.main(["protoc", f"-I{folder}", f"--descriptor_set_out={out}", *files]) == 0
        described = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(out).read_bytes())
    official = {message.name: message for file in described.file for message in file.message_type}
    kinds = {5: "int", 8: "bool", 9: "string", 12: "bytes", 14: "int"}
    for name, fields in MESSAGES.items():
        known = {field.name: field for field in official[name].field}
        for field, (number, kind) in fields.items():
            entry = known[field]
            found = kinds.get(entry.type) or entry.type_name.rsplit(".", 1)[-1]
            found = [found] if entry.label == 3 else found
            assert (entry.number, found) == (number, kind), (name, field, entry.number, found)
    print(len(MESSAGES))


if __name__ == "__main__":
    check(sys.argv[2])
