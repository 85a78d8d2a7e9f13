// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error (g++): .number. is not a constant expression
// first error (clang++): field<'f', 0>.*only_constants_that_fit
#include <structwire/pack.hpp>

void test(int number);

void test(int number) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">f">(number);
#else
    (void)structwire::pack<">d">(number);
#endif
}
