#pragma once
#include <zlib.h>

// Macros in zlib.h. windowBits 15 + 16: the gzip format, and nothing else (zlib manual, inflateInit2).
static inline int holster_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
static inline int holster_deflate_init_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
