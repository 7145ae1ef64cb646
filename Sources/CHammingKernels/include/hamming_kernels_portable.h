#pragma once
// The searches in plain C: what runs on processors without AVX2 and POPCNT, and what the others are tested against.
#include "hamming_kernels.h"

size_t holster_hamming_scan_portable(
    const holster_hamming_table *table, const uint64_t *query, int32_t radius, holster_hamming_match *matches, size_t capacity);
size_t holster_hamming_search_portable(
    const holster_hamming_table *table, const holster_hamming_chunk *chunks, int32_t chunkCount, const uint64_t *query, int32_t radius,
    const int8_t *flips, holster_hamming_match *matches, size_t capacity);
