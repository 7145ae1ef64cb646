"""(b) The whole stack with the starter models: Triton infers on the same two cores."""

import banks
from load import find_capacity, load, percentiles
from orchestrator import ENTRIES, GATE
from stack import Holster, Redis, Triton


class Whole:
    def __init__(self, options, rows, listings):
        self.options, self.rows, self.listings, self.folder = options, rows, listings, options.folder

    def run(self):
        settings = {"HOLSTER_MEDIA_PIXEL_MODE": "fast"}
        with Redis(self.folder), Triton(self.folder), Holster(self.folder, self.options.store, "0-1", settings=settings) as holster:
            banks.fill(holster, self.folder, ENTRIES)
            rate, line = find_capacity([holster.address], self.listings.next(), GATE, 20, self.options.seconds, cores="0-1")
            self.rows.say(f"  {line}: whole stack, Triton, Redis and load generator on the same two cores, {GATE}")
            options = ["--rate", int(rate * 0.9), "--seconds", 4 * self.options.seconds, "--gate", GATE]
            result = load([holster.address], self.listings.next(), *options, report=self.folder / "whole.json", cores="0-1")
        self.rows.row("whole_stack_listings_per_s", result["rate_answered"], "/s", note=percentiles(result))
        self.rows.row("whole_stack_p99", result["latency_ms"]["p99"], " ms", most=500)
        self.rows.truth("whole_stack_gate_at_90_percent", all(each["passed"] for each in result["gate"]))
        stages = {name: values["p50"] for name, values in result["stages_ms"].items() if values["p50"] >= 0.1}
        self.rows.say("  stages, p50 ms: " + "  ".join(f"{name} {value:.1f}" for name, value in sorted(stages.items())))
