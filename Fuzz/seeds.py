#!/usr/bin/env python3
"""Writes good inputs for a fuzz target to begin with. Usage: seeds.py TARGET FOLDER"""
import base64
import gzip
import pathlib
import struct
import sys
import zlib

FOLDER = pathlib.Path(sys.argv[2])
# As Fuzz/ProtobufFuzz counts its message types; more than that many is fine, the choice is taken modulo their number.
MESSAGE_TYPE_COUNT = 90


def write(name, data):
    (FOLDER / name).write_bytes(data)


# Protobuf: bytes that fit many message types, each in front of every type


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out + bytes([number]))


def delimited(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


def protobuf():
    strings = b"".join(delimited(number, f"field {number}".encode()) for number in range(1, 18))
    numbers = b"".join(varint(number << 3) + varint(1 << number) for number in range(1, 25))
    doubles = b"".join(varint(number << 3 | 1) + struct.pack("<d", number / 7) for number in range(1, 8))
    nested = b"".join(delimited(number, delimited(1, b"name") + delimited(2, b"\x08\x01")) for number in range(1, 17))
    entries = b"".join(delimited(number, delimited(1, b"key") + b"\x10\x05") for number in range(1, 15))
    packed = b"".join(delimited(number, b"\x01\x02\xac\x02\x00\x00\x00\x00") for number in range(1, 9))
    for kind in range(MESSAGE_TYPE_COUNT):
        for name, data in (("strings", strings), ("numbers", numbers), ("doubles", doubles), ("nested", nested), ("entries", entries), ("packed", packed)):
            write(f"{kind:02}-{name}", bytes([kind]) + data)
        write(f"{kind:02}-descriptor", bytes([kind]) + descriptor())
    for number, text in ((3, b"holster/v1/moderation.proto"), (4, b"holster.v1.Verdict.tags"), (4, b"holster.v1.Moderation.Check"), (6, b"holster.v1.Verdict"), (7, b"")):
        write(f"question-{number}-{len(text)}", bytes([20]) + delimited(1, b"host") + delimited(number, text))


def descriptor():
    field = delimited(1, b"f") + b"\x18\x01" + b"\x20\x01" + b"\x28\x09"
    message = delimited(1, b"M") + delimited(2, field) + delimited(3, delimited(1, b"N")) + delimited(8, delimited(1, b"o"))
    service = delimited(1, b"S") + delimited(2, delimited(1, b"Do") + delimited(2, b".p.M") + delimited(3, b".p.M"))
    enumeration = delimited(1, b"E") + delimited(2, delimited(1, b"ZERO") + b"\x10\x00")
    extension = delimited(1, b"x") + delimited(2, b".p.M") + b"\x18\x64"
    return delimited(1, b"a.proto") + delimited(2, b"p") + delimited(4, message) + delimited(5, enumeration) + delimited(6, service) + delimited(7, extension)


# Framing


def message(data, flag=0):
    return bytes([flag]) + struct.pack(">I", len(data)) + data


def framing():
    write("messages", b"\x00\x03" + message(b"") + message(b"hello") + message(b"x" * 300))
    write("compressed", b"\x40" + b"\x07" + message(gzip.compress(b"hello"), 1) + message(b"plain"))
    write("oversize", b"\x00\x01" + b"\x00\xff\xff\xff\xff")
    write("percent", "\x01caf\u00e9 50%25 %zz \U0001f52b".encode())
    write("base64", b"\x02" + base64.b64encode(b"some bytes"))
    for text in ("0S", "1n", "99999999H", "100m", "5u", "3M"):
        write(f"timeout-{text}", b"\x03" + text.encode())
    write("head", b"\x04M POST\nP /a.B/C\nC application/grpc+proto\nT trailers\nO 250m\nB aGk,eW8=\nkey value\nG gzip\nE identity\nA host")
    write("head-web", b"\x04M POST\nP /\nC application/grpc-web\nH a\nA b")
    write("gzip", b"\x05" + gzip.compress(b"hello hello hello", mtime=0))


# HTTP/2: records (kind, flags, stream, byte count, bytes) as Fuzz/HTTP2Fuzz/Conversation.swift reads them, and the same bytes as they are


def record(kind, flags=0, stream=0, data=b""):
    return bytes([kind, flags, stream, len(data)]) + data


def frame(kind, flags, stream, data):
    return struct.pack(">I", len(data))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + data


def literal(name, value):
    return b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value


HEADERS, DATA, WINDOW, CUT = 10, 13, 15, 16
END = 1


def http2():
    for method in range(7):
        call = record(HEADERS, 0, method, bytes([method])) + record(DATA, END, method, b"hello")
        write(f"call-{method}", b"\0" + call)
        write(f"cut-{method}", b"\0" + record(HEADERS, 0, 1, bytes([method])) + record(CUT) + record(DATA, 0, 1, b"one") + record(CUT) + record(DATA, END, 1, b"two"))
        write(f"gzip-{method}", b"\0" + record(HEADERS, 0, 1, bytes([0x40 | method])) + record(DATA, END | 2, 1, gzip.compress(b"hello", mtime=0)))
        write(f"deadline-{method}", b"\0" + record(HEADERS, 0, 1, bytes([0x80 | method])) + record(DATA, 0, 1, b"waits"))
        write(f"reset-{method}", b"\0" + record(HEADERS, 0, 1, bytes([method])) + record(DATA, 0, 1, b"x") + record(3, 0, 0x81, b"\0\0\0\x08"))
    streams = b"".join(record(HEADERS, 0, s, b"\x04") for s in range(12))
    streams += b"".join(record(DATA, 0, s, b"x" * 100) for s in range(12)) + b"".join(record(DATA, END, s) for s in range(12))
    write("many-streams", b"\0" + streams)
    write("settings", b"\0" + record(4, 0, 0, b"\0\4\0\0\0\1") + record(HEADERS, 0, 0, b"\x03") + record(DATA, END, 0, b"slow reader") + record(WINDOW) + record(WINDOW, 0, 1))
    write("pings", b"\0" + b"".join(record(6, 0, 0, bytes(8)) for _ in range(8)))
    write("goaway", b"\0" + record(HEADERS, 0, 0, b"\x00") + record(7, 0, 0, bytes(8)) + record(DATA, END, 0, b"late"))
    write("trailers", b"\0" + record(HEADERS, 0, 0, b"\x04") + record(DATA, 0, 0, b"m") + record(1, 5, 0x80, literal(b"x", b"y")))
    write("continuation", b"\0" + record(1, 0, 0x80, literal(b":method", b"POST")) + record(9, 4, 0x80, literal(b":path", b"/f/unary")))
    write("priority", b"\0" + record(2, 0, 0x81, b"\0\0\0\0\x10") + record(11, 4, 1, b"\x20abc"))
    write("metadata", b"\0" + record(HEADERS, END, 0, b"\x00" + literal(b"key", b"value") + literal(b"k-bin", b"aGk") + b"\x40\x01a\x01b\xbe\x82\x84"))
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b"\0\4\0\1\0\0")
    fields = [(b":method", b"POST"), (b":scheme", b"http"), (b":path", b"/f/echo"), (b":authority", b"f"), (b"content-type", b"application/grpc"), (b"te", b"trailers")]
    request = frame(1, 4, 1, b"".join(literal(*field) for field in fields))
    whole = preface + request + frame(0, 0, 1, message(b"hello")) + frame(0, 1, 1, message(b"again"))
    for pieces in range(8):
        write(f"raw-{pieces}", bytes([pieces << 5 | 1]) + whole)
    write("http1", b"\x01GET / HTTP/1.1\r\nHost: a\r\n\r\n")


# A bank's file, by the layout that BankFileFormat.swift documents


def block(kind, payload):
    head = struct.pack("<II", kind, len(payload))
    return head + struct.pack("<I", zlib.crc32(head + payload)) + payload


def text(value):
    return struct.pack("<H", len(value)) + value


def bank_file(kind, width, entries, mode=None):
    meta = b"".join(text(part) for part in (b"known-bad", b"block", kind, b"live"))
    meta += b"\0" if mode is None else b"\1" + text(mode)
    meta += b"\1" + text(b"stamp")
    meta += struct.pack("<qqqq", 8, 42, 1_700_000_000_000, len(entries))
    rows = b"".join(
        bytes.fromhex("55" * width) + bytes([flags]) + struct.pack("<I", 0) + (struct.pack("<q", 1_900_000_000_000) if flags & 4 else b"") + text(name)
        for flags, name in entries
    )
    body = block(1, meta) + block(2, text(b"offered before") + text(b"")) + block(3, rows) + block(4, struct.pack("<q", len(entries)))
    return b"HOLSTERB" + struct.pack("<I", 1) + body


def bankfile():
    entries = [(0, b"ph-" + b"55" * 8), (1, b"a"), (2 | 4, "entr\u00e9e".encode()), (8, b"twice"), (0, b"twice")]
    for checked in (0, 1):
        write(f"phash-{checked}", bytes([checked]) + bank_file(b"phash64", 8, entries))
        write(f"pdq-{checked}", bytes([checked]) + bank_file(b"pdq256", 32, entries, b"fast"))
        write(f"empty-{checked}", bytes([checked]) + bank_file(b"pdq256", 32, []))


# Files of entries: the first byte chooses format and pieces


def formats():
    hashes = ["e9b492cbb63a3825", "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"]
    for hash in hashes:
        csv = f'fingerprint,id,state,reason,source,author,created,expires,note,changed,changed_by\r\n{hash},a,live,"b, ""c""",d,e,2026-07-31T18:47:52.125Z,,"f\ng",1700000000000,h\r\n'
        write(f"csv-{len(hash)}", b"\x00" + csv.encode())
        write(f"jsonl-{len(hash)}", f'\x01{{"fingerprint":"{hash}","id":"a","created":1700000000000,"state":"live","note":"\\u00e9"}}\n'.encode())
    pdq = hashes[1]
    lines = [pdq, f"{pdq},100,a b.jpg", f"hash={pdq},norm=128,delta=0,quality=90,filename=a", f"{pdq} 49 a", f"{pdq},id=x", f"123,{pdq}", "# nothing"]
    write("pdq", ("\x02" + "\n".join(lines + [f"{pdq},2880742865368386,2020-07-31T18:47:52+0000,tags"])).encode())
    write("threatexchange", f"\x00collab,signal_type,signal_str,category,tags\nS,pdq,{pdq},WORTH,\n".encode())
    write("open-quote", b'\x03fingerprint,note\n0f,"open\n0f,x\n')


# Banks in Redis


def command(*words):
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) if isinstance(word, bytes) else word for word in words)


def redis():
    entry = b'{"author":"ada","changed":2,"changed_by":"eve","created":1732000000000,"expires":-1,"fingerprint":"00ff00ff00ff00ff","note":"","reason":"pistol","source":"s","state":"live"}'
    odd = b'{ "fingerprint" : "00FF00ff00ff00ff", "note": "\\u00e9\\n", "created": 1.5e3, "other": [1, {"a": null}] }'
    for number, document in enumerate((entry, odd, b'{"fingerprint":"00ff00ff00ff00ff"}')):
        write(f"entry-{number}", b"\0" + document)
    head = (b"stamp", b"2", b"after", b"1", b"change")
    changes = ((b"put", b"id", b"a", b"entry", entry, b"id", b"b", b"entry", odd), (b"remove", b"id", b"a", b"id", b"b"), (b"meta", b"kind", b"block", b"fingerprint", b"phash64", b"radius", b"8", b"state", b"live"), (b"meta", b"state", b"removed"))
    for number, change in enumerate(changes):
        write(f"log-{number}", b"\2" + command(b"7-0", bytearray(command(*head, *change))))
    write("meta", b"\2" + command(b"block", b"phash64", b"8", b"live", b"exact", b"6", b"1"))
    write("features", b"\2" + command(b"10.5", b"3", b"0", b"0.9"))
    for number, text in enumerate((b"sentinel://a:1,[::1]:2/main", b"unix:/run/redis", b"[::1]:6379", b"host:1")):
        write(f"endpoint-{number}", b"\3" + text)


RULES = """version: 1
shared: {names: &names [glock, "ar-15"]}
rules:
  - id: a
    class: firearm
    action: block
    state: live
    expires: 2027-01-31
    weight: 0.5
    within: 30
    all: [*names, ["9mm", gun]]
    unless: {any: [glue gun], within: 4}
    requires: [pistol]
  - { id: b, class: tool, action: allow, terms: ["glue gun*", "*x", ".223"], categories: [tools], regions: [DE-BY], cancels: [firearm] }
"""


def rules():
    """The first byte chooses: even for a rule file, odd for texts."""
    write("file", b"0" + RULES.encode())
    write("patterns", b"0" + RULES.encode().replace(b"terms:", b"patterns: ['\\bg.?n', 'a+b|c'], terms:"))
    write("examples", b"0- { title: a gun, effect: review, rules: [gun], absent: [toy], span: gun, region: DE }\n")
    write("text", "1a glue gun, AR – 15, 5.56 and .223 €, g.u.n gооn n1 卖枪 silencers".encode())
    write("view", b"1gun glue gun 9mm \xff\xe2\x80 5..56 toy ar - 15" + bytes(range(60)))


FOLDER.mkdir(parents=True, exist_ok=True)
TARGETS = {each.__name__: each for each in (protobuf, framing, http2, bankfile, formats, rules, redis)}
TARGETS[sys.argv[1]]()
