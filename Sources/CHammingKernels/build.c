// Building a table: entries are sorted by a counting sort over chunk 0 and then within its buckets, and listed for the other chunks by
// counting sorts. Each pass reads the words in order.
#include "hamming_bits.h"
#include <string.h>

// Buckets up to this size are sorted by insertion.
#define INSERTION_LIMIT 24

INLINE int is_kept(const uint64_t *kept, size_t position) { return !kept || (kept[position >> 6] >> (position & 63) & 1); }

void holster_hamming_count(
    const uint64_t *words, int32_t wordCount, size_t count, const uint64_t *kept, int32_t first, int32_t width, uint32_t *counts) {
    for (size_t i = 0; i < count; i++) {
        if (is_kept(kept, i)) counts[chunk_value(words + i * wordCount, first, width)]++;
    }
}

void holster_hamming_accumulate(uint32_t *counts, size_t count) {
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t here = counts[i];
        counts[i] = sum;
        sum += here;
    }
}

void holster_hamming_place(
    const uint64_t *words, const uint32_t *rows, int32_t wordCount, size_t count, const uint64_t *kept, int32_t first, int32_t width,
    uint32_t *cursors, uint64_t *placedWords, uint32_t *placedRows) {
    for (size_t i = 0; i < count; i++) {
        if (!is_kept(kept, i)) continue;
        size_t place = cursors[chunk_value(words + i * wordCount, first, width)]++;
        memcpy(placedWords + place * wordCount, words + i * wordCount, (size_t)wordCount * sizeof(uint64_t));
        placedRows[place] = rows[i];
    }
}

typedef struct {
    uint64_t words[4];
    uint32_t row;
} entry;

INLINE entry load(const uint64_t *words, const uint32_t *rows, int32_t wordCount, size_t i) {
    entry loaded = {{0, 0, 0, 0}, rows[i]};
    memcpy(loaded.words, words + i * wordCount, (size_t)wordCount * sizeof(uint64_t));
    return loaded;
}

INLINE void store(uint64_t *words, uint32_t *rows, int32_t wordCount, size_t i, const entry *stored) {
    memcpy(words + i * wordCount, stored->words, (size_t)wordCount * sizeof(uint64_t));
    rows[i] = stored->row;
}

INLINE int is_less(const uint64_t *left, const uint64_t *right, int32_t wordCount) {
    for (int32_t i = 0; i < wordCount; i++) {
        if (left[i] != right[i]) return left[i] < right[i];
    }
    return 0;
}

INLINE void insertion_sort(uint64_t *words, uint32_t *rows, int32_t wordCount, size_t count) {
    for (size_t i = 1; i < count; i++) {
        entry moved = load(words, rows, wordCount, i);
        size_t place = i;
        for (; place > 0 && is_less(moved.words, words + (place - 1) * wordCount, wordCount); place--) {
            entry other = load(words, rows, wordCount, place - 1);
            store(words, rows, wordCount, place, &other);
        }
        if (place != i) store(words, rows, wordCount, place, &moved);
    }
}

INLINE void sift_down(uint64_t *words, uint32_t *rows, int32_t wordCount, size_t root, size_t count) {
    entry moved = load(words, rows, wordCount, root);
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && is_less(words + child * wordCount, words + (child + 1) * wordCount, wordCount)) child++;
        if (!is_less(moved.words, words + child * wordCount, wordCount)) break;
        entry other = load(words, rows, wordCount, child);
        store(words, rows, wordCount, root, &other);
    }
    store(words, rows, wordCount, root, &moved);
}

// In place and never worse than n log n: a bank may be full of entries that differ little.
INLINE void heap_sort(uint64_t *words, uint32_t *rows, int32_t wordCount, size_t count) {
    for (size_t root = count / 2; root-- > 0;) sift_down(words, rows, wordCount, root, count);
    for (size_t last = count - 1; last > 0; last--) {
        entry largest = load(words, rows, wordCount, 0), other = load(words, rows, wordCount, last);
        store(words, rows, wordCount, 0, &other);
        store(words, rows, wordCount, last, &largest);
        sift_down(words, rows, wordCount, 0, last);
    }
}

void holster_hamming_order(uint64_t *words, uint32_t *rows, int32_t wordCount, const uint32_t *offsets, size_t bucketCount) {
    for (size_t bucket = 0; bucket < bucketCount; bucket++) {
        size_t start = offsets[bucket], count = offsets[bucket + 1] - start;
        if (count > INSERTION_LIMIT) {
            heap_sort(words + start * wordCount, rows + start, wordCount, count);
        } else if (count > 1) {
            insertion_sort(words + start * wordCount, rows + start, wordCount, count);
        }
    }
}

INLINE int is_leader(const uint64_t *words, int32_t wordCount, size_t i) {
    return i == 0 || !words_are_equal(words + (i - 1) * wordCount, words + i * wordCount, wordCount);
}

size_t holster_hamming_leaders(const uint64_t *words, int32_t wordCount, size_t count) {
    size_t leaders = 0;
    for (size_t i = 0; i < count; i++) leaders += (size_t)is_leader(words, wordCount, i);
    return leaders;
}

void holster_hamming_list(
    const uint64_t *words, int32_t wordCount, size_t count, int32_t first, int32_t width, int32_t tagBits, uint32_t *offsets,
    uint32_t *entries) {
    int32_t bucketBits = width - tagBits;
    // Counted one place further on, so that after the entries are in place each start has moved to where it belongs.
    for (size_t i = 0; i < count; i++) {
        if (is_leader(words, wordCount, i)) offsets[chunk_value(words + i * wordCount, first, bucketBits) + 1]++;
    }
    holster_hamming_accumulate(offsets + 1, (size_t)1 << bucketBits);
    for (size_t i = 0; i < count; i++) {
        if (!is_leader(words, wordCount, i)) continue;
        uint32_t value = chunk_value(words + i * wordCount, first, width);
        uint64_t tag = value & (((uint32_t)1 << tagBits) - 1);
        entries[offsets[(value >> tagBits) + 1]++] = (uint32_t)(tag << (32 - tagBits)) | (uint32_t)i;
    }
}
