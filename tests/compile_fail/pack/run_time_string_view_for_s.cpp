// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error (g++): .text. is not a constant expression
// first error (clang++): field<'s', 0>.*only_constant_text_up_to<8>
#include <structwire/pack.hpp>

#include <string_view>

void test(std::string_view text);

void test(std::string_view text) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"8s">(text);
#else
    (void)structwire::try_pack<"8s">(text);
#endif
}
