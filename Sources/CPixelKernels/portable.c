// The definition of every kernel, in plain C.
#include "pixel_kernels_portable.h"

static inline uint8_t holster_rounded(int32_t sum) {
    int32_t value = (sum + (1 << (HOLSTER_FRACTION_BITS - 1))) >> HOLSTER_FRACTION_BITS;
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

static inline int32_t holster_weight(const holster_axis *axis, ptrdiff_t at) {
    return axis->coarse[at] * (1 << axis->shift) + axis->fine[at];
}

void holster_across_rgb_portable(
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

void holster_across_grey_portable(
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

void holster_down_portable(
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

void holster_across_sums_portable(
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

void holster_luma8_portable(const uint8_t *rgb, int32_t width, uint8_t *target) {
    for (int32_t x = 0; x < width; x++) target[x] = (uint8_t)holster_luma(rgb + 3 * (ptrdiff_t)x);
}

void holster_luma16_portable(const uint8_t *rgb, int32_t width, int16_t *target) {
    for (int32_t x = 0; x < width; x++) target[x] = (int16_t)holster_luma(rgb + 3 * (ptrdiff_t)x);
}

static inline uint8_t holster_coarse_output(const uint8_t *sample, ptrdiff_t step, const int8_t *weights, int32_t taps) {
    int32_t sum = 1 << (HOLSTER_COARSE_FRACTION_BITS - 1);
    for (int32_t tap = 0; tap < taps; tap++) sum += weights[tap] * sample[tap * step];
    sum >>= HOLSTER_COARSE_FRACTION_BITS;
    return (uint8_t)(sum < 0 ? 0 : sum > 255 ? 255 : sum);
}

void holster_across_rgb_coarse_portable(
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

void holster_down_coarse_portable(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_coarse_axis *axis, int32_t index, uint8_t *target,
    int32_t byteCount) {
    const uint8_t *column = source + axis->first[index] * sourceStride;
    const int8_t *weights = axis->weights + (ptrdiff_t)index * axis->stride;
    for (int32_t x = 0; x < byteCount; x++) {
        target[x] = holster_coarse_output(column + x, sourceStride, weights, axis->taps[index]);
    }
}
