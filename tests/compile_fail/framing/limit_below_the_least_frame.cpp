// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*conflicting_options, 6, 'l'>
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
using messages = structwire::framing<"u32be,limit=3">;
#else
using messages = structwire::framing<"u32be,limit=4">;
#endif

structwire::frame_decoder<messages> in;
