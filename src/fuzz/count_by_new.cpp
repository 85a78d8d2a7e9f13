// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/detail/meter.hpp>

#include <new>

namespace structwire::fuzz::detail {

void count_by_new() {
    // Whose operators a program has is known when it is linked only. Not a new-expression: compilers may leave it out.
    const std::uint64_t before = meter::calls();
    ::operator delete(::operator new(1));
    require_counting(meter::calls() != before, "the program has an operator new of its own");
}

}  // namespace structwire::fuzz::detail
