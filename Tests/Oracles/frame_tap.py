"""A TCP relay that watches gRPC's message prefixes pass. grpcio's Python API shows nobody whether a message was compressed; the prefix
in the DATA frames does."""

import socket
import threading


class Direction:
    """Cuts one direction's bytes into frames, and each stream's DATA into gRPC messages; keeps the flag of every message."""

    def __init__(self, skip):
        self.skip = skip  # the client's preface
        self.held = bytearray()
        self.streams = {}  # stream -> [bytes of a prefix under way, bytes of the message still to come]
        self.flags = {}  # stream -> flags, in order; streams in the order of their first message

    def feed(self, data):
        if self.skip:
            cut = min(self.skip, len(data))
            self.skip -= cut
            data = data[cut:]
        self.held += data
        place = 0
        while len(self.held) - place >= 9:
            length = int.from_bytes(self.held[place : place + 3], "big")
            if len(self.held) - place < 9 + length:
                break
            if self.held[place + 3] == 0:
                padding = 1 + self.held[place + 9] if self.held[place + 4] & 8 else 0
                stream = int.from_bytes(self.held[place + 5 : place + 9], "big")
                start = place + 9 + (1 if padding else 0)
                self.data(stream, self.held[start : start + length - padding])
            place += 9 + length
        del self.held[:place]

    def data(self, stream, data):
        state = self.streams.setdefault(stream, [bytearray(), 0])
        while data:
            if state[1]:
                cut = min(state[1], len(data))
                state[1] -= cut
                data = data[cut:]
                continue
            missing = 5 - len(state[0])
            state[0] += data[:missing]
            data = data[missing:]
            if len(state[0]) == 5:
                self.flags.setdefault(stream, []).append(state[0][0])
                state[1] = int.from_bytes(state[0][1:], "big")
                state[0] = bytearray()


class FrameTap:
    """`port` leads to `target`. `last(peer)` gives the flags of (requests, responses) of the stream opened last by a peer, or by any."""

    def __init__(self, target):
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.connections = {}  # our port towards the target -> (requests, responses)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self.target)
            except OSError:
                client.close()
                continue
            pair = (Direction(24), Direction(0))
            with self.lock:
                self.connections[server.getsockname()[1]] = pair
            for source, sink, direction in ((client, server, pair[0]), (server, client, pair[1])):
                source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self.relay, args=(source, sink, direction), daemon=True).start()

    def relay(self, source, sink, direction):
        try:
            while data := source.recv(1 << 16):
                with self.lock:
                    direction.feed(data)
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def last(self, port=None):
        """Flags of the requests and of the responses on the newest stream that carried a message."""
        with self.lock:
            pairs = [self.connections[port]] if port in self.connections else list(self.connections.values())
            for requests, responses in reversed(pairs):
                streams = list(requests.flags)
                if streams:
                    return list(requests.flags[streams[-1]]), list(responses.flags.get(streams[-1], []))
        return [], []

    def close(self):
        self.listener.close()
