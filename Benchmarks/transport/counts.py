"""What one call costs our server, in figures that a busy machine does not change: calls of the allocator, and instructions by callgrind."""

import json
import re
import shutil
import struct
import subprocess
from pathlib import Path

from servers import Server
from throughput import grpc_load, write_files

HERE = Path(__file__).resolve().parent
RECORD = HERE / "counts.json"
TOLERANCE = 0.05
METHODS = {"unary_call": "unary_100", "upload_call": "upload_150k"}


def allocations(program, kind, folder):
    """Calls of the allocator a call, once the connections are warm."""
    shim, file = folder / "allocations.so", folder / "allocations"
    compiler = shutil.which("cc") or shutil.which("clang")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", shim, HERE / "allocations.c"], check=True)
    # The program's own allocator defines the C library's inner names too: with the C library before it, what the shim counts is served by that.
    preload = f"{shim}:libc.so.6"
    with Server("ours", [program, "serve", "{port}"], {"LD_PRELOAD": preload, "HOLSTER_ALLOCATIONS": str(file)}) as server:
        load, marks = grpc_load(server, kind, folder), []
        # The first run warms up; two of different lengths have the same connections to make, so their difference has none.
        for count in (1_000, 1_000, 6_000):
            load.run(count)
            marks.append(struct.unpack("Q", file.read_bytes())[0])
    return ((marks[2] - marks[1]) - (marks[1] - marks[0])) / 5_000


def instructions(program, kind, folder):
    """Instructions a call: those of 2,500 calls less those of 500, over 2,000."""
    stripped = folder / "stripped"
    subprocess.run(["strip", "-o", stripped, program], check=True)
    totals = []
    for count in (500, 2_500):
        log = folder / "callgrind.log"
        tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/callgrind.out", f"--log-file={log}"]
        server = Server("ours under callgrind", [*tool, str(stripped), "serve", "{port}"], {"SWIFT_DETERMINISTIC_HASHING": "1"}, patience=120)
        with server:
            grpc_load(server, kind, folder).run(count)
            server.process.stdin.close()
            server.process.wait(60)
        totals.append(int(re.search(r"Collected : (\d+)", log.read_text()).group(1)))
    return (totals[1] - totals[0]) / 2_000


def run(program, folder, wanted, record=False):
    """Prints a line a count; false where one is over what is recorded by more than the tolerance."""
    write_files(folder)
    known = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    counts, results = {}, []
    for label, count in (("allocations", allocations), ("instructions", instructions)):
        for what, kind in METHODS.items():
            name = f"{label}_per_{what}"
            if name not in wanted:
                continue
            counts[name] = round(count(program, kind, folder), 1)
            limit = known.get(name)
            met = limit is None or counts[name] <= limit * (1 + TOLERANCE)
            verdict = "(nothing recorded)" if limit is None else f"target=<={limit * (1 + TOLERANCE):.1f} {'met' if met else 'MISSED'}"
            print(f"metric={name} ours={counts[name]} recorded={limit} {verdict}", flush=True)
            results.append(met)
    if record:
        RECORD.write_text(json.dumps({**known, **counts}, indent=2) + "\n")
        print(f"bench: recorded in {RECORD.name}")
    return results
