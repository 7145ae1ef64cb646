// Chooses the searches by what the processor has: a load and a branch a call.
#include "hamming_kernels_portable.h"
#include "search_avx2.h"

#if defined(__x86_64__)
int32_t holster_hamming_kernels_are_vectorised(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi");
}
#define CHOSEN(function) (holster_hamming_kernels_are_vectorised() ? function##_avx2 : function##_portable)
#else
int32_t holster_hamming_kernels_are_vectorised(void) { return 0; }
#define CHOSEN(function) function##_portable
#endif

size_t holster_hamming_scan(
    const holster_hamming_table *table, const uint64_t *query, int32_t radius, holster_hamming_match *matches, size_t capacity) {
    return CHOSEN(holster_hamming_scan)(table, query, radius, matches, capacity);
}

size_t holster_hamming_search(
    const holster_hamming_table *table, const holster_hamming_chunk *chunks, int32_t chunkCount, const uint64_t *query, int32_t radius,
    const int8_t *flips, holster_hamming_match *matches, size_t capacity) {
    return CHOSEN(holster_hamming_search)(table, chunks, chunkCount, query, radius, flips, matches, capacity);
}
