// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*text_of_unknown_length_use_try_pack, 's', 0, std::span
#include <structwire/pack.hpp>

void test(structwire::byte_view text);

void test(structwire::byte_view text) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"8s">(text);
#else
    (void)structwire::try_pack<"8s">(text);
#endif
}
