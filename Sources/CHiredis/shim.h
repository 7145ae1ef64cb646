#pragma once
#include <hiredis/async.h>
#include <hiredis/hiredis.h>

// Most elements of one array in a reply. hiredis allocates an array when its header arrives, before any element has: without a bound a
// header of ten bytes costs gigabytes.
#define HOLSTER_REDIS_ARRAY_LIMIT 1048576

typedef void *(*holster_redis_array_maker)(const redisReadTask *, int);

static holster_redis_array_maker holster_redis_original_create_array = NULL;

// The reader's own array constructor behind the bound; hiredis treats NULL as out of memory and fails the connection.
static inline void *holster_redis_create_array(const redisReadTask *task, int elements) {
    return elements > HOLSTER_REDIS_ARRAY_LIMIT ? NULL : holster_redis_original_create_array(task, elements);
}

// Fills `table` with the library's constructors, the array's bounded. Call it once, before any reader uses the table. Returns 0 or -1 (memory).
static inline int holster_redis_make_table(redisReplyObjectFunctions *table) {
    // The original table is a constant inside the library; a throwaway reader is the only way to it.
    redisReader *reader = redisReaderCreate();
    if (reader == NULL) return -1;
    *table = *reader->fn;
    redisReaderFree(reader);
    holster_redis_original_create_array = table->createArray;
    table->createArray = holster_redis_create_array;
    return 0;
}
