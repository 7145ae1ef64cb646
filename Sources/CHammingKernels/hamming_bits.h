#pragma once
#include "hamming_kernels.h"

#define INLINE static inline __attribute__((always_inline))

// Bits first ..< first + width of a fingerprint, width at most 32.
INLINE uint32_t chunk_value(const uint64_t *words, int32_t first, int32_t width) {
    int32_t word = first >> 6, skipped = first & 63;
    uint64_t bits = words[word] << skipped;
    if (skipped + width > 64) bits |= words[word + 1] >> (64 - skipped);
    return (uint32_t)(bits >> (64 - width));
}

INLINE int words_are_equal(const uint64_t *left, const uint64_t *right, int32_t wordCount) {
    for (int32_t i = 0; i < wordCount; i++) {
        if (left[i] != right[i]) return 0;
    }
    return 1;
}
