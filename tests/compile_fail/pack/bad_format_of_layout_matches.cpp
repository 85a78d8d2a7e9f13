// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*missing_byte_order, 0, 'I'>
#include <structwire/pack/layout_matches.hpp>

#include <cstdint>

namespace {

struct target {
    std::uint32_t id;
};

}  // namespace

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    static_assert(structwire::layout_matches<target, "I">);
#else
    static_assert(structwire::layout_matches<target, "@I">);
#endif
}
