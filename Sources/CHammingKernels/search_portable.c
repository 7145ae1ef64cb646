#include "hamming_kernels_portable.h"

#define NAMED(function) function##_portable
#include "search_body.h"
