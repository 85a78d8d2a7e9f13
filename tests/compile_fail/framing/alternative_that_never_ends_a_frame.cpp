// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*conflicting_options, 14, 'f'>
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
using messages = structwire::framing<"delim=0D0A/0D,first">;
#else
using messages = structwire::framing<"delim=0D0A/0A,first">;
#endif

structwire::frame_decoder<messages> in;
