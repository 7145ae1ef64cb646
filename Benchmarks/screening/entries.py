"""Banks and queries: random fingerprints, and copies of them with some bits changed."""

import numpy


def flip(fingerprints, counts, rng):
    """Changes counts[i] different random bits of fingerprint i."""
    bit_count = fingerprints.shape[1] * 8
    for row, count in enumerate(counts):
        for bit in rng.choice(bit_count, count, replace=False):
            fingerprints[row, bit >> 3] ^= 1 << (bit & 7)


def flip_loosely(fingerprints, most, rng):
    """Changes up to `most` random bits of each, some maybe back: fast enough for millions."""
    bit_count = fingerprints.shape[1] * 8
    counts = rng.integers(0, most + 1, len(fingerprints))
    for step in range(most):
        rows = numpy.nonzero(counts > step)[0]
        bits = rng.integers(0, bit_count, rows.size)
        fingerprints[rows, bits >> 3] ^= (1 << (bits & 7)).astype(numpy.uint8)


class Bank:
    """`scale` entries of `byte_count` bytes: independent, or a tenth as many seeds with ten copies each, which differ in up to a quarter of the radius from their seed."""

    def __init__(self, context, name, byte_count, radius, clustered=False, seed=1):
        self.byte_count, self.radius = byte_count, radius
        self.rng = numpy.random.default_rng(seed)
        count = context.scale
        if clustered:
            seeds = self.rng.integers(0, 256, (max(1, count // 10), byte_count), dtype=numpy.uint8)
            entries = numpy.repeat(seeds, 10, axis=0)
            flip_loosely(entries, radius // 4, self.rng)
        else:
            entries = self.rng.integers(0, 256, (count, byte_count), dtype=numpy.uint8)
        self.folder, self.name = context.folder, name
        self.entries_path = self.folder / f"{name}.entries"
        entries.tofile(self.entries_path)
        self.entries = numpy.memmap(self.entries_path, dtype=numpy.uint8, mode="r").reshape(-1, byte_count)

    def queries(self, count, group=1):
        """Near duplicates of entries, within the radius; of each `group` only the first, the others are random. Returns the file."""
        queries = self.rng.integers(0, 256, (count, self.byte_count), dtype=numpy.uint8)
        planted = numpy.arange(0, count, group)
        queries[planted] = self.entries[self.rng.integers(0, len(self.entries), planted.size)]
        changed = queries[planted]
        flip(changed, self.rng.integers(0, self.radius + 1, planted.size), self.rng)
        queries[planted] = changed
        path = self.folder / f"{self.name}.{count}.{group}.queries"
        queries.tofile(path)
        return path
