"""The processes of the proof, each on loopback, pinned to cores, watched, and stopped with its `with` block."""

import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / ".build/release"
TICKS = os.sysconf("SC_CLK_TCK")
GRPC, ADMIN, REDIS, TRITON = 37070, 37071, 37079, 37001


def run(*words, environment=None, cores=None):
    """Output of a command that must succeed."""
    pinned = ["taskset", "-c", cores] if cores else []
    done = subprocess.run(
        [*pinned, *map(str, words)], cwd=ROOT, env={**os.environ, **(environment or {})}, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, words))} ended with {done.returncode}: {(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def pin(pid, cores):
    subprocess.run(["taskset", "-a", "-cp", cores, str(pid)], check=True, capture_output=True)


class Process:
    """A program under watch; what it prints goes to a file."""

    def __init__(self, words, log, cores, environment=None):
        self.words, self.log, self.cores, self.environment = words, log, cores, environment or {}
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                ["taskset", "-c", self.cores, *map(str, self.words)],
                cwd=ROOT, env={**os.environ, **self.environment}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )

    @property
    def pid(self):
        return self.process.pid

    def ensure_runs(self):
        if self.process.poll() is not None:
            tail = pathlib.Path(self.log).read_text(errors="replace")[-2000:]
            raise RuntimeError(f"{self.words[0]} ended with {self.process.returncode}: {tail}")

    def stop(self, number=signal.SIGTERM, patience=40):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(number)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return entered(self)

    def __exit__(self, *_):
        self.stop()


def entered(service):
    """Started, or stopped again: what fails while it starts leaves nothing behind."""
    try:
        service.start()
    except BaseException:
        service.stop()
        raise
    return service


class Listening(Process):
    """A program that is ready when it listens on its port, where nobody may listen before."""

    def __init__(self, words, log, cores, port):
        super().__init__(words, log, cores)
        self.port = port

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def start(self, patience=60):
        if self.listens():
            raise RuntimeError(f"port {self.port} of 127.0.0.1 is taken by another process")
        super().start()
        deadline = time.monotonic() + patience
        while not self.listens():
            self.ensure_runs()
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.words[0]} does not listen after {patience} s: see {self.log}")
            time.sleep(0.1)


class Redis:
    def __init__(self, folder, cores="0-1"):
        self.folder, self.cores = folder / "redis", cores

    def start(self):
        run("dev/redis.sh", "start", "--port", REDIS, "--run-directory", self.folder)
        pin(int((self.folder / "redis.pid").read_text()), self.cores)

    def stop(self):
        run("dev/redis.sh", "stop", "--port", REDIS, "--run-directory", self.folder)

    def __enter__(self):
        return entered(self)

    def __exit__(self, *_):
        self.stop()


class Triton:
    """The real one, on a copy of the repository that a test may change."""

    def __init__(self, folder, cores="0-1"):
        self.folder, self.cores, self.repository = folder / "triton", cores, folder / "models"
        shutil.copytree(ROOT / "triton-model-repo", self.repository)
        self.options = ["--grpc-port", TRITON, "--http-port", TRITON + 1, "--metrics-port", TRITON + 2]
        self.options += ["--run-directory", self.folder, "--repository", self.repository]

    def start(self):
        run("dev/triton.sh", "start", *self.options, cores=self.cores)

    def stop(self):
        run("dev/triton.sh", "stop", *self.options)

    def __enter__(self):
        return entered(self)

    def __exit__(self, *_):
        self.stop()


class StandIn(Listening):
    def __init__(self, folder, cores):
        words = [PROGRAMS / "inference-stand-in", "--listen", f"127.0.0.1:{TRITON}"]
        super().__init__(words, folder / "stand-in.log", cores, TRITON)


class Holster(Process):
    """`holster serve`, ready when its `with` block begins. `number` keeps several apart."""

    def __init__(self, folder, store_folder, cores, number=0, settings=None):
        self.store = store_folder / f"store-{number}"
        self.address, self.admin = f"127.0.0.1:{GRPC + 100 * number}", f"127.0.0.1:{ADMIN + 100 * number}"
        environment = {
            "HOLSTER_GRPC_LISTEN": self.address, "HOLSTER_ADMIN_LISTEN": self.admin, "HOLSTER_STORE_DIRECTORY": str(self.store),
            "HOLSTER_TRITON_ENDPOINT": f"127.0.0.1:{TRITON}", "HOLSTER_REDIS_ENDPOINT": f"127.0.0.1:{REDIS}",
            "HOLSTER_BANKS_DIRECTORY": str(folder / f"banks-{number}"), "HOLSTER_LOG_LEVEL": "warning", **(settings or {}),
        }
        super().__init__([PROGRAMS / "holster", "serve"], folder / f"holster-{number}.log", cores, environment)

    def start(self, patience=60):
        super().start()
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            self.ensure_runs()
            try:
                with urllib.request.urlopen(f"http://{self.admin}/readyz", timeout=1) as page:
                    if json.load(page)["status"] == "ready":
                        return
            except OSError:
                pass
            time.sleep(0.1)
        raise RuntimeError(f"holster is not ready after {patience} s: see {self.log}")

    def command(self, *words):
        return run(PROGRAMS / "holster", *words, environment=self.environment)

    def decisions(self):
        """(request id, decision, failed open, verdict as JSON) of every audit event."""
        return self.rows("SELECT request_id, decision, failed_open, verdict FROM audit_event")

    def case_ids(self):
        return {row[0] for row in self.rows("SELECT id FROM review_case")}

    def rows(self, query):
        files = list(self.store.glob("*.sqlite*"))
        name = next(file for file in files if file.suffix == ".sqlite")
        with sqlite3.connect(f"file:{name}?mode=ro", uri=True) as database:
            return database.execute(query).fetchall()


class Watch:
    """Samples a process's time, memory and descriptors once a second while its `with` block runs."""

    def __init__(self, pid, every=1.0):
        self.pid, self.every, self.samples, self.ended = pid, every, [], threading.Event()
        self.thread = threading.Thread(target=self.follow, daemon=True)

    @staticmethod
    def cpu_seconds(pid):
        fields = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @staticmethod
    def resident_bytes(pid):
        return int(open(f"/proc/{pid}/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def sample(self):
        descriptors = len(os.listdir(f"/proc/{self.pid}/fd"))
        self.samples.append((time.monotonic(), self.cpu_seconds(self.pid), self.resident_bytes(self.pid), descriptors))

    def follow(self):
        while not self.ended.wait(self.every):
            try:
                self.sample()
            except (FileNotFoundError, ProcessLookupError):
                return

    def __enter__(self):
        self.sample()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
        self.sample()

    @property
    def cpu(self):
        return self.samples[-1][1] - self.samples[0][1]

    def tenths(self, column):
        """The mean of a column over each tenth of the time, without the last sample, which is taken when the load has ended."""
        samples = self.samples[:-1] or self.samples
        bounds = [len(samples) * each // 10 for each in range(11)]
        parts = [samples[start : max(end, start + 1)] for start, end in zip(bounds, bounds[1:])]
        return [sum(row[column] for row in part) / len(part) for part in parts]
