#pragma once
// The definition of the kernels with coarse weights.
#include "pixel_kernels.h"

#define HOLSTER_COARSE_FRACTION_BITS 7

static inline uint8_t holster_coarse_output(const uint8_t *sample, ptrdiff_t step, const int8_t *weights, int32_t taps) {
    int32_t sum = 1 << (HOLSTER_COARSE_FRACTION_BITS - 1);
    for (int32_t tap = 0; tap < taps; tap++) sum += weights[tap] * sample[tap * step];
    sum >>= HOLSTER_COARSE_FRACTION_BITS;
    return (uint8_t)(sum < 0 ? 0 : sum > 255 ? 255 : sum);
}

static inline void holster_across_rgb_coarse_portable(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_coarse_axis *axis, uint8_t *target,
    ptrdiff_t targetStride) {
    for (int32_t r = 0; r < rows; r++) {
        for (int32_t x = 0; x < axis->count; x++) {
            const uint8_t *pixel = source + r * sourceStride + 3 * (ptrdiff_t)axis->first[x];
            const int8_t *weights = axis->weights + (ptrdiff_t)x * axis->stride;
            uint8_t *out = target + r * targetStride + 3 * (ptrdiff_t)x;
            for (int channel = 0; channel < 3; channel++) {
                out[channel] = holster_coarse_output(pixel + channel, 3, weights, axis->taps[x]);
            }
        }
    }
}

static inline void holster_down_coarse_portable(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_coarse_axis *axis, int32_t index, uint8_t *target,
    int32_t byteCount) {
    const uint8_t *column = source + axis->first[index] * sourceStride;
    const int8_t *weights = axis->weights + (ptrdiff_t)index * axis->stride;
    for (int32_t x = 0; x < byteCount; x++) {
        target[x] = holster_coarse_output(column + x, sourceStride, weights, axis->taps[index]);
    }
}

#if defined(__x86_64__)
void holster_across_rgb_coarse_avx2(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_coarse_axis *axis, uint8_t *layout, uint8_t *target,
    ptrdiff_t targetStride);
void holster_down_coarse_avx2(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_coarse_axis *axis, int32_t index, uint8_t *target,
    int32_t byteCount);
#endif
