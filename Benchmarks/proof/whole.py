"""(b) The whole stack with the starter models: Triton infers on the same two cores."""

import banks
from load import load, percentiles
from orchestrator import ENTRIES, GATE
from stack import Holster, Redis, Triton


class Whole:
    def __init__(self, options, rows, listings):
        self.options, self.rows, self.listings, self.folder = options, rows, listings, options.folder

    def run(self):
        settings = {"HOLSTER_MEDIA_PIXEL_MODE": "fast"}
        with Redis(self.folder), Triton(self.folder) as triton, Holster(self.folder, self.options.store, "0-1", settings=settings) as holster:
            banks.fill(holster, self.folder, ENTRIES)
            rate = self.highest(holster)
            # What failed may have ended Triton: its release 24.10 does not always survive cancelled calls.
            triton.stop()
            triton.start()
            # The first calls find a Triton that has just started.
            options = ["--rate", int(rate * 0.9), "--seconds", 4 * self.options.seconds, "--warm-up", 8, "--gate", GATE]
            result = load([holster.address], self.listings.next(), *options, report=self.folder / "whole.json", cores="0-1")
        self.rows.row("whole_stack_listings_per_s", result["rate_answered"], "/s", note=f"{percentiles(result)}, failed open {result['failed_open']}, {result['by_status']}")
        self.rows.row("whole_stack_p99", result["latency_ms"]["p99"], " ms", most=500)
        self.rows.truth("whole_stack_gate_at_90_percent", all(each["passed"] for each in result["gate"]))
        stages = {name: values["p50"] for name, values in result["stages_ms"].items() if values["p50"] >= 0.1}
        self.rows.say("  stages, p50 ms: " + "  ".join(f"{name} {value:.1f}" for name, value in sorted(stages.items())))

    def highest(self, holster):
        """The last rate, upwards by a sixth each time, that held the gate."""
        held, rate = 20, 30.0
        while True:
            options = ["--rate", int(rate), "--seconds", self.options.seconds, "--gate", GATE]
            result = load([holster.address], self.listings.next(), *options, report=self.folder / "step.json", cores="0-1")
            passed = all(each["passed"] for each in result["gate"])
            self.rows.say(f"  {int(rate)}/s {'held' if passed else 'did not hold'}: {percentiles(result)}, failed open {result['failed_open']}")
            if not passed:
                return held
            held, rate = rate, rate * 7 / 6
