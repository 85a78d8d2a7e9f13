// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*packing_could_lose_values, 'H', 1, unsigned int>
#include <structwire/pack/aggregate.hpp>

#include <cstdint>

struct target {
    std::uint32_t id;
    std::uint32_t kind;
};

template <structwire::fixed_string Text>
static auto pack_whole(const target& object) {
    return structwire::detail::pack_parts<structwire::detail::record_of<Text>>(object);
}

void test(const target& object);

void test(const target& object) {
#ifdef STRUCTWIRE_FAULT
    (void)pack_whole<">IH">(object);
#else
    (void)pack_whole<">II">(object);
#endif
}
