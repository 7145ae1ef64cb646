#!/usr/bin/env python3
"""The transport against its peers, in the same run; servers on one core, whoever calls them on another.

Usage: bench.py PROGRAM [--only METRIC,…] [--rounds 7] [--seconds 1.5] [--grpc-swift PROGRAM] [--check-counts [--record]]
Example: bench.py .build/release/transport-bench --only unary_100_vs_nghttpd,idle_connection_bytes

Each round measures ours and every peer once, one after the other, and a ratio is the median over rounds. A line a metric:
`metric=… ours=… peer=… ratio=… target=…` and met or MISSED; what cannot be measured here is a line that begins with SKIPPED and says why.
--only also takes the beginning of names: `--only victim`. --check-counts does only the counts (allocations, instructions) and fails where one
has grown by more than 5 % over counts.json beside this file; --record writes that file.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import counts
import idle
import inference
import throughput
import victim

COUNTS = [f"{label}_per_{what}" for label in ("allocations", "instructions") for what in counts.METHODS]
NAMES = [*throughput.TARGETS, *inference.TARGETS, "idle_connection_bytes", *COUNTS, *(f"victim_p99_ratio_{kind}" for kind in victim.BAD)]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, epilog="Metrics: " + ", ".join(NAMES)
    )
    parser.add_argument("program")
    parser.add_argument("--only", default="", metavar="METRIC,…")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.5, help="that one server is under load in one round")
    parser.add_argument("--grpc-swift", metavar="PROGRAM", help="the built grpc-swift-echo")
    parser.add_argument("--check-counts", action="store_true")
    parser.add_argument("--record", action="store_true")
    arguments = parser.parse_args()
    chosen = [word for word in arguments.only.split(",") if word]
    if arguments.check_counts:
        chosen = chosen or COUNTS
    wanted = [name for name in NAMES if not chosen or any(name.startswith(word) for word in chosen)]
    if not wanted:
        sys.exit(f"bench: no metric is called {arguments.only}: {', '.join(NAMES)}")
    if len(os.sched_getaffinity(0)) < 2:
        sys.exit("bench: one core for the servers and one for who calls them: two are needed")
    program = str(Path(arguments.program).resolve())
    grpc_swift = arguments.grpc_swift if arguments.grpc_swift and Path(arguments.grpc_swift).exists() else None
    with tempfile.TemporaryDirectory(prefix="holster-bench-") as name:
        folder = Path(name)
        results = throughput.run(program, grpc_swift, wanted, folder, arguments.rounds, arguments.seconds)
        results += inference.run(program, folder, wanted, arguments.rounds)
        if "idle_connection_bytes" in wanted:
            results += idle.run(program, folder)
        recorded = counts.run(program, folder, wanted, arguments.record)
        results += recorded + victim.run(program, wanted, min(5, arguments.rounds))
    print(f"bench: {sum(results)} of {len(results)} targets met", flush=True)
    if arguments.check_counts and not all(recorded):
        sys.exit(1)


if __name__ == "__main__":
    main()
