// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*unknown_option, 6, 'c'>
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
using messages = structwire::framing<"u32be,canonical">;
#else
using messages = structwire::framing<"varint,canonical">;
#endif

structwire::frame_decoder<messages> in;
