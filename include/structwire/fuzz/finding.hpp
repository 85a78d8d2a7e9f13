// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What an oracle found.
#ifndef STRUCTWIRE_FUZZ_FINDING_HPP
#define STRUCTWIRE_FUZZ_FINDING_HPP

#include <string>
#include <string_view>

namespace structwire::fuzz {

/// A rule that does not hold, and where.
struct finding {
    std::string_view oracle;  ///< the rule, as a sentence that should be true
    std::string text;         ///< what was seen instead, with offsets and sizes
};

/// Prints the finding on stderr and ends the process by abort(), which every engine takes for a crash: it then keeps
/// the input. For fuzz targets; tests look at the finding instead.
[[noreturn]] void stop(const finding& found);

}  // namespace structwire::fuzz

#endif
