// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error (g++): no match for call to .*>3H.*<brace-enclosed initializer list>
// first error (clang++): no matching function for call to .*>3H
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">3H">({1, 2});
#else
    (void)structwire::pack<">3H">({1, 2, 3});
#endif
}
