// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Serialized messages to mutate, written by hand.
#ifndef STRUCTWIRE_TESTS_FUZZ_PROTOBUF_SUPPORT_HPP
#define STRUCTWIRE_TESTS_FUZZ_PROTOBUF_SUPPORT_HPP

#include <structwire/fuzz/mutation.hpp>
#include <structwire/fuzz/proto.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace structwire::testing {

inline fuzz::byte_vector bytes_of(std::string_view text) {
    const byte_view bytes = as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

/// Every wire type, two levels of messages, a packed field, a group, a negative int32, text.
inline fuzz::byte_vector mixed_message() {
    using namespace std::string_view_literals;
    return bytes_of(
        "\x08\x96\x01"                                  // 1: varint 150
        "\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"  // 2: -1
        "\x1d\x00\x00\x80\x3f"                          // 3: float 1
        "\x21\x00\x00\x00\x00\x00\x00\xf0\x3f"          // 4: double 1
        "\x2a\x06"
        "BTCUSD"                                              // 5
        "\x32\x0c\x08\x02\x12\x02hi\x1a\x04\x08\x07\x10\x09"  // 6: {1: 2, 2: "hi", 3: {1: 7, 2: 9}}
        "\x3a\x03\x01\xac\x02"                                // 7: packed 1, 300
        "\x43\x08\x05\x44"                                    // 8: group {1: 5}
        "\x48\x03\x48\x04"                                    // 9: 3, 4
        "\x52\x00"sv);                                        // 10: empty
}

/// The message after one mutation.
inline fuzz::byte_vector mutated(const fuzz::payload_model& model, fuzz::byte_vector payload, std::uint64_t seed,
                                 std::size_t max_bytes = 4096) {
    fuzz::message_bytes message{{}, std::move(payload)};
    fuzz::mutation_tools tools{fuzz::random(seed), nullptr, max_bytes};
    model.mutate(message, tools);
    return message.payload;
}

}  // namespace structwire::testing

#endif
