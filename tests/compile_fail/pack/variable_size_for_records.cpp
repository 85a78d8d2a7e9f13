// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: variable_size_use_unpack_prefix<2(UL)?, 'H'>
#include <structwire/pack/records.hpp>

#include <cstddef>
#include <span>

void test(std::span<const std::byte> wire);

void test(std::span<const std::byte> wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_records<">B{H:s}">(wire);
#else
    (void)structwire::unpack_prefix<">B{H:s}">(wire);
#endif
}
