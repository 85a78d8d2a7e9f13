// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: (deleted function|pieces)
#include <structwire/framing.hpp>

structwire::frame_pieces pieces_of(structwire::byte_view payload) {
    static structwire::encoded_frame frame({}, {}, {});
    frame = *structwire::framing<"u32be">{}.encode(payload);
#ifdef STRUCTWIRE_FAULT
    return (*structwire::framing<"u32be">{}.encode(payload)).pieces();
#else
    return frame.pieces();
#endif
}
