// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*unknown_framing, 0, 'n'>
#include <structwire/fuzz.hpp>

#ifdef STRUCTWIRE_FAULT
#define FRAMING "netstrings"
#else
#define FRAMING "netstring"
#endif

STRUCTWIRE_FUZZ_STREAM(structwire::fuzz::any_bytes, FRAMING,
                       [](const structwire::fuzz::chunks& stream) { return stream.stream().size(); })
