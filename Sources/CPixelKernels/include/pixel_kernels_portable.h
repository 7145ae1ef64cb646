#pragma once
// The kernels in plain C: what runs on processors without AVX2, and the definition that the vector ones are tested against.
#include "pixel_kernels.h"

#define HOLSTER_FRACTION_BITS 22
#define HOLSTER_COARSE_FRACTION_BITS 7

static inline uint32_t holster_luma(const uint8_t *rgb) {
    return (19595u * rgb[0] + 38470u * rgb[1] + 7471u * rgb[2] + 32768u) >> 16;
}

void holster_across_rgb_portable(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, uint8_t *target,
    ptrdiff_t targetStride);
void holster_across_grey_portable(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, uint8_t *target, ptrdiff_t targetStride);
void holster_down_portable(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_axis *axis, int32_t index, uint8_t *target, int32_t byteCount);
void holster_across_sums_portable(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, int32_t *target, ptrdiff_t targetStride);
void holster_across_rgb_coarse_portable(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_coarse_axis *axis, uint8_t *target,
    ptrdiff_t targetStride);
void holster_down_coarse_portable(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_coarse_axis *axis, int32_t index, uint8_t *target,
    int32_t byteCount);
void holster_luma8_portable(const uint8_t *rgb, int32_t width, uint8_t *target);
void holster_luma16_portable(const uint8_t *rgb, int32_t width, int16_t *target);
