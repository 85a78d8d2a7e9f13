// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*conflicting_options, 3, 'a'>
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
using messages = structwire::framing<"u8,adjust=-256">;
#else
using messages = structwire::framing<"u8,adjust=-255">;
#endif

structwire::frame_decoder<messages> in;
