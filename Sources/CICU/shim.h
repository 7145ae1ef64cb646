#pragma once
// ICU renames every symbol with its major version (u_foldCase_72): Swift sees neither macros nor the renamed declarations reliably, so each
// function that we call has one wrapper here. Everything wrapped is a lookup in immutable data and safe on any thread.
#include <stdint.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include <unicode/uversion.h>

// The Unicode version of ICU's data, as major * 100 + minor.
static inline int32_t holster_icu_unicode_version(void) {
    UVersionInfo version;
    u_getUnicodeVersion(version);
    return (int32_t)version[0] * 100 + version[1];
}

// NULL on failure; a process-wide singleton that is never freed (unorm2.h).
static inline const UNormalizer2 *holster_icu_nfd(void) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *instance = unorm2_getNFDInstance(&status);
    return U_SUCCESS(status) ? instance : NULL;
}

static inline const UNormalizer2 *holster_icu_nfkc(void) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *instance = unorm2_getNFKCInstance(&status);
    return U_SUCCESS(status) ? instance : NULL;
}

// UTF-16 length of the scalar's full decomposition; -1 when it has none; -2 on any error.
static inline int32_t holster_icu_decomposition(const UNormalizer2 *normalizer, uint32_t scalar, uint16_t *buffer, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = unorm2_getDecomposition(normalizer, (UChar32)scalar, (UChar *)buffer, capacity, &status);
    if (U_FAILURE(status) || length > capacity) { return -2; }
    return length;
}

static inline uint8_t holster_icu_combining_class(const UNormalizer2 *normalizer, uint32_t scalar) {
    return unorm2_getCombiningClass(normalizer, (UChar32)scalar);
}

// UTF-16 length of the normalised text; negative on any error, a full buffer included.
static inline int32_t holster_icu_normalize(
    const UNormalizer2 *normalizer, const uint16_t *text, int32_t length, uint16_t *buffer, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = unorm2_normalize(normalizer, (const UChar *)text, length, (UChar *)buffer, capacity, &status);
    return U_FAILURE(status) ? -1 : count;
}

// Full case folding; UTF-16 length, negative on any error.
static inline int32_t holster_icu_fold_case(const uint16_t *text, int32_t length, uint16_t *buffer, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = u_strFoldCase((UChar *)buffer, capacity, (const UChar *)text, length, U_FOLD_CASE_DEFAULT, &status);
    return U_FAILURE(status) ? -1 : count;
}

// NULL on failure. The caller closes it.
static inline USpoofChecker *holster_icu_spoof_open(void) {
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&status);
    return U_SUCCESS(status) ? checker : NULL;
}

static inline void holster_icu_spoof_close(USpoofChecker *checker) { uspoof_close(checker); }

// UTF-16 length of the UTS 39 skeleton; negative on any error.
static inline int32_t holster_icu_skeleton(
    const USpoofChecker *checker, const uint16_t *text, int32_t length, uint16_t *buffer, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = uspoof_getSkeleton(checker, 0, (const UChar *)text, length, (UChar *)buffer, capacity, &status);
    return U_FAILURE(status) ? -1 : count;
}
