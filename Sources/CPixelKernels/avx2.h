#pragma once
#include "pixel_kernels_portable.h"

#if defined(__x86_64__)
void holster_across_rgb_avx2(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, int16_t *layout, uint8_t *target,
    ptrdiff_t targetStride);
void holster_across_grey_avx2(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, uint8_t *target, ptrdiff_t targetStride);
void holster_across_sums_avx2(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, int32_t *target, ptrdiff_t targetStride);
void holster_down_avx2(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_axis *axis, int32_t index, uint8_t *target, int32_t byteCount);
void holster_luma8_avx2(const uint8_t *rgb, int32_t width, uint8_t *target);
void holster_luma16_avx2(const uint8_t *rgb, int32_t width, int16_t *target);
void holster_across_rgb_coarse_avx2(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_coarse_axis *axis, uint8_t *layout, uint8_t *target,
    ptrdiff_t targetStride);
void holster_down_coarse_avx2(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_coarse_axis *axis, int32_t index, uint8_t *target,
    int32_t byteCount);
#endif
