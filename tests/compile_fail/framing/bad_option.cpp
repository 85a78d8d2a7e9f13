// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*bad_option, 14, 'K'>
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
using messages = structwire::framing<"u32be,limit=64K">;
#else
using messages = structwire::framing<"u32be,limit=64k">;
#endif

structwire::frame_decoder<messages> in;
