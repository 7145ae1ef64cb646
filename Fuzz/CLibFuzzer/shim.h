#pragma once
#include <stddef.h>
#include <stdint.h>

// libFuzzer's main as a function (LLVM's documentation, "Using libFuzzer as a library"): SwiftPM names a program's entry itself.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
