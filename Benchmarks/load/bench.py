#!/usr/bin/env python3
"""holster-load beside the field's load tools, each at the same target in turn; the target on one core, whoever loads it on another.

Usage: bench.py HOLSTER_LOAD TRANSPORT_BENCH [--only METRIC,…] [--rounds 3] [--seconds 4] [--rate 30000]
Example: bench.py .build/release/holster-load .build/release/transport-bench --only closed_64,open

A line a metric: `metric=… ours=… peer=… ratio=… target=…`, medians over rounds; what cannot be measured here is a line that begins with SKIPPED
and says why. --only takes names or their beginnings.
"""

import argparse
import csv
import json
import os
import re
import statistics
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "transport"))
from inference import Triton, perf_analyzer_files  # noqa: E402
from servers import CLIENT_CORE, GRPC, Server  # noqa: E402
from throughput import check_by_grpcio  # noqa: E402

METHOD, SIZE, MODEL = "/bench.Echo/Unary", 100, "clip_image"
# Name → connections, calls at once on each.
CLOSED = {"closed_1_vs_h2load": (1, 1), "closed_64_vs_h2load": (8, 8)}
INFER = {f"infer_{MODEL}_{count}_vs_perf_analyzer": count for count in (1, 4, 8)}
OPEN = "open_rate"
NAMES = [*CLOSED, OPEN, *INFER]


def timed(words, statuses=(0,), **options):
    """Runs a tool on the client's core: what it printed, and the share of that core that it took."""
    before = os.times()
    done = subprocess.run(["taskset", "-c", str(CLIENT_CORE), *words], capture_output=True, text=True, timeout=120, **options)
    after = os.times()
    if done.returncode not in statuses:
        raise RuntimeError(f"status {done.returncode}: {' '.join(words)}\n{(done.stdout + done.stderr)[-1500:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return done.stdout, used / (after.elapsed - before.elapsed)


class Result:
    """One run of one tool; latencies in microseconds."""

    def __init__(self, rate, mean, p50, p99, cpu, not_sent=0):
        self.rate, self.mean, self.p50, self.p99, self.cpu, self.not_sent = rate, mean, p50, p99, cpu, not_sent


def holster_load(program, address, target, pace, seconds, callers=None):
    """`callers` of a closed loop are always waiting for one answer each: the mean is theirs over the rate."""
    words = [program, "--server", address, *target, *pace, "--seconds", str(seconds), "--timeout-ms", "5000", "--json"]
    output, cpu = timed(words)
    report = json.loads(output)
    if set(report["by_status"]) != {"OK"}:
        raise RuntimeError(f"holster-load: {report['by_status']}")
    rate, latency = report["rate_answered"], report["latency_ms"]
    mean = callers / rate * 1e6 if callers else float("nan")
    return Result(rate, mean, latency["p50"] * 1e3, latency["p99"] * 1e3, cpu, report["not_sent"])


def h2load(server, connections, streams, body, folder, seconds):
    """Rate and mean are of a run without its log, percentiles of one with it, a line a call: writing it takes time."""
    log = folder / "h2load.log"
    log.unlink(missing_ok=True)
    words = ["h2load", "-D", str(seconds), "-c", str(connections), "-m", str(streams), "-d", str(body), *GRPC]
    url = f"http://{server.address}{METHOD}"
    output, cpu = timed([*words, url])
    timed([*words, "--log-file", str(log), url])
    done, good = (int(re.search(pattern, output).group(1)) for pattern in (r"(\d+) done", r"(\d+) 2xx"))
    data = int(re.search(r"\((\d+)\) data", output).group(1))
    # Answers that were cut off when time was up have sent some of their data.
    if done == 0 or good < done or data < done * (5 + SIZE):
        raise RuntimeError(f"h2load: {good} of {done} calls answered, {data} bytes\n{output[-1500:]}")
    times = sorted(int(line.rsplit("\t", 1)[1]) for line in log.read_text().splitlines())
    number, unit = re.search(r"time for request:\s+\S+\s+\S+\s+([\d.]+)(us|ms|s)", output).groups()
    mean = float(number) * {"us": 1, "ms": 1e3, "s": 1e6}[unit]
    rate = float(re.search(r"finished in .*?, ([\d.]+) req/s", output).group(1))
    return Result(rate, mean, times[len(times) // 2], times[len(times) * 99 // 100], cpu)


def perf_analyzer(triton, callers, folder, seconds):
    """The mean of the three windows that it always makes; any three are taken as steady."""
    binary, libraries = perf_analyzer_files(triton.run_directory)
    table = folder / "perf_analyzer.csv"
    table.unlink(missing_ok=True)
    words = [binary, "-m", MODEL, "-i", "grpc", "-u", triton.address, "--concurrency-range", str(callers), "-f", str(table)]
    words += ["--measurement-interval", str(int(seconds * 1000 / 3)), "--stability-percentage", "999", "--percentile", "99"]
    _, cpu = timed(words + ([] if callers == 1 else ["--async"]), env={**os.environ, "LD_LIBRARY_PATH": libraries})
    row = next(csv.DictReader(table.open()))
    rate = float(row["Inferences/Second"])
    return Result(rate, callers / rate * 1e6, float(row["p50 latency"]), float(row["p99 latency"]), cpu)


def median(results):
    return Result(*(statistics.median(getattr(result, name) for result in results) for name in ("rate", "mean", "p50", "p99", "cpu", "not_sent")))


def shown(side, result):
    return f"{side}_mean={result.mean:.0f}us {side}_p50={result.p50:.0f}us {side}_p99={result.p99:.0f}us {side}_cpu={result.cpu:.0%}"


def compare(name, ours, peer, rounds):
    """One line; each round runs the peer and ours once."""
    pairs = [(peer(), ours()) for _ in range(rounds)]
    theirs, mine = (median(side) for side in zip(*pairs))
    ratio = statistics.median(b.rate / a.rate for a, b in pairs)
    rates = f"ours={mine.rate:.0f}/s peer={theirs.rate:.0f}/s ratio={ratio:.2f} difference={ratio - 1:+.1%} (for information)"
    print(f"metric={name} {rates} {shown('ours', mine)} {shown('peer', theirs)}", flush=True)


def open_rate(program, server, options):
    """Whether the planned rate is kept within a hundredth, from one core."""
    target = ["--method", METHOD, "--message-bytes", str(SIZE), "--connections", "8"]
    pace = ["--rate", str(options.rate)]
    results = [holster_load(program, server.address, target, pace, options.seconds) for _ in range(options.rounds)]
    result = median(results)
    result.not_sent = max(each.not_sent for each in results)
    met = result.rate >= options.rate * 0.99 and result.not_sent == 0
    achieved = f"ours={result.rate:.0f}/s asked={options.rate:.0f}/s ratio={result.rate / options.rate:.3f} target=>=0.99"
    latencies = f"p50={result.p50:.0f}us p99={result.p99:.0f}us cpu={result.cpu:.0%} not_sent={result.not_sent:.0f}"
    print(f"metric={OPEN} {achieved} {'met' if met else 'MISSED'} {latencies}", flush=True)


def echo_metrics(wanted, program, transport_bench, folder, options):
    message, body = folder / "message", folder / "body"
    message.write_bytes(os.urandom(SIZE))
    body.write_bytes(struct.pack(">BI", 0, SIZE) + message.read_bytes())
    with Server("echo", [transport_bench, "serve", "{port}"]) as server:
        check_by_grpcio(server)
        for name in (name for name in CLOSED if name in wanted):
            connections, streams = CLOSED[name]
            callers = connections * streams
            target = ["--method", METHOD, "--message", str(message), "--connections", str(connections)]
            pace = ["--closed-loop", str(callers)]
            compare(
                name,
                lambda: holster_load(program, server.address, target, pace, options.seconds, callers),
                lambda: h2load(server, connections, streams, body, folder, options.seconds),
                options.rounds,
            )
        if OPEN in wanted:
            open_rate(program, server, options)


def triton_metrics(wanted, program, folder, options):
    with Triton(folder) as triton:
        for name in (name for name in INFER if name in wanted):
            callers = INFER[name]
            try:
                compare(
                    name,
                    lambda: holster_load(
                        program, triton.address, ["--infer", MODEL], ["--closed-loop", str(callers)], options.seconds, callers
                    ),
                    lambda: perf_analyzer(triton, callers, folder, options.seconds),
                    options.rounds,
                )
            except FileNotFoundError as reason:
                print(f"SKIPPED metric={name}: {reason}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, epilog="Metrics: " + ", ".join(NAMES)
    )
    parser.add_argument("holster_load")
    parser.add_argument("transport_bench")
    parser.add_argument("--only", default="", metavar="METRIC,…")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4, help="of each run")
    parser.add_argument("--rate", type=float, default=30_000, help="of open_rate, calls a second")
    options = parser.parse_args()
    chosen = [word for word in options.only.split(",") if word]
    wanted = [name for name in NAMES if not chosen or any(name.startswith(word) for word in chosen)]
    if not wanted:
        sys.exit(f"bench: no metric is called {options.only}: {', '.join(NAMES)}")
    if len(os.sched_getaffinity(0)) < 2:
        sys.exit("bench: one core for the server and one for who loads it: two are needed")
    program, transport_bench = (str(Path(path).resolve()) for path in (options.holster_load, options.transport_bench))
    with tempfile.TemporaryDirectory(prefix="holster-bench-") as name:
        folder = Path(name)
        if any(metric in wanted for metric in (*CLOSED, OPEN)):
            echo_metrics(wanted, program, transport_bench, folder, options)
        if any(metric in wanted for metric in INFER):
            triton_metrics(wanted, program, folder, options)


if __name__ == "__main__":
    main()
