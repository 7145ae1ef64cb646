"""An HTTP/2 client that does whatever it is told: frames by hyperframe, answers' headers by hpack, everything else raw. For Debian's
python3-hyperframe and python3-hpack."""

import select
import socket
import struct
import threading
import time

import hpack
from hyperframe import frame as frames

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
MESSAGE = b"\0\0\0\0\3\1\2\3"


def literal(name, value):
    """A header field that leaves the tables alone, so that one block serves any number of streams."""

    def text(item):
        data = item if isinstance(item, bytes) else item.encode()
        if len(data) < 127:
            return bytes([len(data)]) + data
        out, rest = bytearray([127]), len(data) - 127
        while rest > 127:
            out.append(rest & 127 | 128)
            rest >>= 7
        return bytes(out) + bytes([rest]) + data

    return b"\0" + text(name) + text(value)


def block(path="/test.Echo/Echo", *more, leave_out=(), **replaced):
    fields = {
        ":method": "POST",
        ":scheme": "http",
        ":path": path,
        ":authority": "localhost",
        "content-type": "application/grpc",
        "te": "trailers",
    }
    fields.update({":" + name: value for name, value in replaced.items()})
    return b"".join(literal(name, value) for name, value in list(fields.items()) + list(more) if name not in leave_out)


def raw(kind, flags=0, stream=0, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def headers(stream, data=None, end=False, complete=True):
    return raw(1, (1 if end else 0) | (4 if complete else 0), stream, block() if data is None else data)


def data(stream, content=b"", end=False):
    frame = frames.DataFrame(stream, content)
    if end:
        frame.flags.add("END_STREAM")
    return frame.serialize()


def reset(stream, code=8):
    return frames.RstStreamFrame(stream, code).serialize()


def window_update(stream, increment):
    return raw(8, 0, stream, struct.pack(">I", increment))


class Peer:
    """A connection, and a thread that reads it. What was seen lies in the attributes."""

    def __init__(self, address, settings=None, hello=True, reads=True, acknowledges=True, receive_buffer=None):
        host, port = address.rsplit(":", 1)
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began = time.monotonic()
        self.lock = threading.Condition()
        self.goaways, self.resets, self.responses, self.ended = [], {}, {}, set()
        self.received = {}
        self.header_frames = {}
        self.windows = {0: 65535}
        self.initial_window = 65535
        self.acks = self.pongs = 0
        self.closed, self.was_reset, self.closed_after = False, False, None
        # Before our own preface nothing may be answered.
        self.acknowledges = acknowledges and hello
        self.writing = threading.Lock()
        self.answers = bytearray()
        self.is_greeted = False
        self.decoder = hpack.Decoder()
        self.reading = threading.Event()
        if hello:
            self.send(PREFACE + frames.SettingsFrame(0, settings=settings or {}).serialize())
        threading.Thread(target=self.read, daemon=True).start()
        if reads:
            self.reading.set()
        if hello and reads:
            # Half a frame may follow: no answer of ours must come between its halves.
            self.wait(lambda: self.is_greeted and self.acks, 20)

    def send(self, content, seconds=30):
        """False where the server has closed, or takes nothing for so long."""
        with self.writing:
            good = self.write(content, seconds)
        self.flush_answers()
        return good

    def write(self, content, seconds):
        view = memoryview(content)
        limit = time.monotonic() + seconds
        self.socket.setblocking(False)
        while view:
            if self.closed:
                return False
            try:
                view = view[self.socket.send(view) :]
                limit = time.monotonic() + seconds
            except BlockingIOError:
                if time.monotonic() > limit:
                    return False
                select.select([], [self.socket], [], 0.1)
            except OSError:
                return False
        return True

    def read(self):
        self.reading.wait()
        held = bytearray()
        while True:
            try:
                select.select([self.socket], [], [], 1)
                content = self.socket.recv(1 << 16)
            except BlockingIOError:
                continue
            except OSError:
                content, self.was_reset = b"", True
            with self.lock:
                if not content:
                    self.closed, self.closed_after = True, time.monotonic() - self.began
                    self.lock.notify_all()
                    return
                held += content
                while len(held) >= 9 and len(held) >= 9 + int.from_bytes(held[:3], "big"):
                    length = int.from_bytes(held[:3], "big")
                    self.take(bytes(held[:9]), bytes(held[9 : 9 + length]))
                    del held[: 9 + length]
                self.lock.notify_all()

    def take(self, head, body):
        frame, _ = frames.Frame.parse_frame_header(memoryview(head))
        frame.parse_body(memoryview(body))
        stream = frame.stream_id
        if "END_STREAM" in frame.flags:
            self.ended.add(stream)
        if isinstance(frame, frames.GoAwayFrame):
            self.goaways.append((frame.last_stream_id, frame.error_code))
        elif isinstance(frame, frames.RstStreamFrame):
            self.resets[stream] = frame.error_code
        elif isinstance(frame, frames.HeadersFrame):
            self.header_frames[stream] = self.header_frames.get(stream, 0) + 1
            fields = {name: value for name, value in self.decoder.decode(frame.data)}
            self.responses.setdefault(stream, {}).update(fields)
        elif isinstance(frame, frames.DataFrame):
            self.received[stream] = self.received.get(stream, 0) + len(frame.data)
        elif isinstance(frame, frames.WindowUpdateFrame):
            self.windows[stream] = self.windows.get(stream, self.initial_window) + frame.window_increment
        elif isinstance(frame, frames.PingFrame):
            if "ACK" in frame.flags:
                self.pongs += 1
            elif self.acknowledges:
                self.answer(raw(6, 1, 0, body))
        elif isinstance(frame, frames.SettingsFrame):
            if "ACK" in frame.flags:
                self.acks += 1
            else:
                self.initial_window = frame.settings.get(4, self.initial_window)
                if self.acknowledges:
                    self.answer(raw(4, 1))
                self.is_greeted = True

    def answer(self, content):
        """At once, or behind what is being sent."""
        self.answers += content
        self.flush_answers()

    def flush_answers(self):
        while self.answers and self.writing.acquire(blocking=False):
            content, self.answers = bytes(self.answers), bytearray()
            try:
                self.socket.send(content)
            except OSError:
                pass
            self.writing.release()

    def wait(self, condition, seconds=20):
        """Whether the condition comes true before the time is up or the connection ends."""
        with self.lock:
            return self.lock.wait_for(lambda: condition() or self.closed, seconds) and bool(condition())

    def wait_closed(self, seconds=20):
        with self.lock:
            return self.lock.wait_for(lambda: self.closed, seconds)

    def status(self, stream, seconds=20):
        """The stream's grpc-status; None where none came."""
        self.wait(lambda: stream in self.ended or stream in self.resets, seconds)
        return self.responses.get(stream, {}).get("grpc-status")

    def upload(self, stream, content, between=None, seconds=60):
        """DATA within the windows that the server grants, END_STREAM with the last; `between` runs after every frame."""
        view = memoryview(content)
        while view:
            def room():
                return min(self.windows[0], self.windows.get(stream, self.initial_window), 16384)

            if not self.wait(lambda: room() > 0 or stream in self.resets, seconds) or stream in self.resets:
                return False
            with self.lock:
                piece, view = view[: room()], view[room() :]
                self.windows[stream] = self.windows.get(stream, self.initial_window) - len(piece)
                self.windows[0] -= len(piece)
            if not self.send(raw(0, 0 if view else 1, stream, bytes(piece))):
                return False
            if between:
                between()
        return True
