// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*conflicting_options, 8, 'r'>
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
using messages = structwire::framing<"fixed=4,resync">;
#else
using messages = structwire::framing<"fixed=4,resync+sum8">;
#endif

structwire::frame_decoder<messages> in;
