"""insert_remote_p99_ms: a change made in one process until lookups in another decide by it, with a real Redis between them.

`measure(program)` starts a redis-server of its own (no persistence) and `bank-bench remote`, whose child follows Redis as an orchestrator does, beside
an import of 10,000 entries a second. Of six changes three add, two quarantine, one removes. Returns the JSON object of bank-bench: changes, lost,
unmatched, p50_ms, p99_ms, p100_ms. By itself: insert_remote.py PROGRAM [CHANGES SECONDS].
"""
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

METRICS = ["insert_remote_p99_ms"]
TARGET_MS = 1_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_redis(port: int) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                if connection.recv(16).startswith(b"+PONG"):
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"no Redis on port {port}")


def measure(program: str, changes: int = 1_000, seconds: int = 10) -> dict:
    if shutil.which("redis-server") is None:
        raise RuntimeError("no redis-server")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        redis = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        try:
            await_redis(port)
            words = [program, "remote", f"127.0.0.1:{port}", str(changes), str(seconds)]
            outcome = subprocess.run(words, capture_output=True, text=True, timeout=seconds + 60, check=False)
            if outcome.returncode != 0:
                raise RuntimeError(outcome.stdout.strip() or outcome.stderr.strip())
            return json.loads(outcome.stdout)
        finally:
            redis.terminate()
            redis.wait()


def run(context):
    figures = measure(str(Path(context.program).with_name("bank-bench")))
    yield context.Row(
        "insert_remote_p99_ms",
        ours=f"{figures['p99_ms']:.2f}ms",
        ratio=figures["p99_ms"],
        target=f"<={TARGET_MS}",
        recall=1 - (figures["lost"] + figures["unmatched"]) / figures["changes"],
        notes={"p50": f"{figures['p50_ms']:.2f}ms", "max": f"{figures['p100_ms']:.2f}ms", "changes": figures["changes"]},
    )


def main() -> None:
    figures = measure(sys.argv[1], *map(int, sys.argv[2:4]))
    print(
        f"metric=insert_remote_p99_ms value={figures['p99_ms']:.3f} target<={TARGET_MS} p50={figures['p50_ms']:.3f} "
        f"max={figures['p100_ms']:.3f} changes={figures['changes']} lost={figures['lost']} unmatched={figures['unmatched']}"
    )


if __name__ == "__main__":
    main()
