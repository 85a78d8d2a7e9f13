// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error (g++): .number. is not a constant expression
// first error (clang++): field<'f', 0>.*only_constants_that_fit
#include <structwire/pack.hpp>

void test(double number);

void test(double number) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">f">(number);
#else
    (void)structwire::pack<">f">(static_cast<float>(number));
#endif
}
