#pragma once
// The definition of every kernel, in plain C: what runs on processors without AVX2, and the tail of those with it.
#include "pixel_kernels.h"

#define HOLSTER_FRACTION_BITS 22

static inline uint8_t holster_rounded(int32_t sum) {
    int32_t value = (sum + (1 << (HOLSTER_FRACTION_BITS - 1))) >> HOLSTER_FRACTION_BITS;
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

static inline int32_t holster_weight(const holster_axis *axis, ptrdiff_t at) {
    return axis->coarse[at] * (1 << axis->shift) + axis->fine[at];
}

static inline void holster_across_rgb_portable(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, uint8_t *target,
    ptrdiff_t targetStride) {
    for (int32_t r = 0; r < rows; r++) {
        for (int32_t x = 0; x < axis->count; x++) {
            const uint8_t *pixel = source + r * sourceStride + 3 * (ptrdiff_t)axis->first[x];
            int32_t red = 0, green = 0, blue = 0;
            for (int32_t tap = 0; tap < axis->taps[x]; tap++, pixel += 3) {
                int32_t weight = holster_weight(axis, (ptrdiff_t)x * axis->stride + tap);
                red += weight * pixel[0];
                green += weight * pixel[1];
                blue += weight * pixel[2];
            }
            uint8_t *out = target + r * targetStride + 3 * (ptrdiff_t)x;
            out[0] = holster_rounded(red);
            out[1] = holster_rounded(green);
            out[2] = holster_rounded(blue);
        }
    }
}

static inline void holster_across_grey_portable(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, uint8_t *target, ptrdiff_t targetStride) {
    for (int32_t r = 0; r < rows; r++) {
        for (int32_t x = 0; x < axis->count; x++) {
            const int16_t *sample = source + r * sourceStride + axis->first[x];
            int32_t sum = 0;
            for (int32_t tap = 0; tap < axis->taps[x]; tap++) {
                sum += holster_weight(axis, (ptrdiff_t)x * axis->stride + tap) * sample[tap];
            }
            target[r * targetStride + x] = holster_rounded(sum);
        }
    }
}

static inline void holster_down_portable(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_axis *axis, int32_t index, uint8_t *target, int32_t byteCount) {
    const uint8_t *column = source + axis->first[index] * sourceStride;
    for (int32_t x = 0; x < byteCount; x++) {
        int32_t sum = 0;
        for (int32_t tap = 0; tap < axis->taps[index]; tap++) {
            sum += holster_weight(axis, (ptrdiff_t)index * axis->stride + tap) * column[x + tap * sourceStride];
        }
        target[x] = holster_rounded(sum);
    }
}

static inline uint32_t holster_luma(const uint8_t *rgb) {
    return (19595u * rgb[0] + 38470u * rgb[1] + 7471u * rgb[2] + 32768u) >> 16;
}

static inline void holster_across_sums_portable(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, int32_t *target, ptrdiff_t targetStride) {
    for (int32_t r = 0; r < rows; r++) {
        for (int32_t x = 0; x < axis->count; x++) {
            const int16_t *sample = source + r * sourceStride + axis->first[x];
            int32_t sum = 0;
            for (int32_t tap = 0; tap < axis->taps[x]; tap++) sum += axis->coarse[(ptrdiff_t)x * axis->stride + tap] * sample[tap];
            target[r * targetStride + x] = sum;
        }
    }
}
