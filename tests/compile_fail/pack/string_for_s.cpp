// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*text_of_unknown_length_use_try_pack, 's', 0, std::
#include <structwire/pack.hpp>

#include <string>

void test(const std::string& text);

void test(const std::string& text) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"8s">(text);
#else
    (void)structwire::try_pack<"8s">(text);
#endif
}
