// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_framing<.*unknown_checksum, 6, 'c'>
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
using messages = structwire::framing<"u32be+crc33">;
#else
using messages = structwire::framing<"u32be+crc32">;
#endif

structwire::frame_decoder<messages> in;
