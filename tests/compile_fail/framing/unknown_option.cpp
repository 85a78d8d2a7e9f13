// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*unknown_option, 6, 'l'>
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
using messages = structwire::framing<"u32be,limt=64k">;
#else
using messages = structwire::framing<"u32be,limit=64k">;
#endif

structwire::frame_decoder<messages> in;
