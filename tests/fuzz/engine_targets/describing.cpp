// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A target that can print its inputs; it aborts on `!`, and changes an input that begins with `~`.
#include <cstdio>
#include <cstdlib>

#include "fuzz/engine/interface.hpp"
#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 0 && data[size - 1] == '!') std::abort();
    if (size > 0 && data[0] == '~') const_cast<std::uint8_t*>(data)[0] = 0;
    return 0;
}

void structwire_fuzz_describe(const std::uint8_t* data, std::size_t size) {
    std::fprintf(stderr, "described: %.*s\n", static_cast<int>(size), reinterpret_cast<const char*>(data));
}
