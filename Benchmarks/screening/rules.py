"""Text rules against Python's re and RE2's set: 20,000 terms and patterns, every view of listings of 1,000 characters.

Ours finds every match with its place in the original, in every view, at word ends, with context. The peers only say which expressions match: re by the
faster of one alternation and a loop of searches, RE2 as one set. Times are the processor's, so that whatever else runs on the machine does not
count; the clock's P99 is printed beside ours. Every listing is new to all; RE2's time on listings that it has seen before, from
the automaton that it then has in memory, is printed as `re2_repeated`.
"""

import re
import statistics
import time

import numpy
import re2
from child import Child
from rules_workload import Workload

METRICS = ["rules_20k_vs_re", "rules_20k_vs_re2", "rules_20k_p99_us"]
LISTINGS = 400
# Listings a round that re is asked for: it takes a tenth of a second and more for each.
RE_LISTINGS = 3


class Re:
    """Python's own regular expressions, the faster of two ways."""

    def __init__(self, expressions, sample):
        self.each = [re.compile(expression) for expression in expressions]
        ways = [self.loop]
        try:
            self.all = re.compile("|".join(f"(?:{expression})" for expression in expressions))
            ways.append(self.alternation)
        except (OverflowError, RecursionError, re.error):
            pass
        self.seconds = {way.__name__: timed(way, sample) for way in ways}
        self.way = min(ways, key=lambda way: self.seconds[way.__name__])

    def loop(self, texts):
        return sum(1 for text in texts for expression in self.each if expression.search(text))

    def alternation(self, texts):
        return sum(1 for text in texts for _ in self.all.finditer(text))


class Re2:
    """RE2's set, with all the memory it wants."""

    def __init__(self, expressions):
        options = re2.Options()
        options.max_mem = 2 << 30
        self.set = re2.Set.SearchSet(options)
        for expression in expressions:
            self.set.Add(expression)
        start = time.perf_counter()
        self.set.Compile()
        self.compile_seconds = time.perf_counter() - start

    def match(self, texts):
        return sum(len(self.set.Match(text) or ()) for text in texts)


def timed(work, texts):
    start = time.thread_time()
    work(texts)
    return time.thread_time() - start


def views(path, count):
    """The texts of each listing."""
    texts = [[] for _ in range(count)]
    for line in path.read_text().splitlines():
        number, text = line.split("\t", 1)
        texts[int(number)].append(text)
    return texts


def run(context):
    workload = Workload()
    rule_file, listing_file = context.folder / "rules.yaml", context.folder / "listings"
    view_file, out = context.folder / "views", context.folder / "rules.out"
    workload.rule_file(rule_file)
    expressions = workload.expressions()
    with Child([context.program], context.core) as ours:
        context.say("rules: compiling ours")
        load = ours.ask("rules-load", rule_file)
        context.say(f"rules: {load['terms']:.0f} terms, {load['patterns']:.0f} patterns, {load['literals']:.0f} literals over all views, "
                    f"{load['bytes'] / 1e6:.1f} MB in {load['seconds']:.1f} s")
        peer2 = Re2(expressions)
        context.say(f"rules: RE2 compiled in {peer2.compile_seconds:.1f} s, and as it goes on")
        peer, rounds, nanoseconds, wall = None, [], [], []
        for number in range(context.rounds + 1):
            listing_file.write_text("\n".join(workload.listings(LISTINGS)) + "\n")
            ours.ask("rules-views", listing_file, view_file)
            texts = views(view_file, LISTINGS)
            if peer is None:
                peer = Re(expressions, texts[0])
                context.say("rules: re: " + ", ".join(f"{way} {seconds * 1e3:.0f} ms" for way, seconds in peer.seconds.items()))
            with_bytes = [[text.encode() for text in listing] for listing in texts]
            re2_new = sum(timed(peer2.match, listing) for listing in with_bytes) / LISTINGS
            re2_repeated = sum(timed(peer2.match, listing) for listing in with_bytes) / LISTINGS
            re_new = sum(timed(peer.way, listing) for listing in texts[:RE_LISTINGS]) / RE_LISTINGS
            ours.ask("rules-match", listing_file, out)
            times = numpy.fromfile(out, dtype=numpy.int64)
            if number == 0:
                continue  # Everybody's first round warms up.
            nanoseconds.append(times)
            wall.append(numpy.fromfile(f"{out}.wall", dtype=numpy.int64))
            rounds.append((float(times.mean()) / 1e9, re_new, re2_new, re2_repeated))
    own, re_time, re2_time, repeated = (statistics.median(column) for column in zip(*rounds))
    shown = f"{own * 1e6:.0f}us"
    yield context.Row(
        "rules_20k_vs_re",
        ours=shown,
        peer=f"{re_time * 1e3:.0f}ms",
        ratio=statistics.median(each[1] / each[0] for each in rounds),
        target=">=50",
        notes={"re": peer.way.__name__},
    )
    yield context.Row(
        "rules_20k_vs_re2",
        ours=shown,
        peer=f"{re2_time * 1e6:.0f}us",
        ratio=statistics.median(each[2] / each[0] for each in rounds),
        target=">=2",
        notes={"re2_repeated": f"{repeated * 1e6:.0f}us", "compile": f"{load['seconds']:.1f}s"},
    )
    p50, p99 = (float(numpy.percentile(numpy.concatenate(nanoseconds), percent)) / 1e3 for percent in (50, 99))
    clock = float(numpy.percentile(numpy.concatenate(wall), 99)) / 1e3
    notes = {"p50": f"{p50:.0f}us", "p99_by_the_clock": f"{clock:.0f}us"}
    yield context.Row("rules_20k_p99_us", ours=f"{p99:.0f}us", ratio=p99, target="<=200", notes=notes)
