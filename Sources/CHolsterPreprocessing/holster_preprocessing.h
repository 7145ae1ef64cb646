#pragma once
// The C interface of libholster_preprocessing: the server's pixels, fingerprints, tokens and text views, for whoever trains on them.
//
// Every function may be called from any thread, at the same time as any other and on the same handle; the only exception is closing a
// handle that a call is using. Handles are immutable to the caller. What readers keep between calls is memory only: the buffers that photos are
// read in (given back when the reader is closed) and tables of weights and characters (at most 30 MiB a process). Nothing throws, and no thread
// outlives a call.
//
// A result below 0 is one of `enum holster_status`. `message` takes why, as UTF-8 with a final NUL, cut at a character to
// `message_capacity` bytes; it may be NULL, and is empty after a success.
//
// A pointer with a count of 0 may be NULL. Whoever reads a handle or a buffer that was freed gets undefined behaviour, as ever in C.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Changes with every incompatible change of this file; compare it with `holster_preprocessing_abi_version()` after loading.
#define HOLSTER_PREPROCESSING_ABI_VERSION 1
/// One photo's pixels: 224 rows of 224 RGB triples.
#define HOLSTER_PIXEL_BYTE_COUNT 150528
/// Ids of one text, at most.
#define HOLSTER_MAX_TOKEN_COUNT 65536
/// Photos or texts in one call, at most.
#define HOLSTER_MAX_BATCH_COUNT 1048576
/// Threads of one call, at most.
#define HOLSTER_MAX_THREAD_COUNT 256

enum holster_status {
    HOLSTER_OK = 0,
    /// A NULL, a length or a value that the function does not take; says nothing about the photo or text.
    HOLSTER_INVALID_ARGUMENT = -1,
    /// A buffer is shorter than what goes into it.
    HOLSTER_BUFFER_TOO_SMALL = -2,
    /// A library below could not work at all (out of memory, missing data).
    HOLSTER_LIBRARY_FAILURE = -3,

    HOLSTER_PHOTO_EMPTY = -100,
    HOLSTER_PHOTO_TOO_MANY_BYTES = -101,
    HOLSTER_PHOTO_UNSUPPORTED_FORMAT = -102,
    HOLSTER_PHOTO_UNSUPPORTED_ENCODING = -103,
    HOLSTER_PHOTO_UNSUPPORTED_PRECISION = -104,
    HOLSTER_PHOTO_UNSUPPORTED_COLOUR_SPACE = -105,
    HOLSTER_PHOTO_ZERO_DIMENSIONS = -106,
    HOLSTER_PHOTO_TOO_MANY_PIXELS = -107,
    HOLSTER_PHOTO_TOO_LONG_SIDE = -108,
    HOLSTER_PHOTO_TOO_COMPRESSED = -109,
    HOLSTER_PHOTO_TOO_MUCH_EXIF = -110,
    HOLSTER_PHOTO_TOO_LARGE_PROFILE = -111,
    HOLSTER_PHOTO_TOO_MANY_SCANS = -112,
    HOLSTER_PHOTO_TRUNCATED = -113,
    HOLSTER_PHOTO_CORRUPT = -114,

    HOLSTER_VOCABULARY_TOO_LARGE = -200,
    HOLSTER_VOCABULARY_NOT_UTF8 = -201,
    HOLSTER_VOCABULARY_ENTRY_TOO_LONG = -202,
    HOLSTER_VOCABULARY_DUPLICATE_ENTRY = -203,
    HOLSTER_VOCABULARY_MISSING_ENTRY = -204,
};

uint32_t holster_preprocessing_abi_version(void);

/// The size of `struct holster_photo` in this build, for callers that declare it themselves.
size_t holster_preprocessing_photo_size(void);

// Photos

enum holster_pixel_mode {
    /// Bit for bit Pillow's pixels.
    HOLSTER_PIXELS_EXACT = 0,
    /// Decoded at a smaller scale, within 0.55 levels of exact on average.
    HOLSTER_PIXELS_FAST = 1,
};

enum holster_photo_format {
    HOLSTER_FORMAT_OTHER = 0,
    HOLSTER_FORMAT_JPEG = 1,
    HOLSTER_FORMAT_PNG = 2,
    HOLSTER_FORMAT_WEBP = 3,
};

/// What one photo may cost; 0 stands for the server's default, a negative number is refused.
typedef struct holster_photo_limits {
    int64_t max_byte_count;
    int64_t max_pixel_count;
    int64_t max_side;
    int64_t max_ratio;
    int64_t max_scan_count;
    int64_t max_scanned_pixel_count;
    int64_t max_profile_byte_count;
    int64_t max_exif_byte_count;
} holster_photo_limits;

typedef struct holster_photo_reader_options {
    /// `enum holster_pixel_mode`.
    int32_t mode;
    /// Not 0: make PDQ too.
    int32_t fingerprints_pdq;
    holster_photo_limits limits;
} holster_photo_reader_options;

/// What is read of one photo beside its pixels; all zero but `status` and `message` where it could not be read.
typedef struct holster_photo {
    /// `imagehash.phash`: the top bit is the first of the row-major order.
    uint64_t phash;
    /// The top bit of the first word is the first of PDQ's hexadecimal form.
    uint64_t pdq[4];
    /// `HOLSTER_OK`, or why the photo could not be read.
    int32_t status;
    /// As stored, before the orientation is applied.
    int32_t width;
    int32_t height;
    /// EXIF's 1 to 8.
    uint8_t orientation;
    /// `enum holster_photo_format`.
    uint8_t format;
    /// `enum holster_pixel_mode`.
    uint8_t mode;
    /// 0: the fingerprint is noise (flat or symmetric picture) and matches nothing.
    uint8_t phash_reliable;
    uint8_t has_pdq;
    uint8_t pdq_reliable;
    /// 0 to 100.
    uint8_t pdq_quality;
    /// 1: the decoder complained about a file that it could still show; `message` says what.
    uint8_t decoder_warned;
    /// SHA-256 of the encoded bytes, lower-case hexadecimal, and a NUL.
    char sha256[65];
    /// Why the photo could not be read, or the decoder's warning; UTF-8, cut at a character, and a NUL.
    char message[187];
} holster_photo;

typedef struct holster_photo_reader holster_photo_reader;

/// `options` may be NULL: exact, no PDQ, the server's limits.
int32_t holster_photo_reader_open(
    const holster_photo_reader_options *options,
    holster_photo_reader **reader,
    char *message,
    size_t message_capacity
);

void holster_photo_reader_close(holster_photo_reader *reader);

/// Reads one photo. `pixels` takes HOLSTER_PIXEL_BYTE_COUNT bytes and is undefined after a failure. Returns `photo->status`.
int32_t holster_photo_read(
    const holster_photo_reader *reader,
    const uint8_t *content,
    size_t byte_count,
    uint8_t *pixels,
    size_t pixel_capacity,
    holster_photo *photo
);

/// Reads `count` photos on the calling thread and up to `thread_count - 1` more, which end before the call does.
///
/// `pixels` takes `count` × HOLSTER_PIXEL_BYTE_COUNT bytes; the pixels of a photo that could not be read are zero. Returns how many photos were
/// read, or below 0 when the call itself is wrong: each photo has its own `status`.
int64_t holster_photo_read_batch(
    const holster_photo_reader *reader,
    const uint8_t *const *contents,
    const size_t *byte_counts,
    size_t count,
    uint32_t thread_count,
    uint8_t *pixels,
    size_t pixel_capacity,
    holster_photo *photos
);

// Tokens

enum holster_casing {
    HOLSTER_UNCASED = 0,
    HOLSTER_CASED = 1,
};

typedef struct holster_tokenizer holster_tokenizer;

/// `vocabulary` is the content of a `vocab.txt`, which is copied; `casing` is an `enum holster_casing`.
int32_t holster_tokenizer_open(
    const uint8_t *vocabulary,
    size_t byte_count,
    int32_t casing,
    holster_tokenizer **tokenizer,
    char *message,
    size_t message_capacity
);

void holster_tokenizer_close(holster_tokenizer *tokenizer);

/// Writes what tells tokenizers apart to the 71 bytes of `digest`: the vocabulary's SHA-256 in lower-case hexadecimal, behind `cased:` for a cased one. Returns how many entries there are.
int64_t holster_tokenizer_describe(const holster_tokenizer *tokenizer, char *digest);

/// One text: `[CLS] title description [SEP]`, at most `length` ids (2 to HOLSTER_MAX_TOKEN_COUNT).
///
/// Title and description are UTF-8, what is malformed in them reads as U+FFFD. `ids` takes `length` values, and so does `mask` unless it is NULL. With
/// `is_padded` the rest of both is filled with 0, else it is left alone. Returns how many ids stand.
int64_t holster_tokenize(
    const holster_tokenizer *tokenizer,
    const uint8_t *title,
    size_t title_byte_count,
    const uint8_t *description,
    size_t description_byte_count,
    size_t length,
    int32_t is_padded,
    int64_t *ids,
    int64_t *mask
);

/// One text (for a listing, title and description joined by a space) with, for each id, the bytes of the text that it came from: `starts` and
/// `ends`, 0 and 0 for `[CLS]` and `[SEP]`. The three arrays take `length` values each, the rest of them is left alone. Slower than the others.
int64_t holster_tokenize_with_offsets(
    const holster_tokenizer *tokenizer,
    const uint8_t *text,
    size_t byte_count,
    size_t length,
    int64_t *ids,
    int64_t *starts,
    int64_t *ends
);

/// `count` texts into padded rows: `ids` and `mask` take `count` × `length` values each, `counts` (unless NULL) how many ids each row has.
///
/// Texts lie end to end as in Arrow's strings: text `i` is bytes `offsets[i]` to `offsets[i + 1]`, so there are `count + 1` offsets, which never
/// fall. `descriptions` and `description_offsets` may both be NULL: no descriptions. Threads as for photos. Returns the longest row's count.
int64_t holster_tokenize_batch(
    const holster_tokenizer *tokenizer,
    const uint8_t *titles,
    const int64_t *title_offsets,
    const uint8_t *descriptions,
    const int64_t *description_offsets,
    size_t count,
    size_t length,
    uint32_t thread_count,
    int64_t *ids,
    int64_t *mask,
    int64_t *counts
);

// Views of a text, as the server's rules see it

typedef struct holster_normaliser holster_normaliser;
typedef struct holster_views holster_views;

/// One reading of a text, valid until its `holster_views` is closed.
typedef struct holster_view {
    /// `folded`, `skeleton`, `compact`, `joined`, `leet`, `squeezed`, `phonetic`, `spaceless`, `dense`, `reversed`; `original` for the text itself, with malformed UTF-8 repaired.
    const char *name;
    const uint8_t *utf8;
    /// For each byte of `utf8`: where in the original its character starts; NULL for the original.
    const uint32_t *starts;
    /// And where it ends.
    const uint32_t *ends;
    size_t byte_count;
} holster_view;

/// `versions` (unless NULL) takes the versions of the views' rules and tables, such as `normaliser-2 unicode-15.0`.
int32_t holster_normaliser_open(
    holster_normaliser **normaliser,
    char *versions,
    size_t versions_capacity,
    char *message,
    size_t message_capacity
);

void holster_normaliser_close(holster_normaliser *normaliser);

/// Makes all views of a text; returns how many, the original among them as number 0.
int64_t holster_normalise(
    const holster_normaliser *normaliser,
    const uint8_t *text,
    size_t byte_count,
    holster_views **views
);

int32_t holster_views_get(const holster_views *views, size_t index, holster_view *view);

void holster_views_close(holster_views *views);

#ifdef __cplusplus
}
#endif
