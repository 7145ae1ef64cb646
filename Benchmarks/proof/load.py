"""holster-load, run and read."""

import json
import subprocess

from stack import PROGRAMS, ROOT


def words(servers, workload, options, cores="1"):
    named = [word for server in servers for word in ("--server", server)]
    return ["taskset", "-c", cores, str(PROGRAMS / "holster-load"), *named, "--workload", str(workload), *map(str, options)]


def load(servers, workload, *options, report, cores="1"):
    """The run's report as holster-load wrote it. Its gate, where it has one, is in the report; the exit status is not looked at."""
    report.unlink(missing_ok=True)
    done = subprocess.run(
        words(servers, workload, [*options, "--report", report], cores), cwd=ROOT, capture_output=True, text=True
    )
    if not report.exists():
        raise RuntimeError(f"holster-load ended with {done.returncode}: {(done.stdout + done.stderr)[-2000:]}")
    return json.loads(report.read_text())


def find_capacity(servers, workload, gate, start, seconds, cores="1"):
    """What `--find-capacity` prints, and the rate it found."""
    done = subprocess.run(
        words(servers, workload, ["--find-capacity", "--gate", gate, "--rate", start, "--seconds", seconds], cores),
        cwd=ROOT, capture_output=True, text=True,
    )
    line = next((line for line in done.stdout.splitlines() if line.startswith("capacity ")), None)
    if line is None:
        raise RuntimeError(f"holster-load found no capacity: {(done.stdout + done.stderr)[-2000:]}")
    return float(line.split()[1].split("/")[0]), line


def percentiles(report):
    return "  ".join(f"{name} {report['latency_ms'][name]:.1f} ms" for name in ("p50", "p99", "p99.9", "max"))
