"""The proof that `make prove` prints: what the product holds, measured on this machine. Each part can run alone.

  a   the orchestrator against a stand-in for Triton: rate, processor time and memory, beside the usual Python stack
  b   the whole stack with the starter models
  c   the whole stack while its parts fail, with the ledger of every call (d)
"""

import argparse
import copy
import pathlib
import shutil
import signal
import sys
import tempfile
import time

from listings import Listings
from rows import Rows
from stack import ROOT

PARTS = ("a", "b", "c")


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="a,b,c", help="parts, with commas between")
    parser.add_argument("--minutes", type=float, default=10, help="length of the soak in a (default 10)")
    parser.add_argument("--seconds", type=int, default=15, help="length of the shorter runs (default 15)")
    parser.add_argument("--rounds", type=int, default=3, help="how often a measures one core, two and the peer, by turns (default 3)")
    parser.add_argument("--chaos-seconds", type=int, default=260, help="length of the load of c, longer than all that happens in it (default 260)")
    parser.add_argument("--python-stack", help="Python with the usual stack's packages; without it the peer is left out")
    parser.add_argument("--store", type=pathlib.Path, default=pathlib.Path("/dev/shm"), help="where the decision stores are made and removed; the default is memory, whose commits cost no disk's time")
    parser.add_argument("--report", type=pathlib.Path, help="write what was printed here too")
    chosen = parser.parse_args()
    unknown = set(chosen.only.split(",")) - set(PARTS)
    if unknown:
        parser.error(f"--only: no part {', '.join(sorted(unknown))}: a, b or c")
    chosen.folder = ROOT / ".run/prove"
    return chosen


def main():
    chosen = options()
    if not (ROOT / "../shared/data/photos").is_dir():
        sys.exit("prove: no ../shared/data/photos: there are no photos to send")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    shutil.rmtree(chosen.folder, ignore_errors=True)
    chosen.folder.mkdir(parents=True)
    rows, started = Rows(), time.monotonic()
    rows.say(f"prove: pixel mode fast where nothing else is said, decision stores in {chosen.store}")
    outcome = "broken off"
    try:
        for part in chosen.only.split(","):
            rows.say(f"prove: part {part}, {time.monotonic() - started:.0f} s")
            run(part, chosen, rows)
        outcome = f"missed: {', '.join(rows.misses)}" if rows.misses else "every target met"
    finally:
        rows.say(f"prove: {time.monotonic() - started:.0f} s; {outcome}")
        if chosen.report:
            chosen.report.write_text("\n".join(rows.lines) + "\n")
    sys.exit(1 if rows.misses else 0)


def run(part, chosen, rows):
    """Each part in folders of its own."""
    options = copy.copy(chosen)
    options.folder = chosen.folder / part
    options.folder.mkdir()
    with tempfile.TemporaryDirectory(prefix="holster-prove-", dir=chosen.store) as store:
        options.store = pathlib.Path(store)
        listings = Listings(options.folder, part)
        if part == "a":
            from orchestrator import Orchestrator

            Orchestrator(options, rows, listings).run()
        elif part == "b":
            from whole import Whole

            Whole(options, rows, listings).run()
        else:
            from chaos import Chaos

            Chaos(options, rows, listings).run()


main()
