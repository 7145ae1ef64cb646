// Chooses the kernels by what the processor has. The choice is a cached cpuid word: a load and a branch a row.
#include "avx2.h"

#if defined(__x86_64__)
#define VECTORISED(call) \
    if (holster_pixel_kernels_are_vectorised()) { \
        call; \
        return; \
    }
int32_t holster_pixel_kernels_are_vectorised(void) { return __builtin_cpu_supports("avx2") != 0; }
#else
#define VECTORISED(call)
int32_t holster_pixel_kernels_are_vectorised(void) { return 0; }
#endif

void holster_across_rgb(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, int16_t *layout, uint8_t *target,
    ptrdiff_t targetStride) {
    VECTORISED(holster_across_rgb_avx2(source, sourceStride, rows, axis, layout, target, targetStride))
    holster_across_rgb_portable(source, sourceStride, rows, axis, target, targetStride);
}

void holster_across_grey(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, uint8_t *target, ptrdiff_t targetStride) {
    VECTORISED(holster_across_grey_avx2(source, sourceStride, rows, axis, target, targetStride))
    holster_across_grey_portable(source, sourceStride, rows, axis, target, targetStride);
}

void holster_across_rgb_coarse(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_coarse_axis *axis, uint8_t *layout, uint8_t *target,
    ptrdiff_t targetStride) {
    VECTORISED(holster_across_rgb_coarse_avx2(source, sourceStride, rows, axis, layout, target, targetStride))
    holster_across_rgb_coarse_portable(source, sourceStride, rows, axis, target, targetStride);
}

void holster_down_coarse(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_coarse_axis *axis, int32_t index, uint8_t *target,
    int32_t byteCount) {
    VECTORISED(holster_down_coarse_avx2(source, sourceStride, axis, index, target, byteCount))
    holster_down_coarse_portable(source, sourceStride, axis, index, target, byteCount);
}

void holster_across_sums(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, int32_t *target, ptrdiff_t targetStride) {
    VECTORISED(holster_across_sums_avx2(source, sourceStride, rows, axis, target, targetStride))
    holster_across_sums_portable(source, sourceStride, rows, axis, target, targetStride);
}

void holster_down(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_axis *axis, int32_t index, uint8_t *target, int32_t byteCount) {
    VECTORISED(holster_down_avx2(source, sourceStride, axis, index, target, byteCount))
    holster_down_portable(source, sourceStride, axis, index, target, byteCount);
}

void holster_luma8(const uint8_t *rgb, int32_t width, uint8_t *target) {
    VECTORISED(holster_luma8_avx2(rgb, width, target))
    holster_luma8_portable(rgb, width, target);
}

void holster_luma16(const uint8_t *rgb, int32_t width, int16_t *target) {
    VECTORISED(holster_luma16_avx2(rgb, width, target))
    holster_luma16_portable(rgb, width, target);
}

void holster_widen(const uint8_t *source, int32_t count, int16_t *target) {
    for (int32_t x = 0; x < count; x++) target[x] = source[x];
}
