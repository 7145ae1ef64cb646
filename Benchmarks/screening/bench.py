#!/usr/bin/env python3
"""Stage 1's lookups against their peers, on the same entries and queries in the same run; one core.

Usage: bench.py PROGRAM [--scale 10000000] [--rounds 5] [--only METRIC,…]    (names or their beginnings)
Example: bench.py .build/release/screening-bench --only pdq256 --scale 1000000

A line a metric: `metric=… ours=… peer=… ratio=… target=… recall=…`. The ratio is the peer's time over ours, or our memory over the peer's; the median
over rounds, in each of which both answer the same queries in turn. Recall is against a scan by faiss (IndexBinaryFlat). With another --scale than ten
million the names stay and the targets mean nothing. Names:
"""

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import index_rows
import insert_remote
import rules
import stage_one

# One module a group: METRICS lists its names, run(context) yields its rows. A new group is added here.
GROUPS = [index_rows, rules, insert_remote, stage_one]


@dataclass
class Row:
    name: str
    ours: str
    ratio: float
    # ">=5", "<=0.4"; empty for information.
    target: str = ""
    peer: str = "-"
    recall: float | None = None
    notes: dict = field(default_factory=dict)

    def met(self):
        right = self.recall is None or self.recall == 1
        if self.target.startswith(">="):
            return right and self.ratio >= float(self.target[2:])
        if self.target.startswith("<="):
            return right and self.ratio <= float(self.target[2:])
        return right

    def __str__(self):
        words = [f"metric={self.name}", f"ours={self.ours}", f"peer={self.peer}", f"ratio={self.ratio:.3g}"]
        words += [f"target={self.target or '-'}"]
        words += [] if self.recall is None else [f"recall={self.recall:.6g}"]
        words += [f"{key}={value}" for key, value in self.notes.items()]
        return " ".join([*words, *([("met" if self.met() else "MISSED")] if self.target else [])])


class Context:
    """What every group is given."""

    Row = Row

    def __init__(self, arguments, folder):
        self.program, self.scale, self.rounds = arguments.program, arguments.scale, arguments.rounds
        self.folder = Path(folder)
        self.only = [name for name in arguments.only.split(",") if name]
        self.core = max(os.sched_getaffinity(0))
        self.started = time.monotonic()

    def wants(self, *names):
        return not self.only or any(name.startswith(wanted) for name in names for wanted in self.only)

    def say(self, text):
        print(f"bench: {time.monotonic() - self.started:4.0f} s  {text}", flush=True)


def main():
    names = [name for group in GROUPS for name in group.METRICS]
    parser = argparse.ArgumentParser(
        description=__doc__ + "  " + "\n  ".join(names), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("program")
    parser.add_argument("--scale", type=int, default=10_000_000, metavar="ENTRIES")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    if arguments.scale < 1_000 or arguments.rounds < 1:
        parser.error("--scale is at least 1,000, --rounds at least 1")
    with tempfile.TemporaryDirectory(prefix="screening-bench-") as folder:
        context = Context(arguments, folder)
        if not context.wants(*names):
            parser.error(f"--only names none of {', '.join(names)}")
        rows = []
        for group in GROUPS:
            if not context.wants(*group.METRICS):
                continue
            for row in group.run(context):
                rows.append(row)
                print(row, flush=True)
    missed = [row.name for row in rows if not row.met()]
    print(f"bench: {len(rows)} rows in {time.monotonic() - context.started:.0f} s; missed: {', '.join(missed) or 'none'}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
