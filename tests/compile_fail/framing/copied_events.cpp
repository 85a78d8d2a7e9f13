// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: (use of deleted function|call to (implicitly-)?deleted|implicitly-deleted copy constructor)
#include <structwire/framing.hpp>

#include <utility>

void twice(structwire::frame_decoder<structwire::framing<"u32be">>& in, structwire::byte_view chunk) {
    auto events = in.feed(chunk);
#ifdef STRUCTWIRE_FAULT
    auto copy = events;
#else
    auto copy = std::move(events);
#endif
    (void)copy.begin();
}
