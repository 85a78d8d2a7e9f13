// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/finding.hpp>

#include <cstdio>
#include <cstdlib>

namespace structwire::fuzz {

void stop(const finding& found) {
    std::fflush(stdout);
    std::fprintf(stderr, "structwire: this should hold: %.*s\n  %s\n", static_cast<int>(found.oracle.size()),
                 found.oracle.data(), found.text.c_str());
    std::abort();
}

}  // namespace structwire::fuzz
