#pragma once
#include <png.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

// libpng reports errors by longjmp. It has to stay below every Swift frame, so one whole decode is one C function here: it sets the
// jump, calls libpng, and returns a status. libpng's simplified API would not jump either, but it inflates whatever a hostile file puts
// behind its last row (8 MB of it: half a minute), applies gAMA, and rounds 16-bit samples; the push reader below does none of that.

typedef struct {
    const uint8_t *bytes;
    size_t count;
} holster_png_part;

typedef struct {
    uint8_t *output;
    uint32_t width, height;
    int is_interlaced;
    int lacks_memory;
    char message[120];
} holster_png_picture;

static void holster_png_error(png_structp png, png_const_charp text) {
    holster_png_picture *picture = (holster_png_picture *)png_get_error_ptr(png);
    snprintf(picture->message, sizeof picture->message, "%s", text ? text : "no reason given");
    png_longjmp(png, 1);
}

static png_voidp holster_png_malloc(png_structp png, png_alloc_size_t count) {
    void *memory = malloc(count);
    if (!memory) { ((holster_png_picture *)png_get_mem_ptr(png))->lacks_memory = 1; }
    return memory;
}

static void holster_png_free(png_structp png, png_voidp memory) {
    (void)png;
    free(memory);
}

static void holster_png_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

// The header is read: asks for 8-bit RGB, samples of 16 bits cut to their high byte, alpha dropped, no gamma.
static void holster_png_begin(png_structp png, png_infop info) {
    holster_png_picture *picture = (holster_png_picture *)png_get_progressive_ptr(png);
    int colour = png_get_color_type(png, info);
    if (png_get_image_width(png, info) != picture->width || png_get_image_height(png, info) != picture->height) {
        png_error(png, "the header is ambiguous");
    }
    if (colour == PNG_COLOR_TYPE_PALETTE) { png_set_palette_to_rgb(png); }
    if (colour == PNG_COLOR_TYPE_GRAY) { png_set_expand_gray_1_2_4_to_8(png); }
    if (png_get_bit_depth(png, info) == 16) { png_set_strip_16(png); }
    if (colour & PNG_COLOR_MASK_ALPHA) { png_set_strip_alpha(png); }
    if (!(colour & PNG_COLOR_MASK_COLOR)) { png_set_gray_to_rgb(png); }
    picture->is_interlaced = png_set_interlace_handling(png) > 1;
    png_read_update_info(png, info);
    if (png_get_rowbytes(png, info) != (size_t)picture->width * 3) { png_error(png, "rows of an unexpected length"); }
}

static void holster_png_row(png_structp png, png_bytep row, png_uint_32 number, int pass) {
    (void)pass;
    holster_png_picture *picture = (holster_png_picture *)png_get_progressive_ptr(png);
    if (!row || number >= picture->height) { return; }
    png_progressive_combine_row(png, picture->output + (size_t)number * picture->width * 3, row);
}

// Decodes the stream that `parts` are when laid end to end (signature, IHDR, PLTE, IDATs, IEND) into `width` × `height` × 3 bytes.
// Returns 0, 1 for a file that is refused (picture->message says why), 2 when libpng has no memory.
static __attribute__((noinline, unused)) int holster_png_decode(
    const holster_png_part *parts, size_t part_count, holster_png_picture *picture
) {
    png_infop info = NULL;
    png_structp png = png_create_read_struct_2(
        PNG_LIBPNG_VER_STRING, picture, holster_png_error, holster_png_warning, picture, holster_png_malloc, holster_png_free);
    if (!png) { return 2; }
    info = png_create_info_struct(png);
    if (!info) {
        png_destroy_read_struct(&png, NULL, NULL);
        return 2;
    }
    // Nothing after this line assigns to a local that is read behind the jump.
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return picture->lacks_memory ? 2 : 1;
    }
    png_set_user_limits(png, 65535, 65535);
    png_set_progressive_read_fn(png, picture, holster_png_begin, holster_png_row, NULL);
    for (size_t index = 0; index < part_count; index++) {
        png_process_data(png, info, (png_bytep)parts[index].bytes, parts[index].count);
    }
    // Coded data that end early leave rows unwritten, and the push reader says nothing of it.
    if (picture->is_interlaced ? png_get_current_pass_number(png) < 7 : png_get_current_row_number(png) < picture->height) {
        png_error(png, "not enough image data");
    }
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
}
