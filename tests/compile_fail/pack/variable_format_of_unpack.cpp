// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: variable_size_use_try_unpack<(\(unsigned (long|int)\))?1(ul)?, 'H'>
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>

void test(const std::array<std::byte, 6>& input);

void test(const std::array<std::byte, 6>& input) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack<">{H:s}">(input);
#else
    (void)structwire::try_unpack<">{H:s}">(input);
#endif
}
