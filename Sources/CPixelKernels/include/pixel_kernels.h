#pragma once
// The inner loops of resampling and luma, in C because Swift's SIMD types lose here (docs/decisions/0012-pixel-kernels-in-c.md has the
// figures). Everything is a pure function over the caller's memory: no state, no allocation, safe on any thread.
//
// Sums are those of Pillow's 8-bit resize (src/libImaging/Resample.c): S = Σ weight·sample with 22 fractional bits, rounded half up,
// clamped to 0...255. A weight is split into weight = coarse·2^shift + fine, so that one multiplication of 16-bit pairs does most of the
// work: the coarse sum alone decides the rounding unless S lies within `below` and `above` of a boundary, where the fine part is added.
// The result is S's, to the bit, always.
#include <stddef.h>
#include <stdint.h>

// Which inputs make each output along one axis. Arrays have `count` elements; `coarse` and `fine` have count × `stride`, where
// stride is at least 16 more than the most taps: what lies behind an output's taps, and the one weight before its first, is 0.
typedef struct {
    int32_t count;
    // Inputs from the first that is needed to the last.
    int32_t inputs;
    int32_t stride;
    int32_t shift;
    const int32_t *first;
    const int32_t *taps;
    const int16_t *coarse;
    const int16_t *fine;
    // Largest that the fine part can take from, or add to, the coarse sum, in units of 2^shift.
    const int32_t *below;
    const int32_t *above;
} holster_axis;

// The same with weights of 7 fractional bits, for pictures that are an approximation already: sixteen products of bytes take one
// instruction. An output's weights add up to 128, their magnitudes to 192 at most. Two products are added in 16 bits, so no two weights
// that meet may exceed 128 together: across, those of neighbours; down, those half an output's taps apart. `stride` is at least 2 more
// than the most taps.
typedef struct {
    int32_t count;
    int32_t inputs;
    int32_t stride;
    const int32_t *first;
    const int32_t *taps;
    const int8_t *weights;
} holster_coarse_axis;

// How many bytes behind the last row, or samples behind a luma row, the functions may read (never use).
#define HOLSTER_PIXEL_SLACK 64

// Resizes `rows` (1...HOLSTER_RGB_ROWS) rows of interleaved RGB across: output (r, x) at target + r·targetStride + 3x. `layout` is room for
// 3 samples a row and input, inputs rounded up to whole fours, aligned to 32 bytes.
#define HOLSTER_RGB_ROWS 8

void holster_across_rgb(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, int16_t *layout, uint8_t *target,
    ptrdiff_t targetStride);

// The same by coarse weights, sixteen rows at a time: Σ weight·sample, rounded half up, clamped. `layout` is room for 4 bytes a row and input.
#define HOLSTER_COARSE_ROWS 16
void holster_across_rgb_coarse(
    const uint8_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_coarse_axis *axis, uint8_t *layout, uint8_t *target,
    ptrdiff_t targetStride);
void holster_down_coarse(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_coarse_axis *axis, int32_t index, uint8_t *target, int32_t byteCount);

// The same as holster_across_rgb for `rows` (1...4) rows of 16-bit samples 0...255.
void holster_across_grey(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, uint8_t *target, ptrdiff_t targetStride);

// Output `index` of the axis, down `byteCount` columns of bytes: input row i is at source + i·sourceStride.
void holster_down(
    const uint8_t *source, ptrdiff_t sourceStride, const holster_axis *axis, int32_t index, uint8_t *target, int32_t byteCount);

// ITU-R 601 luma as Pillow's convert("L") rounds it: (19595 R + 38470 G + 7471 B + 32768) >> 16, as bytes or as 16-bit samples.
void holster_luma8(const uint8_t *rgb, int32_t width, uint8_t *target);
void holster_luma16(const uint8_t *rgb, int32_t width, int16_t *target);

// Bytes to 16-bit samples.
void holster_widen(const uint8_t *source, int32_t count, int16_t *target);

// Σ weight·sample without rounding: output (r, x) at target + r·targetStride + x, where an output's weights, none of them
// negative, add up to 2^(22 - axis->shift) and are in axis->coarse alone.
void holster_across_sums(
    const int16_t *source, ptrdiff_t sourceStride, int32_t rows, const holster_axis *axis, int32_t *target, ptrdiff_t targetStride);

// 1 where the vector versions run.
int32_t holster_pixel_kernels_are_vectorised(void);
