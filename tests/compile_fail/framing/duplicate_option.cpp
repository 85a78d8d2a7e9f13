// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*duplicate_option, 16, 'l'>
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
using messages = structwire::framing<"u32be,limit=64k,limit=1">;
#else
using messages = structwire::framing<"u32be,limit=64k,offset=1">;
#endif

structwire::frame_decoder<messages> in;
