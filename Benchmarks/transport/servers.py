"""Servers under load: each a process pinned to one core, driven by h2load from the other."""

import os
import re
import socket
import subprocess
import time

SERVER_CORE, CLIENT_CORE = 0, 1
TICKS = os.sysconf("SC_CLK_TCK")
GRPC = ["-H", "content-type: application/grpc", "-H", "te: trailers"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process that listens on a free port; `{port}` in the command stands for it. Ends with the `with` block."""

    def __init__(self, name, command, environment=None, patience=20):
        self.name, self.port = name, free_port()
        words = ["taskset", "-c", str(SERVER_CORE), *(word.replace("{port}", str(self.port)) for word in command)]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
        deadline = time.monotonic() + patience
        while not self.listens():
            if self.process.poll() is not None:
                raise RuntimeError(f"{name} ended while starting, status {self.process.returncode}: {' '.join(words)}")
            if time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"{name} does not listen after {patience} s")
            time.sleep(0.05)

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def cpu_seconds(self):
        """User and system time of the process so far."""
        fields = open(f"/proc/{self.process.pid}/stat").read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self):
        """Private anonymous bytes that are resident: what the process itself holds, no kernel buffers and no program text."""
        page = open(f"/proc/{self.process.pid}/smaps_rollup").read()
        return int(re.search(r"^Anonymous:\s+(\d+) kB", page, re.M).group(1)) << 10

    def stop(self):
        self.process.stdin.close()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Load:
    """One way of calling one server: an address, what is sent, how many at once, and how many bytes of DATA every answer has."""

    def __init__(self, server, path, answer_byte_count, clients, streams, body=None, headers=(), scheme="http"):
        self.server, self.answer_byte_count = server, answer_byte_count
        self.clients, self.streams = clients, streams
        self.words = ["-c", str(clients), "-m", str(streams), *(["-d", body] if body else []), *headers, f"{scheme}://{server.address}{path}"]
        self.count = None

    def run(self, count):
        """Calls a second; ends the benchmark unless every single call was answered 200 with as many bytes as it should."""
        words = ["taskset", "-c", str(CLIENT_CORE), "h2load", "-n", str(count), *self.words]
        output = subprocess.run(words, capture_output=True, text=True, timeout=300).stdout
        rate = re.search(r"finished in .*?, ([\d.]+) req/s", output)
        done = re.search(r"status codes: (\d+) 2xx", output)
        data = re.search(r"\((\d+)\) data", output)
        answered = int(done.group(1)) if done else 0
        received = int(data.group(1)) if data else 0
        if not rate or answered != count or received != count * self.answer_byte_count:
            raise RuntimeError(f"{self.server.name}: {answered} of {count} calls answered, {received} bytes: {' '.join(words)}\n{output[-2000:]}")
        return float(rate.group(1))

    def measure(self, seconds):
        """Calls a second and the server's processor time a call in microseconds, over about `seconds`."""
        if self.count is None:
            lot = self.clients * self.streams
            self.run(lot)
            self.count = max(lot, int(self.run(lot * 4) * seconds))
        before = self.server.cpu_seconds()
        rate = self.run(self.count)
        return rate, (self.server.cpu_seconds() - before) / self.count * 1e6
