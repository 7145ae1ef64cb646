"""(a) The orchestrator alone, against the stand-in: listings a second and processor time a listing, on one core and on two, then the soak."""

import statistics
import subprocess

import banks
from load import find_capacity, load, percentiles
from stack import REDIS, ROOT, TRITON, Holster, Listening, Redis, StandIn, Watch

# The product's own gate.
GATE = "p99<500ms,error_rate<0.1%,fail_open<1%"
# Listings under way at once in the closed loops: enough that a core is never idle, few enough that nobody waits for half a second.
CALLERS = 12
ENTRIES = 100_000
PEER_PORT = 37090


class Orchestrator:
    def __init__(self, options, rows, listings):
        self.options, self.rows, self.listings, self.folder = options, rows, listings, options.folder

    def run(self):
        with Redis(self.folder, cores="1"), StandIn(self.folder, cores="1"):
            with self.holster(1, "0") as holster:
                banks.fill(holster, self.folder, ENTRIES)
            one, two, exact, usual, tuned = self.closed_loops()
            self.rows.row("listings_per_s_one_core", one["rate"], "/s", least=200, note=f"closed loop of {CALLERS}, median of {self.options.rounds}")
            self.rows.row("cpu_us_a_listing_one_thread", one["cpu_us"], " us")
            self.rows.row("cpu_us_a_listing_two_threads", two["cpu_us"], " us", note=f"{two['rate']:.0f}/s on both cores, load and stand-in beside it")
            self.rows.row("cpu_two_threads_over_one", two["cpu_us"] / one["cpu_us"], most=1.11)
            if usual:
                for name, peer in (("usual", usual), ("tuned", tuned)):
                    self.rows.row(f"{name}_python_stack_per_s_one_core", peer["rate"], "/s", note=f"{peer['cpu_us']:.0f} CPU-us a listing")
                self.rows.row("rate_over_usual_python_stack", one["rate"] / usual["rate"], least=3.5, note="ours fast and with PDQ; the peer decodes whole, without PDQ")
                self.rows.row("exact_rate_over_usual_python_stack", exact["rate"] / usual["rate"], note=f"both decode whole; ours {exact['rate']:.0f}/s, with PDQ")
                self.rows.row("rate_over_tuned_python_stack", one["rate"] / tuned["rate"], note="both decode at 1/2, both with PDQ")
            self.at_ninety_percent()
            self.soak()

    def holster(self, threads, cores, mode="fast"):
        settings = {
            "HOLSTER_MEDIA_PIXEL_MODE": mode, "HOLSTER_CAPACITY_PHOTO_THREADS": str(threads), "HOLSTER_GRPC_THREADS": str(threads),
        }
        return Holster(self.folder, self.options.store, cores, settings=settings)

    def closed_loops(self):
        """One core, two cores and the peers by turns, so that a busy minute of the machine meets all of them; the median of each."""
        kinds = {"one": [], "two": [], "exact": [], "usual": [], "tuned": []}
        for _ in range(self.options.rounds):
            with self.holster(1, "0") as holster:
                kinds["one"].append(self.closed(holster.address, holster.pid))
            with self.holster(2, "0-1") as holster:
                kinds["two"].append(self.closed(holster.address, holster.pid))
            with self.holster(1, "0", mode="exact") as holster:
                kinds["exact"].append(self.closed(holster.address, holster.pid))
            if self.options.python_stack:
                for photos in ("usual", "tuned"):
                    with self.peer(photos) as peer:
                        kinds[photos].append(self.closed(f"127.0.0.1:{PEER_PORT}", peer.pid))
        medians = []
        for kind, runs in kinds.items():
            for run in runs:
                self.rows.say(f"  {kind}: {run['rate']:.1f}/s, {run['cpu_us']:.0f} CPU-us a listing, p50 {run['p50']:.1f} ms, p99 {run['p99']:.1f} ms")
            medians.append({key: statistics.median(run[key] for run in runs) for key in runs[0]} if runs else None)
        return medians

    def closed(self, address, pid):
        report = None
        options = ["--closed-loop", CALLERS, "--timeout-ms", 2000]
        load([address], self.listings.next(), *options, "--seconds", 3, report=self.folder / "warm.json")
        with Watch(pid) as watch:
            report = load([address], self.listings.next(), *options, "--seconds", self.options.seconds, report=self.folder / "closed.json")
        answered = report["by_status"].get("OK", 0)
        if answered != report["sent"] or report["failed_open"]:
            raise RuntimeError(f"{answered} of {report['sent']} answered, {report['failed_open']} failed open: {report['by_status']}")
        return {
            "rate": report["rate_answered"], "cpu_us": watch.cpu * 1e6 / answered,
            "p50": report["latency_ms"]["p50"], "p99": report["latency_ms"]["p99"],
        }

    def peer(self, photos):
        python = self.options.python_stack
        words = [python, ROOT / "Benchmarks/proof/python_stack.py", "--listen", f"127.0.0.1:{PEER_PORT}"]
        words += ["--triton", f"127.0.0.1:{TRITON}", "--redis", f"127.0.0.1:{REDIS}", "--banks", ENTRIES, "--photos", photos]
        return Listening(words, self.folder / "python-stack.log", "0", PEER_PORT)

    def at_ninety_percent(self):
        """Open loop on one core: what the gate holds, and its tail a tenth below."""
        with self.holster(1, "0") as holster:
            rate, _ = find_capacity([holster.address], self.listings.next(), GATE, 80, self.options.seconds)
            workload, report = self.listings.next(), self.folder / "ninety.json"
            result = load([holster.address], workload, "--rate", int(rate * 0.9), "--seconds", 3 * self.options.seconds, "--gate", GATE, report=report)
        self.rows.row("capacity_one_core_open_loop", rate, "/s", least=200, note=f"the highest rate tried that holds {GATE}")
        self.rows.row("p99_at_90_percent", result["latency_ms"]["p99"], " ms", most=500, note=percentiles(result))
        self.rows.truth("gate_at_90_percent", all(each["passed"] for each in result["gate"]))

    def soak(self):
        """The highest rate that both cores hold, with everything else on them too, for the whole time."""
        with self.holster(2, "0-1") as holster:
            rate, line = find_capacity([holster.address], self.listings.next(), GATE, 80, self.options.seconds, cores="0-1")
            self.rows.say(f"  {line}: on both cores, beside load generator, stand-in and Redis; the soak runs at three quarters of it, since the machine is shared")
            with Watch(holster.pid) as watch:
                options = ["--rate", int(rate * 0.75), "--seconds", int(self.options.minutes * 60), "--gate", GATE]
                result = load([holster.address], self.listings.next(), *options, report=self.folder / "soak.json", cores="0-1")
            self.sizes(holster)
        answered = result["by_status"].get("OK", 0)
        self.rows.row("soak_listings_per_s", result["rate_answered"], "/s", least=200, note=f"{result['sent']} in {result['seconds']:.0f} s, {percentiles(result)}")
        self.rows.row("soak_cpu_us_a_listing", watch.cpu * 1e6 / max(1, answered), " us")
        self.rows.row("soak_error_rate", 1 - answered / max(1, result["sent"] + result["not_sent"]), most=0.001)
        self.rows.row("soak_fail_open", result["failed_open"] / max(1, answered), most=0.01)
        self.rows.row("soak_p99", result["latency_ms"]["p99"], " ms", most=500)
        memory, descriptors = watch.tenths(2), watch.tenths(3)
        self.rows.say("  RSS by tenths of the time, MiB: " + " ".join(f"{each / 2**20:.0f}" for each in memory))
        self.rows.say("  descriptors by tenths: " + " ".join(f"{each:.0f}" for each in descriptors))
        # The first half fills caches that have a bound.
        self.rows.row("soak_rss_last_tenth_over_sixth", memory[-1] / memory[5], most=1.05)
        self.rows.row("soak_descriptor_growth", max(descriptors[-3:]) - max(descriptors[:3]), most=2)


    def sizes(self, holster):
        """What a decision takes in Redis for a day, and on disk for as long as it is kept."""
        verdicts = redis_memory("holster:verdict:*", 200)
        self.rows.row("redis_bytes_a_verdict", statistics.mean(verdicts), " B", note="MEMORY USAGE, kept for 24 hours")
        decisions = holster.rows("SELECT count(*) FROM audit_event")[0][0]
        size = sum(file.stat().st_size for file in holster.store.rglob("*") if file.is_file())
        self.rows.row("store_bytes_a_decision", size / max(1, decisions), " B", note=f"{decisions} decisions, with the cases' photos")


def redis_memory(pattern, count):
    """Bytes of some keys, as Redis counts them."""
    client = ["redis-cli", "-h", "127.0.0.1", "-p", str(REDIS)]
    keys = subprocess.run([*client, "--scan", "--pattern", pattern], capture_output=True, text=True, check=True).stdout.split()[:count]
    asked = "".join(f"MEMORY USAGE {key}\n" for key in keys)
    answers = subprocess.run(client, input=asked, capture_output=True, text=True, check=True).stdout
    return [int(word) for word in answers.split() if word.isdigit()]
