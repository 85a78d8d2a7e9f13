// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*unknown_framing, 0, 'u'>
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
using messages = structwire::framing<"u33be">;
#else
using messages = structwire::framing<"u32be">;
#endif

structwire::frame_decoder<messages> in;
