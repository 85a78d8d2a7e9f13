// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Aborts where `#` and `~` are in the input, kills itself where only `#` is.
#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto* const end = data + size;
    if (std::find(data, end, '#') == end) return 0;
    if (std::find(data, end, '~') == end) return std::raise(SIGKILL);
    std::abort();
}
