"""The Hamming index against faiss-cpu."""

import statistics
import sys
from pathlib import Path

import numpy
from child import Child
from entries import Bank

METRICS = [
    "phash64_10m_query",
    "phash64_10m_memory",
    "pdq256_10m_query",
    "pdq256_10m_query_vs_16x16",
    "pdq256_10m_memory",
    "pdq256_10m_8orient_p99_ms",
    "insert_local_ms",
    "clustered_slowdown",
    "clustered_slowdown_phash64",
]
FAISS = str(Path(__file__).resolve().parent / "faiss_peer.py")
# Queries a round, and how many of them are compared with a scan of everything.
QUERIES, SCANNED = 1_000, 200


def micros(out, percentile):
    return float(numpy.percentile(numpy.fromfile(out, dtype=numpy.int64), percentile)) / 1e3


def found(out):
    """The set of (query, row) that a search wrote; a match that is found twice is a mistake."""
    matches = numpy.fromfile(f"{out}.matches", dtype=numpy.uint32).reshape(-1, 3)
    pairs = [(int(query), int(row)) for query, row, _ in matches]
    if len(set(pairs)) != len(pairs):
        sys.exit(f"bench: {out}: a match is reported twice")
    return set(pairs)


def shown_time(microseconds):
    return f"{microseconds:.1f}us" if microseconds < 1_000 else f"{microseconds / 1e3:.2f}ms"


def shown_bytes(count):
    return f"{count / 1e6:.0f}MB"


class Comparison:
    """Ours and the peers over one bank, loaded at the same time; each peer is built once."""

    def __init__(self, context, kind, bank, peers):
        self.context, self.kind, self.bank = context, kind, bank
        self.ours = Child([context.program], context.core)
        context.say(f"{bank.name}: building ours")
        self.load = self.ours.ask("load", kind, bank.entries_path)
        context.say(f"{bank.name}: built in {self.load['seconds']:.1f} s")
        self.peers, self.peer_load = {}, {}
        for shape in peers:
            context.say(f"{bank.name}: building faiss {'x'.join(map(str, shape))}")
            self.peers[shape] = Child([sys.executable, FAISS, str(bank.byte_count), str(bank.entries_path), *map(str, shape)], context.core)
            self.peer_load[shape] = self.peers[shape].ask("build")
            context.say(f"{bank.name}: built in {self.peer_load[shape]['seconds']:.1f} s")
        self.queries = bank.queries(QUERIES)

    def close(self):
        for child in [self.ours, *self.peers.values()]:
            child.__exit__()

    def out(self, name):
        return str(self.context.folder / f"{self.bank.name}.{name}")

    def ours_p50(self):
        self.ours.ask("search", self.queries, self.bank.radius, 1, self.out("ours"))
        return micros(self.out("ours"), 50)

    def peer_p50(self, shape):
        self.peers[shape].ask("search", self.queries, self.bank.radius, self.out("peer"))
        return micros(self.out("peer"), 50)

    def query_row(self, name, shape, target, rounds=None):
        rounds = [(self.peer_p50(shape), self.ours_p50()) for _ in range(rounds or self.context.rounds)]
        peer_recall, recall = self.recall(self.out("peer")), self.recall(self.out("ours"))
        return self.context.Row(
            name,
            ours=shown_time(statistics.median(ours for _, ours in rounds)),
            peer=shown_time(statistics.median(peer for peer, _ in rounds)),
            ratio=statistics.median(peer / ours for peer, ours in rounds),
            target=target,
            recall=recall,
            notes={"peer_recall": f"{peer_recall:.4g}", "p99": shown_time(micros(self.out("ours"), 99))},
        )

    def recall(self, out):
        """Of the matches that a scan finds for the first queries; 0 where something is found that is not there."""
        if not hasattr(self, "truth"):
            self.context.say(f"{self.bank.name}: scanning for {SCANNED} queries")
            path = self.context.folder / "scanned.queries"
            numpy.fromfile(self.queries, dtype=numpy.uint8)[: SCANNED * self.bank.byte_count].tofile(path)
            flat = [sys.executable, FAISS, str(self.bank.byte_count), str(self.bank.entries_path), "flat"]
            with Child(flat, self.context.core) as scan:
                scan.ask("build")
                scan.ask("search", path, self.bank.radius, self.out("truth"))
            self.truth = found(self.out("truth"))
        answered = {pair for pair in found(out) if pair[0] < SCANNED}
        return 0 if answered - self.truth else len(answered & self.truth) / len(self.truth)

    def memory_row(self, name, shape, target):
        ours, peer = self.load["bytes"], self.peer_load[shape]["bytes"]
        resident = self.ours.ask("memory")["resident"] - self.load["before"]
        return self.context.Row(
            name,
            ours=shown_bytes(ours),
            peer=shown_bytes(peer),
            ratio=ours / peer,
            target=target,
            notes={"resident": shown_bytes(resident)},
        )


def phash(context):
    if context.wants("phash64_10m_query", "phash64_10m_memory", "clustered_slowdown_phash64"):
        shapes = [(3, 21, 0)] if context.wants("phash64_10m_query", "phash64_10m_memory") else []
        both = Comparison(context, "phash64", Bank(context, "phash64", 8, 8), [(3, 21, 2)] if shapes else [])
        if shapes:
            yield both.query_row("phash64_10m_query", (3, 21, 2), ">=5")
            yield both.memory_row("phash64_10m_memory", (3, 21, 2), "<=0.4")
        if context.wants("clustered_slowdown_phash64"):
            yield clustered(context, "clustered_slowdown_phash64", both)
        both.close()


def pdq(context):
    fast, small = (11, 23, 2), (16, 16, 1)
    compared = context.wants("pdq256_10m_query", "pdq256_10m_query_vs_16x16", "pdq256_10m_memory")
    if not compared and not context.wants("pdq256_10m_8orient_p99_ms", "insert_local_ms", "clustered_slowdown"):
        return
    both = Comparison(context, "pdq256", Bank(context, "pdq256", 32, 31, seed=2), [small, fast] if compared else [])
    if compared:
        yield both.query_row("pdq256_10m_query", fast, ">=4")
        # For information, and half a minute a round.
        yield both.query_row("pdq256_10m_query_vs_16x16", small, "", rounds=1)
        yield both.memory_row("pdq256_10m_memory", small, "<=0.5")
        for peer in both.peers.values():
            peer.__exit__()
    if context.wants("pdq256_10m_8orient_p99_ms"):
        yield orientations(context, both)
    if context.wants("clustered_slowdown"):
        yield clustered(context, "clustered_slowdown", both)
    if context.wants("insert_local_ms"):
        yield inserts(context, both)
    both.close()


def orientations(context, both):
    queries = both.bank.queries(8 * QUERIES, group=8)
    both.ours.ask("search", queries, both.bank.radius, 8, both.out("orientations"))
    p50, p99 = (micros(both.out("orientations"), percentile) for percentile in (50, 99))
    return context.Row("pdq256_10m_8orient_p99_ms", ours=shown_time(p99), ratio=p99 / 1e3, target="<=8", notes={"p50": shown_time(p50)})


def inserts(context, both):
    """New entries while all others are being merged; each looked up with the bank's radius as soon as it is in."""
    queries = both.bank.queries(QUERIES, group=QUERIES)
    answer = both.ours.ask("inserts", queries, both.bank.radius, both.out("inserts"))
    p50, p99 = (micros(both.out("inserts"), percentile) for percentile in (50, 99))
    return context.Row(
        "insert_local_ms",
        ours=shown_time(p99),
        ratio=p99 / 1e3,
        target="<=1",
        recall=1 - answer["missed"] / answer["inserts"],
        notes={"p50": shown_time(p50), "insert_p99": shown_time(answer["insertP99"] / 1e3), "in_merge": int(answer["inMerge"])},
    )


def clustered(context, name, uniform):
    """One after the other on the same machine: uniform, clustered, uniform, …"""
    bank = Bank(context, f"{uniform.bank.name}-clustered", uniform.bank.byte_count, uniform.bank.radius, clustered=True, seed=3)
    other = Comparison(context, uniform.kind, bank, [])
    rounds = [(uniform.ours_p50(), other.ours_p50()) for _ in range(context.rounds)]
    recall = other.recall(other.out("ours"))
    other.close()
    return context.Row(
        name,
        ours=shown_time(statistics.median(slow for _, slow in rounds)),
        peer=shown_time(statistics.median(fast for fast, _ in rounds)),
        ratio=statistics.median(slow / fast for fast, slow in rounds),
        target="<=3",
        recall=recall,
    )


def run(context):
    yield from phash(context)
    yield from pdq(context)
