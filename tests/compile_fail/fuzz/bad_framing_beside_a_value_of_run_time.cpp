// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*bad_option, 12, 'x'>
#include <structwire/fuzz.hpp>

#include <cstdlib>

namespace fuzz = structwire::fuzz;

bool parse(std::span<const std::byte> payload);

#ifdef STRUCTWIRE_FAULT
#define FRAMING "u32be,limit=x"
#else
#define FRAMING "u32be,limit=1k"
#endif

STRUCTWIRE_FUZZ(fuzz::record(">I:id:", fuzz::range("id", 0, std::atoi("7"))), FRAMING, &parse)
