#pragma once
#include <unicode/uspoof.h>
#include <unicode/unorm2.h>
