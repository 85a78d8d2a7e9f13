// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*conflicting_options, 12, 'm'>
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
using messages = structwire::framing<"u8,offset=1,magic=B562">;
#else
using messages = structwire::framing<"u8,offset=2,magic=B562">;
#endif

structwire::frame_decoder<messages> in;
