// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What goes wrong on the way from one end of a stream to the other, and after which byte.
#ifndef STRUCTWIRE_NET_FAULT_SCRIPT_HPP
#define STRUCTWIRE_NET_FAULT_SCRIPT_HPP

#include <cstdint>
#include <vector>

namespace structwire::net {

/// One fault in one direction of a stream, in front of the byte with the number `after`, counted from 0.
///
/// Every fault also cuts: a read does not go beyond the place of the next one, so `split(after, most)` with a large
/// `most` is one cut.
/// Example:    `fault_script half{fault::split(0, 1), fault::fin(7)};`
struct fault {
    enum class kind : std::uint8_t { split, delay, stall, fin, rst, flip };

    kind what;
    std::uint64_t after;   ///< bytes that go before it
    std::uint64_t amount;  ///< of split, delay and flip: see their functions

    /// From here on a read gives at most `most_bytes`; 0 ends an earlier split.
    [[nodiscard]] static constexpr fault split(std::uint64_t after, std::uint64_t most_bytes) noexcept {
        return {kind::split, after, most_bytes};
    }
    /// So many reads find nothing, then it goes on.
    [[nodiscard]] static constexpr fault delay(std::uint64_t after, std::uint64_t tries) noexcept {
        return {kind::delay, after, tries};
    }
    /// Nothing comes any more, and nothing says so.
    [[nodiscard]] static constexpr fault stall(std::uint64_t after) noexcept { return {kind::stall, after, 0}; }
    /// The reader sees the end here; what is written later vanishes.
    [[nodiscard]] static constexpr fault fin(std::uint64_t after) noexcept { return {kind::fin, after, 0}; }
    /// The connection is reset in both directions once so many bytes have been written. Those are read first.
    [[nodiscard]] static constexpr fault rst(std::uint64_t after) noexcept { return {kind::rst, after, 0}; }
    /// Bit `bit` (0 the least) of the byte with the number `after` arrives inverted.
    [[nodiscard]] static constexpr fault flip(std::uint64_t after, unsigned bit) noexcept {
        return {kind::flip, after, bit % 8};
    }

    friend constexpr bool operator==(const fault&, const fault&) noexcept = default;
};

/// The faults of one direction, in any order; of those at the same place the first is met first.
using fault_script = std::vector<fault>;

}  // namespace structwire::net

#endif
