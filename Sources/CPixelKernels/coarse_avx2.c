// The kernels with coarse weights, for processors with AVX2.
#include "avx2_pixels.h"

#if defined(__x86_64__)
// How RGB rows are laid out for the resize across: for each two neighbouring pixels four registers, each with four of sixteen rows, in which
// each 16-bit lane holds the two samples of one channel: red, green, blue and one that is not used.
#define PAIR_REGISTERS 4

INLINE void lay_out(const uint8_t *const row[16], int32_t count, __m256i *pairs) {
    const __m256i byPair = _mm256_setr_epi8(
        0, 3, 1, 4, 2, 5, -1, -1, 6, 9, 7, 10, 8, 11, -1, -1, 0, 3, 1, 4, 2, 5, -1, -1, 6, 9, 7, 10, 8, 11, -1, -1);
    for (ptrdiff_t at = 0; at < 3 * (ptrdiff_t)count; at += 12, pairs += 2 * PAIR_REGISTERS) {
        for (int quad = 0; quad < 4; quad++) {
            // Rows 0, 1, 4, 5; then 2, 3, 6, 7; and so on: packing puts them in order.
            const int first = (quad & 2) * 4 + (quad & 1) * 2;
            __m256i both[2];
            for (int r = 0; r < 2; r++) {
                __m256i rows = _mm256_inserti128_si256(
                    _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(row[first + r] + at))),
                    _mm_loadu_si128((const __m128i *)(row[first + r + 4] + at)), 1);
                both[r] = _mm256_shuffle_epi8(rows, byPair);
            }
            _mm256_store_si256(pairs + quad, _mm256_unpacklo_epi64(both[0], both[1]));
            _mm256_store_si256(pairs + PAIR_REGISTERS + quad, _mm256_unpackhi_epi64(both[0], both[1]));
        }
    }
}

// Sums begin at the half that rounds, lowered by 128 levels: with magnitudes of 192 at most, no sum of products of bytes leaves 16 bits
// then, in whatever order.
INLINE __m256i start(void) { return _mm256_set1_epi16((1 << (HOLSTER_COARSE_FRACTION_BITS - 1)) - (128 << HOLSTER_COARSE_FRACTION_BITS)); }

// The levels of two registers of sums, clamped.
INLINE __m256i levels(__m256i a, __m256i b) {
    __m256i lowered = _mm256_packs_epi16(
        _mm256_srai_epi16(a, HOLSTER_COARSE_FRACTION_BITS), _mm256_srai_epi16(b, HOLSTER_COARSE_FRACTION_BITS));
    return _mm256_xor_si256(lowered, _mm256_set1_epi8((char)128));
}

AVX2 void holster_across_rgb_coarse_avx2(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_coarse_axis *axis, uint8_t *layout, uint8_t *target,
    ptrdiff_t targetStride) {
    const uint8_t *row[16];
    for (int r = 0; r < 16; r++) row[r] = source + (r < rows ? r : 0) * sourceStride;
    lay_out(row, axis->inputs, (__m256i *)layout);
    pixel_group upper, lower;
    for (int32_t x = 0; x < axis->count; x++) {
        // Pairs begin at even pixels; the weight before an output's first is 0.
        const int32_t odd = axis->first[x] & 1;
        const __m256i *pairs = (const __m256i *)layout + (ptrdiff_t)(axis->first[x] >> 1) * PAIR_REGISTERS;
        const int8_t *weights = axis->weights + (ptrdiff_t)x * axis->stride - odd;
        __m256i a = start(), b = a, c = a, d = a;
        for (int32_t tap = 0; tap < axis->taps[x] + odd; tap += 2, pairs += PAIR_REGISTERS) {
            int16_t pair;
            memcpy(&pair, weights + tap, 2);
            const __m256i w = _mm256_set1_epi16(pair);
            a = _mm256_add_epi16(a, _mm256_maddubs_epi16(_mm256_load_si256(pairs), w));
            b = _mm256_add_epi16(b, _mm256_maddubs_epi16(_mm256_load_si256(pairs + 1), w));
            c = _mm256_add_epi16(c, _mm256_maddubs_epi16(_mm256_load_si256(pairs + 2), w));
            d = _mm256_add_epi16(d, _mm256_maddubs_epi16(_mm256_load_si256(pairs + 3), w));
        }
        upper.pixels[x & 3] = levels(a, b);
        lower.pixels[x & 3] = levels(c, d);
        store_pixels(&upper, x, axis->count, target, targetStride, rows);
        if (rows > 8) store_pixels(&lower, x, axis->count, target + 8 * targetStride, targetStride, rows - 8);
    }
}

AVX2 void holster_down_coarse_avx2(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_coarse_axis *axis, int32_t index, uint8_t *target,
    int32_t byteCount) {
    if (byteCount < 32) {
        holster_down_coarse_portable(source, sourceStride, axis, index, target, byteCount);
        return;
    }
    const int8_t *weights = axis->weights + (ptrdiff_t)index * axis->stride;
    const int32_t taps = axis->taps[index], half = (taps + 1) / 2;
    for (int32_t x = 0; x < byteCount; x += 32) {
        // The last columns are done with the ones before them once more.
        if (x > byteCount - 32) x = byteCount - 32;
        const uint8_t *column = source + axis->first[index] * sourceStride + x;
        __m256i low = start(), high = low;
        for (int32_t tap = 0; tap < half; tap++, column += sourceStride) {
            const __m256i w = _mm256_set1_epi16((int16_t)((uint8_t)weights[tap] | (uint16_t)(uint8_t)weights[tap + half] << 8));
            __m256i upper = _mm256_loadu_si256((const __m256i *)column);
            // The weight behind the last tap is 0.
            __m256i lower = _mm256_loadu_si256((const __m256i *)(tap + half < taps ? column + half * sourceStride : column));
            low = _mm256_add_epi16(low, _mm256_maddubs_epi16(_mm256_unpacklo_epi8(upper, lower), w));
            high = _mm256_add_epi16(high, _mm256_maddubs_epi16(_mm256_unpackhi_epi8(upper, lower), w));
        }
        _mm256_storeu_si256((__m256i *)(target + x), levels(low, high));
    }
}
#endif
