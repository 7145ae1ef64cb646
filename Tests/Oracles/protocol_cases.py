"""Calls written frame by frame: `protocol_cases.py ADDRESS --case NAME` prints, as a JSON list, what came back on each of the case's streams: the
headers and trailers, how many HEADERS frames, how many bytes of DATA. The server is the tests' own (`test.Echo`), but for `pages`."""

import argparse
import gzip
import json
import struct

from raw_http2 import MESSAGE, Peer, block, headers

ECHO, FAIL, SLEEP = "/test.Echo/Echo", "/test.Echo/Fail", "/test.Echo/Sleep"
ZIPPED, PLAIN = ("grpc-encoding", "gzip"), ("grpc-encoding", "identity")


def message(content, compressed=False):
    return struct.pack(">BI", int(compressed), len(content)) + content


def call(path, body, *fields):
    return block(path, *fields), body


def zipped(content):
    return message(gzip.compress(content), True)


def timeouts(*texts, path=ECHO):
    return [call(path, MESSAGE, ("grpc-timeout", text)) for text in texts]


def page(method, body):
    return block("/", leave_out=("content-type", "te"), method=method), body


CASES = {
    "unary": [call(ECHO, MESSAGE)],
    "trailers_only": [call(FAIL, message(b"\5none of that name"))],
    "gzip": [call(ECHO, zipped(b"text" * 100), ZIPPED), call(ECHO, MESSAGE, ZIPPED)],
    "unknown_encoding": [call(ECHO, MESSAGE, ("grpc-encoding", "zstd"))],
    "flag_without_encoding": [call(ECHO, zipped(b"text")), call(ECHO, zipped(b"text"), PLAIN)],
    "zip_bomb": [call(ECHO, zipped(bytes(200 << 20)), ZIPPED)],
    "bad_timeouts": timeouts("1x", "123456789S", "-1S", "S", "1.5S", ""),
    "good_timeouts": timeouts("1H", "1M", "30S", "60000m", "99999999u", "99999999H"),
    "no_time": timeouts("0S"),
    "fifty_milliseconds": timeouts("50m", path=SLEEP),
    "binary_metadata": [call(ECHO, MESSAGE, ("x-bin", text)) for text in ("Zm8", "Zm8=", "Zg==,Zm9v", "!")],
    "status_message": [call(FAIL, message(b"\2" + "100% größer 🙂\n".encode()))],
    # What a conformance tester asks for.
    "pages": [page("GET", b""), page("POST", b"text"), page("GET", b"")],
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--case", required=True, choices=sorted(CASES))
    options = parser.parse_args()
    peer = Peer(options.address)
    seen = []
    for number, (fields, body) in enumerate(CASES[options.case]):
        stream = 2 * number + 1
        peer.send(headers(stream, fields, end=not body))
        # A server that has heard enough resets the stream, and takes no more of it.
        peer.upload(stream, body)
        peer.wait(lambda: stream in peer.ended or stream in peer.resets)
        seen.append({
            "fields": peer.responses.get(stream, {}),
            "headerFrameCount": peer.header_frames.get(stream, 0),
            "byteCount": peer.received.get(stream, 0),
        })
    assert not peer.closed, "the connection was to go on"
    print(json.dumps(seen))


main()
