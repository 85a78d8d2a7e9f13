// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*text_longer_than_the_field, 's', 0, char ?\[4\]>
#include <structwire/pack/aggregate.hpp>

#include <cstdint>

struct target {
    char text[4];
    bool flag;
};

template <structwire::fixed_string Text>
static auto pack_whole(const target& object) {
    return structwire::detail::pack_parts<structwire::detail::record_of<Text>>(object);
}

void test(const target& object);

void test(const target& object) {
#ifdef STRUCTWIRE_FAULT
    (void)pack_whole<"3s?">(object);
#else
    (void)pack_whole<"4s?">(object);
#endif
}
