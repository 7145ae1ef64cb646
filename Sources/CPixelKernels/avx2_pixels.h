#pragma once
// What the vector kernels share: how resized pixels of eight rows are written.
#include "avx2.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline)) AVX2

// Up to four pixels of eight rows: in each register a pixel, red, green, blue and one byte that does not count, of rows 0–3 and 4–7.
typedef struct {
    __m256i pixels[4];
} pixel_group;

// Writes a whole group, 16 bytes a row, of which the group behind it overwrites the last four.
INLINE void store_group(const pixel_group *group, uint8_t *target, ptrdiff_t stride) {
    const __m256i dense = _mm256_setr_epi8(
        0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
    const __m256i *p = group->pixels;
    __m256i upper = _mm256_unpacklo_epi32(p[0], p[1]), upperRight = _mm256_unpacklo_epi32(p[2], p[3]);
    __m256i lower = _mm256_unpackhi_epi32(p[0], p[1]), lowerRight = _mm256_unpackhi_epi32(p[2], p[3]);
    __m256i rows[4] = {
        _mm256_unpacklo_epi64(upper, upperRight), _mm256_unpackhi_epi64(upper, upperRight),
        _mm256_unpacklo_epi64(lower, lowerRight), _mm256_unpackhi_epi64(lower, lowerRight)};
    for (int r = 0; r < 4; r++) {
        __m256i bytes = _mm256_shuffle_epi8(rows[r], dense);
        _mm_storeu_si128((__m128i *)(target + r * stride), _mm256_castsi256_si128(bytes));
        _mm_storeu_si128((__m128i *)(target + (r + 4) * stride), _mm256_extracti128_si256(bytes, 1));
    }
}

// Writes `count` pixels of `rows` rows and not a byte more.
INLINE void store_part(const pixel_group *group, uint8_t *target, ptrdiff_t stride, int32_t rows, int32_t count) {
    for (int32_t x = 0; x < count; x++) {
        uint8_t bytes[32];
        _mm256_storeu_si256((__m256i *)bytes, group->pixels[x]);
        for (int32_t r = 0; r < rows && r < 8; r++) memcpy(target + r * stride + 3 * x, bytes + 4 * r, 3);
    }
}

// Output `x` of `count` is in the group: writes the group when it is full, or the last one.
INLINE void store_pixels(
    const pixel_group *group, int32_t x, int32_t count, uint8_t *target, ptrdiff_t stride, int32_t rows) {
    const int32_t held = (x & 3) + 1;
    uint8_t *first = target + 3 * (ptrdiff_t)(x + 1 - held);
    // What the last four bytes overwrite must be two pixels of the same row.
    if (held == 4 && rows >= 8 && x + 2 < count) {
        store_group(group, first, stride);
    } else if (held == 4 || x + 1 == count) {
        store_part(group, first, stride, rows, held);
    }
}
#endif
