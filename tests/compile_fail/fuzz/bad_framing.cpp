// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*bad_option, 14, 'K'>
#include <structwire/fuzz.hpp>

bool parse(std::span<const std::byte> payload);

#ifdef STRUCTWIRE_FAULT
STRUCTWIRE_FUZZ(">Ib", "u32be,limit=64K", &parse)
#else
STRUCTWIRE_FUZZ(">Ib", "u32be,limit=64k", &parse)
#endif
