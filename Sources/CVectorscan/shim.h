#pragma once
#include <hs/hs.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static inline bool holster_bytes_are_equal(const void *left, const void *right, size_t count) {
    return count == 0 || memcmp(left, right, count) == 0;
}

// The smallest number of bytes that the expression matches; -1 when it does not compile.
static inline int64_t holster_hs_minimum_width(const char *expression, uint32_t flags) {
    hs_expr_info_t *information = NULL;
    hs_compile_error_t *failure = NULL;
    hs_error_t status = hs_expression_info(expression, flags, &information, &failure);
    int64_t width = status == HS_SUCCESS && information ? (int64_t)information->min_width : -1;
    if (failure) { hs_free_compile_error(failure); }
    free(information);
    return width;
}
