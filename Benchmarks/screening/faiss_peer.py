#!/usr/bin/env python3
"""One of faiss's binary indexes, on one core. Usage: faiss_peer.py BYTES ENTRIES flat | faiss_peer.py BYTES ENTRIES TABLES BITS FLIPS

Standard input: `build`, or `search QUERIES RADIUS OUT`, which writes the nanoseconds of each query to OUT and (query, row, distance) to OUT.matches.
"""

import resource
import sys
import time

import faiss
import numpy

PAGE = resource.getpagesize()


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * PAGE


def make(byte_count, words):
    if words == ["flat"]:
        return faiss.IndexBinaryFlat(8 * byte_count)
    tables, bits, flips = map(int, words)
    index = faiss.IndexBinaryMultiHash(8 * byte_count, tables, bits)
    index.nflip = flips
    return index


def build(index, path, byte_count):
    before, start = resident(), time.perf_counter()
    # A file that is mapped and read a part at a time does not count as the index's memory.
    entries = numpy.memmap(path, dtype=numpy.uint8, mode="r").reshape(-1, byte_count)
    for first in range(0, len(entries), 100_000):
        index.add(numpy.ascontiguousarray(entries[first : first + 100_000]))
    mapped = entries.nbytes
    seconds = time.perf_counter() - start
    del entries
    return f"bytes={resident() - before} seconds={seconds} mapped={mapped}"


def search(index, path, radius, out, byte_count):
    queries = numpy.fromfile(path, dtype=numpy.uint8).reshape(-1, byte_count)
    times, matches = [], []
    for number in range(len(queries)):
        query = queries[number : number + 1]
        start = time.perf_counter_ns()
        # range_search leaves out what is exactly at the radius.
        limits, distances, rows = index.range_search(query, radius + 1)
        times.append(time.perf_counter_ns() - start)
        matches += [(number, row, distance) for row, distance in zip(rows, distances)]
    numpy.array(times, dtype=numpy.int64).tofile(out)
    numpy.array(matches, dtype=numpy.uint32).tofile(out + ".matches")
    return f"lookups={len(times)} matches={len(matches)}"


def main():
    faiss.omp_set_num_threads(1)
    byte_count, entries = int(sys.argv[1]), sys.argv[2]
    index = make(byte_count, sys.argv[3:])
    for line in sys.stdin:
        match line.split():
            case ["build"]:
                print(build(index, entries, byte_count), flush=True)
            case ["search", queries, radius, out]:
                print(search(index, queries, int(radius), out, byte_count), flush=True)
            case words:
                print(f"error: {words}", flush=True)


main()
