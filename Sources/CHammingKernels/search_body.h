// The searches, as text: search_avx2.c and search_portable.c include it after choosing the instructions. Each function exists for 1 and 4
// words a fingerprint by constant propagation: every one of them is inlined into the two entry points.
#include "hamming_bits.h"

// Buckets, and entries that passed their tags, whose memory is on its way at the same time.
#define PROBE_LIMIT 192
#define CANDIDATE_LIMIT 1024

typedef struct {
    uint32_t bucket;
    // Flips that are left for the tag.
    int32_t budget;
} probe;

typedef struct {
    uint32_t start;
    uint32_t end;
    int32_t budget;
} bucket_range;

typedef struct {
    const holster_hamming_table *table;
    const holster_hamming_chunk *chunks;
    const int8_t *flips;
    const uint64_t *query;
    int32_t radius;
    // The chunk that is being searched.
    int32_t chunk;
    holster_hamming_match *matches;
    size_t capacity;
    size_t found;
    uint32_t candidateCount;
    uint32_t candidates[CANDIDATE_LIMIT];
} search;

INLINE int32_t distance_of(const uint64_t *left, const uint64_t *right, int32_t wordCount) {
    int32_t distance = 0;
    for (int32_t i = 0; i < wordCount; i++) distance += __builtin_popcountll(left[i] ^ right[i]);
    return distance;
}

INLINE size_t emit(
    const holster_hamming_table *table, uint32_t position, int32_t distance, holster_hamming_match *matches, size_t capacity, size_t found) {
    size_t bit = table->isLiveByPosition ? position : table->rows[position] - table->firstRow;
    if (!holster_bit_is_set(table->live, bit)) return found;
    if (found < capacity) matches[found] = (holster_hamming_match){table->rows[position], (uint32_t)distance};
    return found + 1;
}

// An entry within the radius: reported unless an earlier chunk led to it, with the entries that equal it.
static void accept(search *state, uint32_t position, int32_t distance, int32_t wordCount) {
    const holster_hamming_table *table = state->table;
    const uint64_t *words = table->words + (size_t)position * wordCount;
    for (int32_t i = 0; i < state->chunk; i++) {
        const holster_hamming_chunk *chunk = &state->chunks[i];
        uint32_t difference = chunk_value(words, chunk->first, chunk->width) ^ chunk_value(state->query, chunk->first, chunk->width);
        if (__builtin_popcount(difference) <= state->flips[i]) return;
    }
    state->found = emit(table, position, distance, state->matches, state->capacity, state->found);
    if (!state->chunks[state->chunk].entries) return;
    for (uint32_t next = position + 1; next < table->count; next++) {
        if (!words_are_equal(words, table->words + (size_t)next * wordCount, wordCount)) break;
        state->found = emit(table, next, distance, state->matches, state->capacity, state->found);
    }
}

INLINE void check_candidates(search *state, int32_t wordCount) {
    const uint64_t *words = state->table->words;
    for (uint32_t i = 0; i < state->candidateCount; i++) {
        uint32_t position = state->candidates[i];
        int32_t distance = distance_of(words + (size_t)position * wordCount, state->query, wordCount);
        if (__builtin_expect(distance <= state->radius, 0)) accept(state, position, distance, wordCount);
    }
    state->candidateCount = 0;
}

// The entries of one bucket whose tag is near enough, as candidates.
INLINE void take_range(search *state, bucket_range range, const uint32_t *entries, uint32_t tag, int32_t tagBits, int32_t wordCount) {
    const uint64_t *words = state->table->words;
    uint32_t idMask = (uint32_t)(((uint64_t)1 << (32 - tagBits)) - 1);
    uint64_t tagInPlace = (uint64_t)tag << (32 - tagBits);
    while (range.start < range.end) {
        if (state->candidateCount == CANDIDATE_LIMIT) check_candidates(state, wordCount);
        uint32_t room = CANDIDATE_LIMIT - state->candidateCount;
        uint32_t end = range.end - range.start < room ? range.end : range.start + room;
        uint32_t count = state->candidateCount, before = count;
        for (uint32_t i = range.start; i < end; i++) {
            uint32_t entry = entries ? entries[i] : i;
            state->candidates[count] = entries ? entry & idMask : i;
            count += !entries || __builtin_popcountll((entry ^ tagInPlace) >> (32 - tagBits)) <= range.budget;
        }
        for (uint32_t i = before; i < count; i++) __builtin_prefetch(words + (size_t)state->candidates[i] * wordCount);
        state->candidateCount = count;
        range.start = end;
    }
}

INLINE void visit(search *state, const probe *probes, int32_t probeCount, uint32_t tag, int32_t wordCount) {
    const holster_hamming_chunk *chunk = &state->chunks[state->chunk];
    bucket_range ranges[PROBE_LIMIT];
    int32_t rangeCount = 0;
    for (int32_t i = 0; i < probeCount; i++) {
        bucket_range range = {chunk->offsets[probes[i].bucket], chunk->offsets[probes[i].bucket + 1], probes[i].budget};
        ranges[rangeCount] = range;
        rangeCount += range.start < range.end;
        if (!chunk->entries) continue;
        uint32_t near = range.end - range.start < 64 ? range.end : range.start + 64;
        for (uint32_t entry = range.start; entry < near; entry += 16) __builtin_prefetch(chunk->entries + entry);
    }
    for (int32_t i = 0; i < rangeCount; i++) take_range(state, ranges[i], chunk->entries, tag, chunk->tagBits, wordCount);
    check_candidates(state, wordCount);
}

INLINE void search_chunk(search *state, int32_t wordCount) {
    const holster_hamming_chunk *chunk = &state->chunks[state->chunk];
    int32_t flips = state->flips[state->chunk], bucketBits = chunk->width - chunk->tagBits;
    uint32_t value = chunk_value(state->query, chunk->first, chunk->width);
    uint32_t bucket = value >> chunk->tagBits, tag = value & (((uint32_t)1 << chunk->tagBits) - 1);
    probe probes[PROBE_LIMIT];
    int32_t probeCount = 0;
    for (int32_t flipped = 0; flipped <= flips && flipped <= bucketBits; flipped++) {
        uint64_t mask = ((uint64_t)1 << flipped) - 1;
        while (mask >> bucketBits == 0) {
            probes[probeCount] = (probe){bucket ^ (uint32_t)mask, flips - flipped};
            __builtin_prefetch(&chunk->offsets[probes[probeCount].bucket]);
            if (++probeCount == PROBE_LIMIT) {
                visit(state, probes, probeCount, tag, wordCount);
                probeCount = 0;
            }
            if (mask == 0) break;
            // The next larger number with as many ones.
            uint64_t ripple = mask + (mask & -mask);
            mask = ripple | ((mask ^ ripple) >> 2) >> __builtin_ctzll(mask);
        }
    }
    visit(state, probes, probeCount, tag, wordCount);
}

INLINE size_t search_all(
    const holster_hamming_table *table, const holster_hamming_chunk *chunks, int32_t chunkCount, const uint64_t *query, int32_t radius,
    const int8_t *flips, holster_hamming_match *matches, size_t capacity, int32_t wordCount) {
    search state;
    state.table = table;
    state.chunks = chunks;
    state.flips = flips;
    state.query = query;
    state.radius = radius;
    state.matches = matches;
    state.capacity = capacity;
    state.found = 0;
    state.candidateCount = 0;
    for (state.chunk = 0; state.chunk < chunkCount; state.chunk++) {
        if (flips[state.chunk] >= 0) search_chunk(&state, wordCount);
    }
    return state.found;
}

INLINE size_t scan_all(
    const holster_hamming_table *table, const uint64_t *query, int32_t radius, holster_hamming_match *matches, size_t capacity,
    int32_t wordCount) {
    size_t found = 0;
    const uint64_t *words = table->words;
    for (uint32_t position = 0; position < table->count; position++, words += wordCount) {
        int32_t distance = distance_of(words, query, wordCount);
        if (__builtin_expect(distance <= radius, 0)) found = emit(table, position, distance, matches, capacity, found);
    }
    return found;
}

size_t NAMED(holster_hamming_search)(
    const holster_hamming_table *table, const holster_hamming_chunk *chunks, int32_t chunkCount, const uint64_t *query, int32_t radius,
    const int8_t *flips, holster_hamming_match *matches, size_t capacity) {
    if (table->wordCount == 1) return search_all(table, chunks, chunkCount, query, radius, flips, matches, capacity, 1);
    return search_all(table, chunks, chunkCount, query, radius, flips, matches, capacity, 4);
}

size_t NAMED(holster_hamming_scan)(
    const holster_hamming_table *table, const uint64_t *query, int32_t radius, holster_hamming_match *matches, size_t capacity) {
    if (table->wordCount == 1) return scan_all(table, query, radius, matches, capacity, 1);
    return scan_all(table, query, radius, matches, capacity, 4);
}
