// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Aborts where memcmp, strcmp and strncmp have each seen their text, none of which another comparison tells.
#include <cstdlib>
#include <cstring>

#include "target.hpp"

namespace {

const char* volatile first = "a text of 24 characters.";
const char* volatile second = "one up to its NUL";
const char* volatile third = "and one of a given length";

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 68 || data[41] != 0) return 0;
    const auto* const text = reinterpret_cast<const char*>(data);
    if (std::memcmp(text, first, 24) != 0) return 0;
    if (std::strcmp(text + 24, second) != 0) return 0;
    if (std::strncmp(text + 42, third, 25) == 0) std::abort();
    return 0;
}
