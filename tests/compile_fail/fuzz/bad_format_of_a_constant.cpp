// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*unknown_code, 70, 'k'>
#include <structwire/fuzz.hpp>

bool parse(std::span<const std::byte> payload);

#ifdef STRUCTWIRE_FAULT
#define LAST "k"
#else
#define LAST "b"
#endif

constexpr structwire::fixed_string record(
    ">I:an_identifier_of_more_than_thirty_bytes: I:the_number_of_its_owner:" LAST);

STRUCTWIRE_FUZZ(structwire::fuzz::record(record), structwire::fuzz::unframed, &parse)
