#pragma once
// The inner loops of the Hamming index (Sources/Screening/Index), in C for prefetching and popcount instructions, which a baseline x86-64
// build does not use. Everything works on the caller's memory: no state, no allocation, safe on any thread.
//
// A table is a set of fingerprints of 1 or 4 words. Bit 0 is the top bit of word 0. A chunk is a run of bits; its table leads from a value
// of those bits to the entries that have it (multi-index hashing: Norouzi, Punjani, Fleet, "Fast Exact Search in Hamming Space With
// Multi-Index Hashing", 2014). A bucket is addressed by the chunk's upper bits; its lower `tagBits` stand in the upper bits of each listed
// entry, so that one cache line of a bucket holds several values and tells them apart.
#include <stddef.h>
#include <stdint.h>

#define HOLSTER_HAMMING_CHUNK_LIMIT 16

typedef struct {
    // Where each bucket's entries start: 2^(width - tagBits) + 1 of them.
    const uint32_t *offsets;
    // tag << (32 - tagBits) | position of the first of equal entries; NULL for chunk 0, whose buckets are runs of the table itself.
    const uint32_t *entries;
    int32_t first;
    int32_t width;
    int32_t tagBits;
} holster_hamming_chunk;

typedef struct {
    // Sorted by words where there are chunks.
    const uint64_t *words;
    const uint32_t *rows;
    // Bit i is 1 while the entry of row firstRow + i, or the entry at position i, counts. Read and changed atomically.
    const uint64_t *live;
    uint32_t firstRow;
    int32_t isLiveByPosition;
    int32_t wordCount;
    uint32_t count;
} holster_hamming_table;

typedef struct {
    uint32_t row;
    uint32_t distance;
} holster_hamming_match;

// Every live entry within `radius` of the query, by looking at all of them. Returns how many there are; writes the first `capacity`.
size_t holster_hamming_scan(
    const holster_hamming_table *table, const uint64_t *query, int32_t radius, holster_hamming_match *matches, size_t capacity);

// The same through the chunks: chunk i's buckets within flips[i] bits of the query's are visited, none where that is negative. Exact when
// the sum of flips[i] + 1 is radius + 1. An entry is found once, by the first chunk that leads to it.
size_t holster_hamming_search(
    const holster_hamming_table *table, const holster_hamming_chunk *chunks, int32_t chunkCount, const uint64_t *query, int32_t radius,
    const int8_t *flips, holster_hamming_match *matches, size_t capacity);

// Building. `kept` is a bitmap by position, NULL for all.
// Adds to counts[value of the chunk] how many kept entries have it.
void holster_hamming_count(
    const uint64_t *words, int32_t wordCount, size_t count, const uint64_t *kept, int32_t first, int32_t width, uint32_t *counts);
// Copies kept entries to where cursors[value of the chunk] says, and advances that.
void holster_hamming_place(
    const uint64_t *words, const uint32_t *rows, int32_t wordCount, size_t count, const uint64_t *kept, int32_t first, int32_t width,
    uint32_t *cursors, uint64_t *placedWords, uint32_t *placedRows);
// Sorts the entries of each bucket by their words. `offsets` has bucketCount + 1 elements.
void holster_hamming_order(uint64_t *words, uint32_t *rows, int32_t wordCount, const uint32_t *offsets, size_t bucketCount);
// Entries of a sorted table that differ from the one before.
size_t holster_hamming_leaders(const uint64_t *words, int32_t wordCount, size_t count);
// Fills one chunk's table from sorted words. `offsets` has 2^(width - tagBits) + 1 elements, all 0.
void holster_hamming_list(
    const uint64_t *words, int32_t wordCount, size_t count, int32_t first, int32_t width, int32_t tagBits, uint32_t *offsets,
    uint32_t *entries);
// Turns counts into starts: element i becomes the sum of those before it.
void holster_hamming_accumulate(uint32_t *counts, size_t count);

// Bitmaps that several threads read while one changes them.
static inline int32_t holster_bit_is_set(const uint64_t *bits, size_t index) {
    return (int32_t)(__atomic_load_n(&bits[index >> 6], __ATOMIC_ACQUIRE) >> (index & 63) & 1);
}
static inline void holster_bit_set(uint64_t *bits, size_t index) {
    __atomic_fetch_or(&bits[index >> 6], (uint64_t)1 << (index & 63), __ATOMIC_RELEASE);
}
// 1 when it was set.
static inline int32_t holster_bit_clear(uint64_t *bits, size_t index) {
    uint64_t bit = (uint64_t)1 << (index & 63);
    if (!holster_bit_is_set(bits, index)) return 0;
    return (__atomic_fetch_and(&bits[index >> 6], ~bit, __ATOMIC_ACQ_REL) & bit) != 0;
}

// 1 where the versions for AVX2 and POPCNT run.
int32_t holster_hamming_kernels_are_vectorised(void);
