"""What one bad connection does to another caller's slowest percent, beside what an equally busy good one does.

Equally busy: both peers are the same program at the same pace. Floods of frames and the good neighbour send FRAMES frames a second (the
neighbour's are 100-byte calls, two frames each, all answered); peers whose weapon is bytes, and the neighbour of theirs, send BYTES bytes
a second (the neighbour's are 10 KB calls). Who is shut out comes back at once and goes on at the same pace, so that a server which closes the
connection gains nothing in that measure but the work it is spared.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

from hostile import BYTE_KINDS, KINDS
from servers import CLIENT_CORE, Server

HERE = Path(__file__).resolve().parent
FRAMES, BYTES = 10_000, 2_000_000
RATE, SECONDS = 400, 3
TARGET = 1.2
BAD = [kind for kind in KINDS if not kind.startswith("neighbour")]


def p99(program, kind):
    """The victim's 99th percentile in microseconds while `kind` is at it, and what that peer sent. A fresh server each time."""
    with Server("ours", [program, "serve", "{port}"]) as server:
        pin = ["taskset", "-c", str(CLIENT_CORE)]
        pace = BYTES if kind in BYTE_KINDS else FRAMES
        words = [*pin, sys.executable, str(HERE / "hostile.py"), kind, str(server.port), str(pace), str(SECONDS + 1)]
        peer = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        words = [*pin, program, "pace", server.address, str(RATE), str(SECONDS)]
        victim = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
        sent, _ = peer.communicate(timeout=60)
        if peer.returncode:
            raise RuntimeError(f"the peer {kind} failed")
        if victim["failed"]:
            raise RuntimeError(f"{victim['failed']} calls of the victim failed beside {kind}")
        return victim["p99_us"], json.loads(sent)


def compare(program, kind, rounds):
    good = "neighbour_bytes" if kind in BYTE_KINDS else "neighbour"
    pairs, sent = [], {}
    for _ in range(rounds):
        (beside_good, _), (beside_bad, sent) = p99(program, good), p99(program, kind)
        pairs.append((beside_bad, beside_good))
    ratio = statistics.median(bad / good for bad, good in pairs)
    bad, good = (statistics.median(side) for side in zip(*pairs))
    met = ratio <= TARGET
    print(
        f"metric=victim_p99_ratio_{kind} bad={bad:.0f}us neighbour={good:.0f}us ratio={ratio:.2f} target=<={TARGET} "
        f"{'met' if met else 'MISSED'} frames={sent['frames']}/s bytes={sent['bytes']}/s connections={sent['connections']}/s",
        flush=True,
    )
    return met


def run(program, wanted, rounds):
    return [compare(program, kind, rounds) for kind in BAD if f"victim_p99_ratio_{kind}" in wanted]
