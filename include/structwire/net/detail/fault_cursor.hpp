// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Where a direction is in its fault script, and what may pass there. For memory_stream and for proxies.
#ifndef STRUCTWIRE_NET_DETAIL_FAULT_CURSOR_HPP
#define STRUCTWIRE_NET_DETAIL_FAULT_CURSOR_HPP

#include <structwire/bytes.hpp>
#include <structwire/net/fault_script.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

namespace structwire::net::detail {

/// Walks a script with the bytes that pass.
class fault_cursor {
public:
    static constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

    /// What holds at the present place: bytes may pass, or one of the faults that stop them.
    struct passage {
        fault::kind what;      ///< split: up to `amount` bytes may pass; else the fault
        std::uint64_t amount;  ///< of a delay: its length
    };

    explicit fault_cursor(fault_script script) : script_(std::move(script)) {
        // By place, and in the order given at the same one. Scripts are short.
        for (auto each = script_.begin(); each != script_.end(); ++each) {
            const auto behind = std::ranges::upper_bound(script_.begin(), each, each->after, {}, &fault::after);
            std::rotate(behind, each, each + 1);
        }
    }

    /// What holds here. A delay is said once and then passed; stall, fin and rst stay.
    [[nodiscard]] passage here() noexcept {
        for (; next_ != script_.size() && script_[next_].after <= place_; ++next_) {
            const fault& met = script_[next_];
            if (met.what == fault::kind::split) {
                piece_ = met.amount == 0 ? unlimited : met.amount;
            } else if (met.what == fault::kind::flip) {
                flips_ ^= 1u << met.amount;
            } else if (met.what == fault::kind::delay) {
                ++next_;
                return {met.what, met.amount};
            } else {
                return {met.what, 0};
            }
        }
        std::uint64_t most = next_ == script_.size() ? unlimited : script_[next_].after - place_;
        if (flips_ != 0) most = 1;
        return {fault::kind::split, std::min(most, piece_)};
    }

    /// Says that these bytes, not more than here() allowed, pass, and inverts what is to be inverted.
    void pass(byte_span bytes) noexcept {
        if (bytes.empty()) return;
        bytes.front() ^= static_cast<std::byte>(flips_);
        flips_ = 0;
        place_ += bytes.size();
    }

    /// Bytes that have passed.
    [[nodiscard]] std::uint64_t place() const noexcept { return place_; }

    /// The place of the first fault of this kind, `unlimited` if there is none.
    [[nodiscard]] std::uint64_t first(fault::kind what) const noexcept {
        const auto found = std::ranges::find(script_, what, &fault::what);
        return found == script_.end() ? unlimited : found->after;
    }

private:
    fault_script script_;
    std::size_t next_ = 0;             // the first fault not yet passed
    std::uint64_t place_ = 0;          // bytes that have passed
    std::uint64_t piece_ = unlimited;  // of the split that holds
    unsigned flips_ = 0;               // bits of the next byte
};

}  // namespace structwire::net::detail

#endif
