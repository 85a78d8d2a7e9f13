// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*unknown_code, 2, 'k'>
#include <structwire/fuzz.hpp>

bool parse(std::span<const std::byte> payload);

#ifdef STRUCTWIRE_FAULT
STRUCTWIRE_FUZZ(">Ik", "u32be", &parse)
#else
STRUCTWIRE_FUZZ(">Ib", "u32be", &parse)
#endif
