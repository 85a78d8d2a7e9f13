// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How a fuzz target says that an invariant does not hold.
#ifndef STRUCTWIRE_FUZZ_CHECK_HPP
#define STRUCTWIRE_FUZZ_CHECK_HPP

#include <cstdio>
#include <cstdlib>
#include <source_location>

/// Ends the process, loudly, unless `holds`.
inline void check(bool holds, const char* invariant,
                  const std::source_location& where = std::source_location::current()) {
    if (holds) return;
    std::fprintf(stderr, "%s:%u: does not hold: %s\n", where.file_name(), static_cast<unsigned>(where.line()),
                 invariant);
    std::abort();
}

#endif
