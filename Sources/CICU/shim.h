#pragma once
// ICU renames every function with its major version (u_strFoldCase_72) by macros that Swift does not see: each function that we call has one
// wrapper here. Its headers stay out: Foundation brings an ICU of its own, and a program that saw both sets of enums would not compile. So the
// few functions are declared again, as uchar.h, unorm2.h, uspoof.h and ustring.h of ICU 72 have them, and only the renaming is ICU's.
// Everything wrapped is a lookup in immutable data and safe on any thread, opening and closing a checker apart.
#include <stddef.h>
#include <stdint.h>
#include <unicode/uvernum.h>

#define HOLSTER_ICU(name) U_ICU_ENTRY_POINT_RENAME(name)

typedef struct holster_icu_normalizer holster_icu_normalizer;
typedef struct holster_icu_checker holster_icu_checker;

void HOLSTER_ICU(u_getUnicodeVersion)(uint8_t version[4]);
int32_t HOLSTER_ICU(u_strFoldCase)(
    uint16_t *buffer, int32_t capacity, const uint16_t *text, int32_t length, uint32_t options, int *status);
const holster_icu_normalizer *HOLSTER_ICU(unorm2_getNFDInstance)(int *status);
const holster_icu_normalizer *HOLSTER_ICU(unorm2_getNFKCInstance)(int *status);
int32_t HOLSTER_ICU(unorm2_getDecomposition)(
    const holster_icu_normalizer *normalizer, int32_t scalar, uint16_t *buffer, int32_t capacity, int *status);
uint8_t HOLSTER_ICU(unorm2_getCombiningClass)(const holster_icu_normalizer *normalizer, int32_t scalar);
int32_t HOLSTER_ICU(unorm2_normalize)(
    const holster_icu_normalizer *normalizer, const uint16_t *text, int32_t length, uint16_t *buffer, int32_t capacity, int *status);
holster_icu_checker *HOLSTER_ICU(uspoof_open)(int *status);
void HOLSTER_ICU(uspoof_close)(holster_icu_checker *checker);
int32_t HOLSTER_ICU(uspoof_getSkeleton)(
    const holster_icu_checker *checker, uint32_t type, const uint16_t *text, int32_t length, uint16_t *buffer, int32_t capacity,
    int *status);

// The Unicode version of ICU's data, as major * 100 + minor.
static inline int32_t holster_icu_unicode_version(void) {
    uint8_t version[4] = {0};
    HOLSTER_ICU(u_getUnicodeVersion)(version);
    return (int32_t)version[0] * 100 + version[1];
}

// NULL on failure; a process-wide singleton that is never freed (unorm2.h). A status above zero is an error (utypes.h, U_FAILURE).
static inline const holster_icu_normalizer *holster_icu_nfd(void) {
    int status = 0;
    const holster_icu_normalizer *instance = HOLSTER_ICU(unorm2_getNFDInstance)(&status);
    return status > 0 ? NULL : instance;
}

static inline const holster_icu_normalizer *holster_icu_nfkc(void) {
    int status = 0;
    const holster_icu_normalizer *instance = HOLSTER_ICU(unorm2_getNFKCInstance)(&status);
    return status > 0 ? NULL : instance;
}

// UTF-16 length of the scalar's full decomposition; -1 when it has none; -2 on any error.
static inline int32_t holster_icu_decomposition(
    const holster_icu_normalizer *normalizer, uint32_t scalar, uint16_t *buffer, int32_t capacity) {
    int status = 0;
    int32_t length = HOLSTER_ICU(unorm2_getDecomposition)(normalizer, (int32_t)scalar, buffer, capacity, &status);
    return status > 0 || length > capacity ? -2 : length;
}

static inline uint8_t holster_icu_combining_class(const holster_icu_normalizer *normalizer, uint32_t scalar) {
    return HOLSTER_ICU(unorm2_getCombiningClass)(normalizer, (int32_t)scalar);
}

// UTF-16 length of the normalised text; negative on any error, a full buffer included.
static inline int32_t holster_icu_normalize(
    const holster_icu_normalizer *normalizer, const uint16_t *text, int32_t length, uint16_t *buffer, int32_t capacity) {
    int status = 0;
    int32_t count = HOLSTER_ICU(unorm2_normalize)(normalizer, text, length, buffer, capacity, &status);
    return status > 0 ? -1 : count;
}

// Full case folding (U_FOLD_CASE_DEFAULT); UTF-16 length, negative on any error.
static inline int32_t holster_icu_fold_case(const uint16_t *text, int32_t length, uint16_t *buffer, int32_t capacity) {
    int status = 0;
    int32_t count = HOLSTER_ICU(u_strFoldCase)(buffer, capacity, text, length, 0, &status);
    return status > 0 ? -1 : count;
}

// NULL on failure. The caller closes it.
static inline holster_icu_checker *holster_icu_spoof_open(void) {
    int status = 0;
    holster_icu_checker *checker = HOLSTER_ICU(uspoof_open)(&status);
    return status > 0 ? NULL : checker;
}

static inline void holster_icu_spoof_close(holster_icu_checker *checker) { HOLSTER_ICU(uspoof_close)(checker); }

// UTF-16 length of the UTS 39 skeleton; negative on any error.
static inline int32_t holster_icu_skeleton(
    const holster_icu_checker *checker, const uint16_t *text, int32_t length, uint16_t *buffer, int32_t capacity) {
    int status = 0;
    int32_t count = HOLSTER_ICU(uspoof_getSkeleton)(checker, 0, text, length, buffer, capacity, &status);
    return status > 0 ? -1 : count;
}
