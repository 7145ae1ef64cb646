"""Stage 1 as a whole: one photo in eight orientations against both banks, its texts, and its seller."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy
from child import Child
from entries import Bank

METRICS = ["stage1_p99_ms"]
ROOT = Path(__file__).resolve().parents[2]
LISTINGS = 2_000
sys.path.insert(0, str(ROOT / "Benchmarks/preprocessing"))


class Redis:
    """A server of its own with a thousand sellers."""

    def __init__(self, context):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [shutil.which("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(context.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def __enter__(self):
        lines = [f"HSET holster:seller:s{seller} account_age_days {seller} listings 12 violations 0 reputation 0.9" for seller in range(1_000)]
        for _ in range(100):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", self.port)) == 0:
                    client.sendall(("\r\n".join([*lines, "QUIT"]) + "\r\n").encode())
                    while client.recv(1 << 16):
                        pass
                    return self
            time.sleep(0.05)
        sys.exit("bench: redis-server does not answer")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def run(context):
    from listings import listings

    texts = context.folder / "listings.txt"
    lines = []
    for text in listings(LISTINGS):
        words = " ".join(text.split())
        lines += [words[:60], words]
    texts.write_text("\n".join(lines))
    banks = [("phash64", Bank(context, "stage1-phash64", 8, 8, seed=11)), ("pdq256", Bank(context, "stage1-pdq256", 32, 31, seed=12))]
    with Redis(context) as redis, Child([context.program], context.core) as ours:
        for kind, bank in banks:
            context.say(f"stage 1: filling a bank of {kind}")
            loaded = ours.ask("stage1-bank", kind, bank.entries_path)
        ours.ask("stage1-rules", ROOT / "config/rules.yaml")
        ours.ask("stage1-redis", "127.0.0.1", redis.port)
        queries = [bank.queries(LISTINGS * 8, group=8) for _, bank in banks]
        out = context.folder / "stage1.out"
        for _ in range(context.rounds):
            answer = ours.ask("stage1-run", *queries, texts, out)
    times = numpy.fromfile(out, dtype=numpy.int64) / 1e6
    p99 = float(numpy.percentile(times, 99))
    yield context.Row(
        "stage1_p99_ms",
        ours=f"{p99:.2f}ms",
        ratio=p99,
        target="<=10",
        notes={
            "p50": f"{float(numpy.percentile(times, 50)):.2f}ms",
            "matches": f"{answer['matches']:.0f}",
            "defaulted": f"{answer['defaulted']:.0f}",
            "resident": f"{loaded['resident'] / 1e6:.0f}MB",
        },
    )
