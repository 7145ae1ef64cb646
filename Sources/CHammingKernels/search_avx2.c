// The searches for processors with AVX2 and POPCNT, compiled for those alone and called through hamming_kernels.c's dispatch.
#include "search_avx2.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,popcnt,bmi"))), apply_to = function)
#define NAMED(function) function##_avx2
#include "search_body.h"
#pragma clang attribute pop
#endif
