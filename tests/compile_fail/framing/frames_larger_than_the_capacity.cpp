// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: (static assertion failed.*larger than the decoder's capacity|structwire: the framing allows frames that are larger)
#include <structwire/framing.hpp>

#ifdef STRUCTWIRE_FAULT
structwire::frame_decoder<structwire::framing<"u32be,limit=4097">, 4096> in;
#else
structwire::frame_decoder<structwire::framing<"u32be,limit=4096">, 4096> in;
#endif
