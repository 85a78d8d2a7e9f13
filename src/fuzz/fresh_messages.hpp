// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Messages that can be sent: seeds, with a header where the framing wants one.
#ifndef STRUCTWIRE_SRC_FUZZ_FRESH_MESSAGES_HPP
#define STRUCTWIRE_SRC_FUZZ_FRESH_MESSAGES_HPP

#include <structwire/fuzz/mutation.hpp>
#include <structwire/fuzz/payload_model.hpp>
#include <structwire/fuzz/wire_model.hpp>

#include <vector>

namespace structwire::fuzz {

/// The seeds of the payload. Where no format describes the header that the framing has, it is the first one that the
/// framer accepts: zeros, behind the magic bytes if there are any. Where the framing takes none of their sizes, as one of
/// frames of fixed size may, they are there in the first size that it takes too.
[[nodiscard]] std::vector<message_bytes> fresh_messages(const payload_model& payload, const wire_model& wire);

/// Header and payload without a framing: for framers that cannot encode.
[[nodiscard]] byte_vector unframed_bytes(const message_bytes& message);

}  // namespace structwire::fuzz

#endif
