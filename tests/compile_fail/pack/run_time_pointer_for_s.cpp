// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*text_of_unknown_length_use_try_pack, 's', 0, (const char ?\*|char const ?\*)
#include <structwire/pack.hpp>

void test(const char* text);

void test(const char* text) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"8s">(text);
#else
    (void)structwire::try_pack<"8s">(text);
#endif
}
