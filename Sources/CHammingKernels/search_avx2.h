#pragma once
#include "hamming_kernels.h"

#if defined(__x86_64__)
size_t holster_hamming_scan_avx2(
    const holster_hamming_table *table, const uint64_t *query, int32_t radius, holster_hamming_match *matches, size_t capacity);
size_t holster_hamming_search_avx2(
    const holster_hamming_table *table, const holster_hamming_chunk *chunks, int32_t chunkCount, const uint64_t *query, int32_t radius,
    const int8_t *flips, holster_hamming_match *matches, size_t capacity);
#endif
