"""Peers that break the rules, or the patience: `hostile_peer.py ADDRESS --case NAME [--seconds N]` plays one against the server and prints,
as JSON, what it saw. `--seconds` is how long to wait for the connection's end. The server is the tests' own (`test.Echo`)."""

import argparse
import collections
import json
import struct
import time

import hpack

from raw_http2 import MESSAGE, PREFACE, Peer, block, data, headers, literal, raw, reset, window_update

CASES = {}
SLEEP = "/test.Echo/Sleep"


def case(function):
    CASES[function.__name__] = function
    return function


def report(peer, seconds, **more):
    """Waits for the end, then tells."""
    peer.reading.set()
    peer.wait_closed(seconds)
    statuses = collections.Counter(fields["grpc-status"] for fields in peer.responses.values() if "grpc-status" in fields)
    seen = {
        "isClosed": peer.closed,
        "wasReset": peer.was_reset,
        "goAways": [code for _, code in peer.goaways],
        "resets": dict(collections.Counter(str(code) for code in peer.resets.values())),
        "statuses": dict(statuses),
        "pongCount": peer.pongs,
        "closedAfter": peer.closed_after,
    }
    seen.update(more)
    return seen


def flood(peer, options, chunk, count):
    """Sends the chunk up to `count` times; then how far it came."""
    sent = 0
    while sent < count and peer.send(chunk, seconds=10):
        sent += 1
    return report(peer, options.seconds, sentChunkCount=sent)


def many(make, count, first=0):
    """`make(stream)` for so many streams, in chunks of a hundred."""
    for start in range(first, first + count, 100):
        yield b"".join(make(2 * number + 1) for number in range(start, start + 100))


def streams(options, make, count=5_000, settings=None):
    peer = Peer(options.address, settings)
    sent = 0
    for chunk in many(make, count):
        if not peer.send(chunk, seconds=10):
            break
        sent += 100
    return report(peer, options.seconds, sentChunkCount=sent)


# Floods: frames that cost the server more than the peer. 100,000 to 200,000 of each.


def flood_case(name, chunk, count, opening=b""):
    def run(options):
        peer = Peer(options.address)
        peer.send(opening)
        return flood(peer, options, chunk, count)

    CASES["flood_" + name] = run


OPEN = headers(1, block(SLEEP))
flood_case("ping", raw(6, 0, 0, b"12345678") * 100, 1_000)
flood_case("ping_ack", raw(6, 1, 0, b"12345678") * 100, 2_000)
flood_case("settings", raw(4) * 100, 1_000)
flood_case("settings_full", raw(4, 0, 0, struct.pack(">HI", 4, 65535) * 100) * 10, 1_000)
flood_case("settings_ack", raw(4, 1) * 100, 2_000)
flood_case("priority", raw(2, 0, 1, b"\0\0\0\0\1") * 100, 2_000)
flood_case("empty_data", data(1) * 100, 2_000, OPEN)
flood_case("one_byte_data", data(1, b"\0") * 100, 2_000, OPEN + data(1, b"\0\0\x20\0\0"))
flood_case("padding_only_data", raw(0, 8, 1, b"\xff" + bytes(255)) * 100, 600, OPEN)
flood_case("unknown_frames", raw(0xBE, 0, 0, b"x") * 100, 2_000)
flood_case("window_update", window_update(0, 1) * 100, 2_000)
flood_case("stream_window_update", window_update(1, 1) * 100, 2_000, OPEN)
flood_case("goaway", raw(7, 0, 0, struct.pack(">II", 0, 0)) * 100, 2_000, OPEN + data(1, MESSAGE, True))
flood_case("push_promise", raw(5, 4, 1, struct.pack(">I", 2) + block()) * 10, 100, OPEN)


@case
def flood_continuation(options):
    peer = Peer(options.address)
    peer.send(headers(1, b"", complete=False))
    return flood(peer, options, raw(9, 0, 1, b"") * 100, 2_000)


@case
def flood_continuation_bytes(options):
    peer = Peer(options.address)
    peer.send(headers(1, block(), complete=False))
    return flood(peer, options, raw(9, 0, 1, literal("x", "y" * 8_000)) * 2, 5_000)


@case
def flood_empty_headers(options):
    return streams(options, lambda stream: headers(stream, b"", end=True), 20_000)


@case
def flood_empty_trailers(options):
    return streams(options, lambda stream: headers(stream, block(SLEEP)) + headers(stream, b"", end=True), 20_000)


# Resets.


@case
def rapid_reset(options):
    return streams(options, lambda stream: headers(stream, block(SLEEP)) + data(stream, MESSAGE, True) + reset(stream))


@case
def rapid_reset_without_body(options):
    return streams(options, lambda stream: headers(stream, block(SLEEP)) + reset(stream))


def made_you_reset(name, violation, complete=True):
    def make(stream):
        return headers(stream, block(SLEEP)) + data(stream, MESSAGE, complete) + violation(stream)

    CASES["made_you_reset_" + name] = lambda options: streams(options, make)


made_you_reset("window_overflow", lambda stream: window_update(stream, 2**31 - 1))
made_you_reset("zero_window_update", lambda stream: window_update(stream, 0))
made_you_reset("bad_trailers", lambda stream: headers(stream, literal(":path", "/"), end=True), complete=False)
made_you_reset("open_trailers", lambda stream: headers(stream, literal("x", "y")), complete=False)
made_you_reset("data_when_half_closed", lambda stream: data(stream, b"more"))
made_you_reset("headers_when_half_closed", lambda stream: headers(stream, literal("x", "y"), end=True))
made_you_reset("self_dependency", lambda stream: raw(2, 0, stream, struct.pack(">IB", stream, 1)))
made_you_reset("short_priority", lambda stream: raw(2, 0, stream, b"\0"))


@case
def made_you_reset_content_length(options):
    fields = block(SLEEP, ("content-length", "1"))
    return streams(options, lambda stream: headers(stream, fields) + data(stream, MESSAGE, True))


@case
def made_you_reset_bad_method(options):
    return streams(options, lambda stream: headers(stream, literal(":path", "/"), end=True))


@case
def window_leak(options):
    """10,000 streams answered and reset while their 16 KB still come; then 20 MB on the same connection."""
    peer = Peer(options.address, {4: 1 << 20})
    unknown = block("/test.Echo/Nothing")
    for number in range(10_000):
        stream = 2 * number + 1
        if not peer.wait(lambda: peer.windows[0] >= 16_384, 20):
            return report(peer, 0, isUploaded=False, sentChunkCount=number)
        with peer.lock:
            peer.windows[0] -= 16_384
        peer.send(headers(stream, unknown) + data(stream, bytes(16_384)))
        # Not more at once than the server lets be open.
        if not peer.wait(lambda: number - len(peer.resets.keys() | peer.ended) < 100, 20):
            return report(peer, 0, isUploaded=False, sentChunkCount=number)
    return twenty_megabytes(peer, 20_001)


@case
def window_leak_peer_resets(options):
    """400 streams that the peer resets, 64 KB of each unread; then 20 MB on the same connection."""
    peer = Peer(options.address, {4: 1 << 20})
    peer.wait(lambda: peer.windows[0] > 1 << 20, 20)
    for number in range(400):
        stream = 2 * number + 1
        peer.send(headers(stream, block(SLEEP)))
        for _ in range(4):
            if not peer.wait(lambda: peer.windows[0] >= 16_000, 20):
                return report(peer, 0, isUploaded=False, sentChunkCount=number)
            with peer.lock:
                peer.windows[0] -= 16_000
            peer.send(data(stream, b"\0\0\x10\0\0" + bytes(15_995)))
        peer.send(reset(stream))
    return twenty_megabytes(peer, 801)


def twenty_megabytes(peer, stream):
    size = 20_000_000
    peer.send(window_update(0, size) + headers(stream) + window_update(stream, size))
    sent = peer.upload(stream, struct.pack(">BI", 0, size) + bytes(size))
    status = peer.status(stream, 60)
    return report(peer, 0, isUploaded=sent and status == "0" and peer.received.get(stream) == size + 5)


# Bombs.


@case
def length_bomb(options):
    peer = Peer(options.address)
    peer.send(headers(1) + data(1, b"\0\xff\xff\xff\xff\1"))
    peer.status(1)
    peer.wait(lambda: 1 in peer.resets, 5)
    peer.send(headers(3) + data(3, MESSAGE, True))
    return report(peer, 0, laterStatus=peer.status(3))


@case
def hpack_bomb(options):
    peer = Peer(options.address)
    encoder = hpack.Encoder()
    bomb = block() + encoder.encode([("x", "y" * 4_000)], huffman=False) + b"\xbe" * 12_000
    sent = 0
    for number in range(100):
        if not peer.send(headers(2 * number + 1, bomb, end=True), 10):
            break
        sent += 1
        time.sleep(0.01)
    return report(peer, options.seconds, sentChunkCount=sent)


@case
def fragmentation(options):
    """Every byte of a message in a DATA frame of its own, and every byte of those in a segment of its own; then many calls in one write."""
    peer = Peer(options.address)
    content = headers(1) + b"".join(data(1, bytes([byte])) for byte in MESSAGE) + data(1, b"", True)
    for byte in content:
        peer.send(bytes([byte]))
    first = peer.status(1)
    peer.send(b"".join(headers(stream) + data(stream, MESSAGE, True) for stream in range(3, 103, 2)))
    good = sum(peer.status(stream) == "0" for stream in range(3, 103, 2))
    return report(peer, 0, laterStatus=first, goodCount=good)


@case
def long_headers(options):
    """20 KB of metadata: refused, and the connection goes on."""
    peer = Peer(options.address)
    first = block("/test.Echo/Echo", *[(f"x-{number}", "y" * 1_000) for number in range(15)])
    rest = b"".join(literal(f"y-{number}", "y" * 1_000) for number in range(5))
    peer.send(headers(1, first, complete=False) + raw(9, 4, 1, rest) + data(1, MESSAGE, True))
    peer.status(1)
    peer.send(headers(3) + data(3, MESSAGE, True))
    return report(peer, 0, laterStatus=peer.status(3))


# Peers that are slow, or silent.


@case
def silence(options):
    return report(Peer(options.address, hello=False), options.seconds)


@case
def half_preface(options):
    peer = Peer(options.address, hello=False)
    peer.send(PREFACE[:12])
    return report(peer, options.seconds)


@case
def preface_without_settings(options):
    peer = Peer(options.address, hello=False)
    peer.send(PREFACE)
    return report(peer, options.seconds)


@case
def slow_headers(options):
    peer = Peer(options.address)
    peer.send(headers(1, block()[:20], complete=False))
    return report(peer, options.seconds)


@case
def half_frame(options):
    """A frame's head that promises more than ever comes."""
    peer = Peer(options.address)
    peer.send(raw(1, 4, 1, block())[:30])
    return report(peer, options.seconds)


@case
def slow_headers_kept_alive(options):
    """Half a header block, and an open call beside it that keeps the connection busy."""
    peer = Peer(options.address)
    peer.send(headers(1, block(SLEEP)) + data(1, MESSAGE, True) + headers(3, block()[:20], complete=False))
    return report(peer, options.seconds)


@case
def slow_body(options):
    """A byte of the message every 100 ms."""
    peer = Peer(options.address)
    peer.send(headers(1) + data(1, b"\0\0\0\xff\xff"))
    limit = time.monotonic() + options.seconds
    while time.monotonic() < limit and 1 not in peer.ended and peer.send(data(1, b"x")):
        time.sleep(0.1)
    return report(peer, 0)


@case
def idle(options):
    peer = Peer(options.address)
    peer.send(headers(1) + data(1, MESSAGE, True))
    return report(peer, options.seconds, laterStatus=peer.status(1))


@case
def idle_without_answering_pings(options):
    return report(Peer(options.address, acknowledges=False), options.seconds)


@case
def idle_kept_open_by_pings(options):
    """A PING every half second is no work: the connection is idle all the same."""
    peer = Peer(options.address)
    limit = time.monotonic() + options.seconds
    while time.monotonic() < limit and peer.send(raw(6, 0, 0, b"12345678")):
        time.sleep(0.5)
    return report(peer, 0)


def echo_calls(count, size):
    content = struct.pack(">BI", 0, size) + bytes(size)
    pieces = [content[start : start + 16_000] for start in range(0, len(content), 16_000)]
    for number in range(count):
        stream = 2 * number + 1
        yield headers(stream) + b"".join(data(stream, piece) for piece in pieces[:-1]) + data(stream, pieces[-1], True)


@case
def never_reads(options):
    """Asks for 100 answers of 100 KB with windows to spare, and reads nothing."""
    peer = Peer(options.address, {4: 1 << 30}, reads=False, receive_buffer=4_096)
    peer.send(window_update(0, 2**30))
    for call in echo_calls(100, 100_000):
        if not peer.send(call, options.seconds):
            break
    time.sleep(options.seconds)
    return report(peer, 5)


@case
def zero_window(options):
    """100 answers of 10 KB that may never be sent: the peer's stream windows are, and stay, zero."""
    peer = Peer(options.address, {4: 0})
    for call in echo_calls(100, 10_000):
        peer.send(call)
    return report(peer, options.seconds)


@case
def connection_window_kept_shut(options):
    """The streams' windows are wide, the connection's 64 KB are never given back."""
    peer = Peer(options.address, {4: 1 << 30})
    for call in echo_calls(100, 10_000):
        peer.send(call)
    return report(peer, options.seconds)


@case
def slow_reader(options):
    """100 answers of 100 KB, read a kilobyte at a time: slow, and still within the rules. Gone after some seconds."""
    peer = Peer(options.address, {4: 1 << 30}, reads=False, receive_buffer=4_096)
    peer.send(window_update(0, 2**30))
    for call in echo_calls(100, 100_000):
        if not peer.send(call, 5):
            break
    limit = time.monotonic() + options.seconds
    total = 0
    while time.monotonic() < limit:
        try:
            content = peer.socket.recv(1_024)
        except BlockingIOError:
            time.sleep(0.05)
            continue
        except OSError:
            break
        if not content:
            break
        total += len(content)
        time.sleep(0.01)
    return {"isClosed": False, "wasReset": False, "goAways": [], "resets": {}, "statuses": {}, "pongCount": 0, "sentChunkCount": total}


# Rules about streams, and about the end.


@case
def streams_over_limit(options):
    """Fifteen calls that sleep, where ten are let in; once those are gone, another one."""
    peer = Peer(options.address)
    for number in range(15):
        peer.send(headers(2 * number + 1, block(SLEEP)) + data(2 * number + 1, MESSAGE, True))
    peer.wait(lambda: len(peer.resets) >= 5, 20)
    refused = sum(code == 7 for code in peer.resets.values())
    for number in range(15):
        if 2 * number + 1 not in peer.resets:
            peer.send(reset(2 * number + 1))
    peer.send(headers(101) + data(101, MESSAGE, True))
    return report(peer, 0, laterStatus=peer.status(101), goodCount=refused)


@case
def goaway_as_client(options):
    """GOAWAY while a call runs: the call is answered, then the connection ends."""
    peer = Peer(options.address)
    peer.send(headers(1) + raw(7, 0, 0, struct.pack(">II", 0, 0)) + data(1, MESSAGE, True))
    return report(peer, options.seconds, laterStatus=peer.status(1))


@case
def frames_after_the_end(options):
    """WINDOW_UPDATE and RST_STREAM on a stream that has ended are allowed for a while, and ignored."""
    peer = Peer(options.address)
    peer.send(headers(1) + data(1, MESSAGE, True))
    peer.status(1)
    peer.send(window_update(1, 100) + reset(1) + window_update(1, 100))
    peer.send(headers(3) + data(3, MESSAGE, True))
    return report(peer, 0, laterStatus=peer.status(3))


@case
def ping_strikes(options):
    """A keepalive PING every 20 ms with no call open: strikes, then GOAWAY."""
    peer = Peer(options.address)
    limit = time.monotonic() + options.seconds
    sent = 0
    while time.monotonic() < limit and peer.send(raw(6, 0, 0, b"keepaliv")) and not peer.closed:
        sent += 1
        time.sleep(0.02)
    return report(peer, 2, sentChunkCount=sent)


@case
def probing_upload(options):
    """100 MB up in five calls, a bandwidth-probing PING after every 64 KB, as the C core does while data flows."""
    peer = Peer(options.address, {4: 1 << 30})
    size = 20_000_000
    peer.send(window_update(0, 2**30))
    good, sent = 0, [0]

    def probe():
        sent[0] += 1
        if sent[0] % 4 == 0:
            peer.send(raw(6, 0, 0, b"probing!"))

    for number in range(5):
        stream = 2 * number + 1
        peer.send(headers(stream))
        if not peer.upload(stream, struct.pack(">BI", 0, size) + bytes(size), probe):
            break
        good += peer.status(stream, 60) == "0"
    return report(peer, 0, goodCount=good, sentChunkCount=sent[0] // 4)


# HTTP that is not gRPC.


def http_case(name, fields):
    def run(options):
        peer = Peer(options.address)
        peer.send(headers(1, fields) + data(1, MESSAGE, True))
        peer.wait(lambda: 1 in peer.ended or 1 in peer.resets, 20)
        first = peer.responses.get(1, {}).get(":status")
        peer.send(headers(3) + data(3, MESSAGE, True))
        return report(peer, 0, laterStatus=peer.status(3), httpStatus=first)

    CASES["http_" + name] = run


http_case("get", block(method="GET"))
http_case("wrong_content_type", block(leave_out=("content-type",)) + literal("content-type", "text/plain"))
http_case("connection_header", block("/test.Echo/Echo", ("connection", "close")))
http_case("without_te", block(leave_out=("te",)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--case", required=True, choices=sorted(CASES))
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    print(json.dumps(CASES[options.case](options)))


main()
