// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A framer whose errors can be survived, for what reads through any framer.
#ifndef STRUCTWIRE_TESTS_SUPPORT_RESUMING_FRAMER_HPP
#define STRUCTWIRE_TESTS_SUPPORT_RESUMING_FRAMER_HPP

#include <structwire/framing/framer.hpp>

#include <cstddef>
#include <cstdint>

namespace test_support {

/// Two bytes of payload each; 0xee 0xee is errc::bad_magic, and reading goes on behind it.
struct resuming_framer {
    static constexpr std::byte bad{0xee};

    structwire::step next(structwire::byte_view bytes) noexcept {
        using structwire::step;
        if (bytes.size() < 2) return step::need(2 - bytes.size());
        if (bytes[0] == bad && bytes[1] == bad) return step::skip(structwire::errc::bad_magic, 0, 0, 2);
        return step::deliver({}, bytes.first(2), 2);
    }
    structwire::step finish(structwire::byte_view bytes) noexcept {
        using structwire::step;
        return bytes.empty() ? step::end() : step::fail(structwire::errc::truncated, 2, bytes.size());
    }
    [[nodiscard]] std::uint64_t max_frame_bytes() const noexcept { return 2; }
};

static_assert(structwire::framer<resuming_framer>);

}  // namespace test_support

#endif
