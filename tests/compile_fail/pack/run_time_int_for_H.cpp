// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error (g++): .number. is not a constant expression
// first error (clang++): field<'H', 0>.*only_constants_from<
#include <structwire/pack.hpp>

#include <cstdint>

void test(int number);

void test(int number) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">H">(number);
#else
    (void)structwire::pack<">H">(static_cast<std::uint16_t>(number));
#endif
}
