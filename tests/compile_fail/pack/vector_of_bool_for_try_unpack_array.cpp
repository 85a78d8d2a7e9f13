// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_elements<'\?', std::vector<bool
#include <structwire/pack/array.hpp>

#include <span>
#include <vector>

void test(structwire::byte_view wire, std::span<bool> values);

void test(structwire::byte_view wire, std::span<bool> values) {
#ifdef STRUCTWIRE_FAULT
    std::vector<bool> bits(values.begin(), values.end());
    (void)structwire::try_unpack_array<"?">(wire, bits);
#else
    (void)structwire::try_unpack_array<"?">(wire, values);
#endif
}
