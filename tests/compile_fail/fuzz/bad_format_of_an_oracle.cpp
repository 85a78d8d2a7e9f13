// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error (g++): bad_text.*unknown_code.*Position = 2\]
// first error (clang++): call to consteval function 'structwire::fuzz::format_text::format_text
#include <structwire/fuzz/oracles.hpp>

bool test(structwire::byte_view bytes);

bool test(structwire::byte_view bytes) {
#ifdef STRUCTWIRE_FAULT
    return !structwire::fuzz::check_round_trip(">Ik", bytes);
#else
    return !structwire::fuzz::check_round_trip(">Ib", bytes);
#endif
}
