// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_elements<'B', const char>
#include <structwire/pack/array.hpp>

#include <array>
#include <cstddef>

void test(std::array<std::byte, 4>& wire, const std::array<char, 4>& values);

void test(std::array<std::byte, 4>& wire, const std::array<char, 4>& values) {
#ifdef STRUCTWIRE_FAULT
    structwire::pack_array<"B">(wire, values);
#else
    structwire::pack_array<"c">(wire, values);
#endif
}
