// The kernels for processors with AVX2. Each is compiled for that target alone and called through pixel_kernels.c's dispatch.
#include "avx2_pixels.h"

#if defined(__x86_64__)
// How RGB rows are laid out for the resize across: for each two neighbouring pixels three registers, one a channel, in which each 32-bit lane
// holds the two samples of one of eight rows (0–3 in the low half, 4–7 in the high one). So one multiplication of pairs serves eight
// rows, no lane is idle, and sums need no adding up at the end.
#define PAIR_REGISTERS 3

INLINE void store_pairs(__m256i fourPixels, __m256i *first, __m256i *second) {
    const __m256i low = _mm256_setr_epi8(
        0, -1, 1, -1, 4, -1, 5, -1, 8, -1, 9, -1, 12, -1, 13, -1, 0, -1, 1, -1, 4, -1, 5, -1, 8, -1, 9, -1, 12, -1, 13, -1);
    const __m256i high = _mm256_setr_epi8(
        2, -1, 3, -1, 6, -1, 7, -1, 10, -1, 11, -1, 14, -1, 15, -1, 2, -1, 3, -1, 6, -1, 7, -1, 10, -1, 11, -1, 14, -1, 15, -1);
    _mm256_store_si256(first, _mm256_shuffle_epi8(fourPixels, low));
    _mm256_store_si256(second, _mm256_shuffle_epi8(fourPixels, high));
}

// Lays out `count` pixels of eight rows, four at a time: up to three more are read and laid out.
INLINE void lay_out(const uint8_t *const row[8], int32_t count, __m256i *pairs) {
    const __m256i byChannel = _mm256_setr_epi8(
        0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11, -1, -1, -1, -1, 0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11, -1, -1, -1, -1);
    for (ptrdiff_t at = 0; at < 3 * (ptrdiff_t)count; at += 12, pairs += 2 * PAIR_REGISTERS) {
        __m256i pixels[4];
        for (int r = 0; r < 4; r++) {
            __m256i both = _mm256_inserti128_si256(
                _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(row[r] + at))),
                _mm_loadu_si128((const __m128i *)(row[r + 4] + at)), 1);
            pixels[r] = _mm256_shuffle_epi8(both, byChannel);
        }
        __m256i upper = _mm256_unpacklo_epi32(pixels[0], pixels[1]), lower = _mm256_unpacklo_epi32(pixels[2], pixels[3]);
        __m256i upperBlue = _mm256_unpackhi_epi32(pixels[0], pixels[1]), lowerBlue = _mm256_unpackhi_epi32(pixels[2], pixels[3]);
        store_pairs(_mm256_unpacklo_epi64(upper, lower), pairs, pairs + PAIR_REGISTERS);
        store_pairs(_mm256_unpackhi_epi64(upper, lower), pairs + 1, pairs + PAIR_REGISTERS + 1);
        store_pairs(_mm256_unpacklo_epi64(upperBlue, lowerBlue), pairs + 2, pairs + PAIR_REGISTERS + 2);
    }
}

// Sums of one output: red, green and blue of eight rows each.
INLINE void rgb_sums(const __m256i *pairs, const int16_t *weights, int32_t pairCount, __m256i sums[3]) {
    __m256i red = _mm256_setzero_si256(), green = red, blue = red;
    for (int32_t pair = 0; pair < pairCount; pair++, pairs += PAIR_REGISTERS) {
        int32_t both;
        memcpy(&both, weights + 2 * pair, 4);
        const __m256i w = _mm256_set1_epi32(both);
        red = _mm256_add_epi32(red, _mm256_madd_epi16(_mm256_load_si256(pairs), w));
        green = _mm256_add_epi32(green, _mm256_madd_epi16(_mm256_load_si256(pairs + 1), w));
        blue = _mm256_add_epi32(blue, _mm256_madd_epi16(_mm256_load_si256(pairs + 2), w));
    }
    sums[0] = red;
    sums[1] = green;
    sums[2] = blue;
}

// Bytes: in each half, four of red, four of green, four of blue, and those again.
INLINE __m256i rgb_clamped(const __m256i sums[3], int32_t shift) {
    const __m128i s = _mm_cvtsi32_si128(shift);
    __m256i blue = _mm256_sra_epi32(sums[2], s);
    __m256i redGreen = _mm256_packs_epi32(_mm256_sra_epi32(sums[0], s), _mm256_sra_epi32(sums[1], s));
    return _mm256_packus_epi16(redGreen, _mm256_packs_epi32(blue, blue));
}

// Whether the fine part could change the rounding: the coarse sum, lowered by what it may lose, is less than what it may gain besides below
// the next boundary.
typedef struct {
    __m256i lowered, mask, limit;
} doubt;

INLINE doubt doubt_of(const holster_axis *axis, int32_t output) {
    const int32_t shift = HOLSTER_FRACTION_BITS - axis->shift, mask = (1 << shift) - 1;
    doubt result = {
        _mm256_set1_epi32((1 << (shift - 1)) - axis->below[output]), _mm256_set1_epi32(mask),
        _mm256_set1_epi32(mask - axis->below[output] - axis->above[output])};
    return result;
}

INLINE __m256i in_doubt(__m256i lowered, doubt d) { return _mm256_cmpgt_epi32(_mm256_and_si256(lowered, d.mask), d.limit); }

INLINE __m256i with_fine(__m256i coarse, __m256i fine, int32_t shift) {
    const __m256i half = _mm256_set1_epi32(1 << (HOLSTER_FRACTION_BITS - 1));
    return _mm256_add_epi32(_mm256_add_epi32(_mm256_sll_epi32(coarse, _mm_cvtsi32_si128(shift)), fine), half);
}

// The same by row: a pixel in each 32 bits.
INLINE __m256i by_row(__m256i bytes) {
    const __m256i order = _mm256_setr_epi8(
        0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    return _mm256_shuffle_epi8(bytes, order);
}

AVX2 void holster_across_rgb_avx2(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, int16_t *layout, uint8_t *target,
    ptrdiff_t targetStride) {
    const uint8_t *row[8];
    for (int r = 0; r < 8; r++) row[r] = source + (r < rows ? r : 0) * sourceStride;
    lay_out(row, axis->inputs, (__m256i *)layout);
    pixel_group group;
    for (int32_t x = 0; x < axis->count; x++) {
        // Pairs begin at even pixels; the weight before an output's first is 0.
        const int32_t odd = axis->first[x] & 1, pairCount = (axis->taps[x] + odd + 1) >> 1;
        const __m256i *pairs = (const __m256i *)layout + (ptrdiff_t)(axis->first[x] >> 1) * PAIR_REGISTERS;
        const ptrdiff_t at = (ptrdiff_t)x * axis->stride - odd;
        const doubt d = doubt_of(axis, x);
        __m256i sums[3], lowered[3], doubts = _mm256_setzero_si256(), result;
        rgb_sums(pairs, axis->coarse + at, pairCount, sums);
        for (int part = 0; part < 3; part++) {
            lowered[part] = _mm256_add_epi32(sums[part], d.lowered);
            doubts = _mm256_or_si256(doubts, in_doubt(lowered[part], d));
        }
        if (_mm256_testz_si256(doubts, doubts)) {
            result = rgb_clamped(lowered, HOLSTER_FRACTION_BITS - axis->shift);
        } else {
            __m256i fine[3];
            rgb_sums(pairs, axis->fine + at, pairCount, fine);
            for (int part = 0; part < 3; part++) fine[part] = with_fine(sums[part], fine[part], axis->shift);
            result = rgb_clamped(fine, HOLSTER_FRACTION_BITS);
        }
        group.pixels[x & 3] = by_row(result);
        store_pixels(&group, x, axis->count, target, targetStride, rows);
    }
}

INLINE __m128i folded(__m256i sums) {
    return _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
}

INLINE __m128i clamped(__m128i sums) {
    __m128i words = _mm_packs_epi32(sums, sums);
    return _mm_packus_epi16(words, words);
}

// Sums of one output in up to four rows of samples: [row 0 … row 3].
INLINE __m128i grey_sums(
    const int16_t *source, ptrdiff_t stride, int32_t rows, int32_t groups, const int16_t *weights) {
    __m256i a = _mm256_setzero_si256(), b = a, c = a, d = a;
    const int16_t *row1 = source + (rows > 1 ? stride : 0);
    const int16_t *row2 = source + (rows > 2 ? 2 * stride : 0);
    const int16_t *row3 = source + (rows > 3 ? 3 * stride : 0);
    for (int32_t g = 0; g < groups; g++) {
        __m256i w = _mm256_loadu_si256((const __m256i *)(weights + 16 * g));
        a = _mm256_add_epi32(a, _mm256_madd_epi16(_mm256_loadu_si256((const __m256i *)(source + 16 * g)), w));
        b = _mm256_add_epi32(b, _mm256_madd_epi16(_mm256_loadu_si256((const __m256i *)(row1 + 16 * g)), w));
        c = _mm256_add_epi32(c, _mm256_madd_epi16(_mm256_loadu_si256((const __m256i *)(row2 + 16 * g)), w));
        d = _mm256_add_epi32(d, _mm256_madd_epi16(_mm256_loadu_si256((const __m256i *)(row3 + 16 * g)), w));
    }
    return folded(_mm256_hadd_epi32(_mm256_hadd_epi32(a, b), _mm256_hadd_epi32(c, d)));
}

AVX2 void holster_across_grey_avx2(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, uint8_t *target, ptrdiff_t targetStride) {
    const int32_t half = 1 << (HOLSTER_FRACTION_BITS - 1 - axis->shift);
    const __m128i coarseShift = _mm_cvtsi32_si128(HOLSTER_FRACTION_BITS - axis->shift);
    for (int32_t x = 0; x < axis->count; x++) {
        const int16_t *samples = source + axis->first[x];
        const ptrdiff_t at = (ptrdiff_t)x * axis->stride;
        const int32_t groups = (axis->taps[x] + 15) >> 4;
        __m128i sums = grey_sums(samples, sourceStride, rows, groups, axis->coarse + at);
        __m128i low = _mm_sra_epi32(_mm_add_epi32(sums, _mm_set1_epi32(half - axis->below[x])), coarseShift);
        __m128i high = _mm_sra_epi32(_mm_add_epi32(sums, _mm_set1_epi32(half + axis->above[x])), coarseShift);
        if (__builtin_expect(_mm_movemask_epi8(_mm_cmpeq_epi32(low, high)) != 0xFFFF, 0)) {
            __m128i fine = grey_sums(samples, sourceStride, rows, groups, axis->fine + at);
            __m128i whole = _mm_add_epi32(_mm_sll_epi32(sums, _mm_cvtsi32_si128(axis->shift)), fine);
            low = _mm_srai_epi32(_mm_add_epi32(whole, _mm_set1_epi32(1 << (HOLSTER_FRACTION_BITS - 1))), HOLSTER_FRACTION_BITS);
        }
        uint32_t values = (uint32_t)_mm_cvtsi128_si32(clamped(low));
        for (int32_t r = 0; r < rows; r++) target[r * targetStride + x] = (uint8_t)(values >> (8 * r));
    }
}

AVX2 void holster_across_sums_avx2(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, int32_t *target, ptrdiff_t targetStride) {
    for (int32_t x = 0; x < axis->count; x++) {
        int32_t sums[4];
        _mm_storeu_si128(
            (__m128i *)sums,
            grey_sums(
                source + axis->first[x], sourceStride, rows, (axis->taps[x] + 15) >> 4, axis->coarse + (ptrdiff_t)x * axis->stride));
        for (int32_t r = 0; r < rows; r++) target[r * targetStride + x] = sums[r];
    }
}

// Sums of 32 columns over all taps, two rows at a time; the byte order of unpacking is undone by packing.
INLINE void down_sums(
    const uint8_t *column, ptrdiff_t stride, int32_t taps, const int16_t *weights, __m256i sums[4]) {
    const __m256i zero = _mm256_setzero_si256();
    __m256i a = zero, b = zero, c = zero, d = zero;
    for (int32_t tap = 0; tap < taps; tap += 2) {
        int32_t pair;
        memcpy(&pair, weights + tap, 4);
        const __m256i w = _mm256_set1_epi32(pair);
        // The weight behind the last tap is 0.
        const uint8_t *next = tap + 1 < taps ? column + stride : column;
        __m256i upper = _mm256_loadu_si256((const __m256i *)column);
        __m256i lower = _mm256_loadu_si256((const __m256i *)next);
        __m256i first = _mm256_unpacklo_epi8(upper, lower), second = _mm256_unpackhi_epi8(upper, lower);
        a = _mm256_add_epi32(a, _mm256_madd_epi16(_mm256_unpacklo_epi8(first, zero), w));
        b = _mm256_add_epi32(b, _mm256_madd_epi16(_mm256_unpackhi_epi8(first, zero), w));
        c = _mm256_add_epi32(c, _mm256_madd_epi16(_mm256_unpacklo_epi8(second, zero), w));
        d = _mm256_add_epi32(d, _mm256_madd_epi16(_mm256_unpackhi_epi8(second, zero), w));
        column += 2 * stride;
    }
    sums[0] = a;
    sums[1] = b;
    sums[2] = c;
    sums[3] = d;
}

INLINE __m256i down_clamped(const __m256i sums[4], int32_t shift) {
    const __m128i s = _mm_cvtsi32_si128(shift);
    return _mm256_packus_epi16(
        _mm256_packs_epi32(_mm256_sra_epi32(sums[0], s), _mm256_sra_epi32(sums[1], s)),
        _mm256_packs_epi32(_mm256_sra_epi32(sums[2], s), _mm256_sra_epi32(sums[3], s)));
}

AVX2 void holster_down_avx2(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_axis *axis, int32_t index, uint8_t *target, int32_t byteCount) {
    if (byteCount < 32) {
        holster_down_portable(source, sourceStride, axis, index, target, byteCount);
        return;
    }
    const ptrdiff_t at = (ptrdiff_t)index * axis->stride;
    const int32_t taps = axis->taps[index];
    const doubt d = doubt_of(axis, index);
    for (int32_t x = 0; x < byteCount; x += 32) {
        // The last columns are done with the ones before them once more.
        if (x > byteCount - 32) x = byteCount - 32;
        const uint8_t *column = source + axis->first[index] * sourceStride + x;
        __m256i sums[4], lowered[4], doubts = _mm256_setzero_si256(), result;
        down_sums(column, sourceStride, taps, axis->coarse + at, sums);
        for (int part = 0; part < 4; part++) {
            lowered[part] = _mm256_add_epi32(sums[part], d.lowered);
            doubts = _mm256_or_si256(doubts, in_doubt(lowered[part], d));
        }
        if (_mm256_testz_si256(doubts, doubts)) {
            result = down_clamped(lowered, HOLSTER_FRACTION_BITS - axis->shift);
        } else {
            __m256i fine[4];
            down_sums(column, sourceStride, taps, axis->fine + at, fine);
            for (int part = 0; part < 4; part++) fine[part] = with_fine(sums[part], fine[part], axis->shift);
            result = down_clamped(fine, HOLSTER_FRACTION_BITS);
        }
        _mm256_storeu_si256((__m256i *)(target + x), result);
    }
}

// Luma of eight pixels as 32-bit lanes, pixels 0–3 in the low lane. 38470 does not fit 16 bits with a sign: G is counted twice, by 22086 and
// by 16384.
INLINE __m256i luma_of_eight(const uint8_t *rgb) {
    const __m256i redGreen = _mm256_setr_epi8(
        0, -1, 1, -1, 3, -1, 4, -1, 6, -1, 7, -1, 9, -1, 10, -1, 0, -1, 1, -1, 3, -1, 4, -1, 6, -1, 7, -1, 9, -1, 10, -1);
    const __m256i blueGreen = _mm256_setr_epi8(
        2, -1, 1, -1, 5, -1, 4, -1, 8, -1, 7, -1, 11, -1, 10, -1, 2, -1, 1, -1, 5, -1, 4, -1, 8, -1, 7, -1, 11, -1, 10, -1);
    const __m256i redGreenWeights = _mm256_set1_epi32(22086 << 16 | 19595), blueGreenWeights = _mm256_set1_epi32(16384 << 16 | 7471);
    __m256i pixels = _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)rgb)), _mm_loadu_si128((const __m128i *)(rgb + 12)), 1);
    __m256i sum = _mm256_add_epi32(
        _mm256_madd_epi16(_mm256_shuffle_epi8(pixels, redGreen), redGreenWeights),
        _mm256_madd_epi16(_mm256_shuffle_epi8(pixels, blueGreen), blueGreenWeights));
    return _mm256_srli_epi32(_mm256_add_epi32(sum, _mm256_set1_epi32(32768)), 16);
}

INLINE __m256i luma_of_sixteen(const uint8_t *rgb) {
    return _mm256_permute4x64_epi64(_mm256_packs_epi32(luma_of_eight(rgb), luma_of_eight(rgb + 24)), 0xD8);
}

AVX2 void holster_luma8_avx2(const uint8_t *rgb, int32_t width, uint8_t *target) {
    int32_t x = 0;
    for (; x + 32 <= width; x += 32) {
        __m256i packed = _mm256_packus_epi16(luma_of_sixteen(rgb + 3 * (ptrdiff_t)x), luma_of_sixteen(rgb + 3 * (ptrdiff_t)x + 48));
        _mm256_storeu_si256((__m256i *)(target + x), _mm256_permute4x64_epi64(packed, 0xD8));
    }
    for (; x < width; x++) target[x] = (uint8_t)holster_luma(rgb + 3 * (ptrdiff_t)x);
}

AVX2 void holster_luma16_avx2(const uint8_t *rgb, int32_t width, int16_t *target) {
    int32_t x = 0;
    for (; x + 16 <= width; x += 16) _mm256_storeu_si256((__m256i *)(target + x), luma_of_sixteen(rgb + 3 * (ptrdiff_t)x));
    for (; x < width; x++) target[x] = (int16_t)holster_luma(rgb + 3 * (ptrdiff_t)x);
}
#endif
