// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*text_of_unknown_length, 's', 0, .*basic_string_view
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <string_view>

struct target {
#ifdef STRUCTWIRE_FAULT
    std::string_view text;
#else
    std::array<char, 3> text;
#endif
    bool flag;
};

template <structwire::fixed_string Text>
static auto pack_whole(const target& object) {
    return structwire::detail::pack_parts<structwire::detail::record_of<Text>>(object);
}

void test(const target& object);

void test(const target& object) { (void)pack_whole<"3s?">(object); }
