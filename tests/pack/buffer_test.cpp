// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/format/static_layout.hpp>
#include <structwire/pack/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>

#include "support/both_times.hpp"

namespace {

using structwire::errc;
using structwire::error;
using structwire::locate_record;
using structwire::operation;

constexpr auto furthest = std::numeric_limits<std::ptrdiff_t>::max();
constexpr auto lowest = std::numeric_limits<std::ptrdiff_t>::min();

// The start of a record in a buffer, or a number that no start is.
constexpr std::size_t start(std::size_t buffer, std::ptrdiff_t offset, std::uint64_t size) {
    return locate_record(buffer, offset, size, operation::unpack_from).value_or(999);
}

constexpr error fault(std::size_t buffer, std::ptrdiff_t offset, std::uint64_t size) {
    const auto found = locate_record(buffer, offset, size, operation::pack_into);
    return found ? error{.code = errc{}} : found.error();
}

}  // namespace

TEST_CASE("locate_record: offsets from the start", "[buffer][limits]") {
    STRUCTWIRE_BOTH_TIMES(start(8, 0, 8) == 0 && start(8, 3, 4) == 3 && start(8, 4, 4) == 4);
    STRUCTWIRE_BOTH_TIMES(start(8, 8, 0) == 8 && start(0, 0, 0) == 0);
    STRUCTWIRE_BOTH_TIMES(
        fault(8, 5, 4) ==
        error{.code = errc::short_buffer, .during = operation::pack_into, .offset = 5, .wanted = 4, .given = 8});
    STRUCTWIRE_BOTH_TIMES(fault(8, 9, 0).code == errc::short_buffer && fault(8, 9, 0).offset == 9);
    STRUCTWIRE_BOTH_TIMES(fault(8, furthest, 4).code == errc::short_buffer);
    STRUCTWIRE_BOTH_TIMES(fault(8, furthest, 4).offset == static_cast<std::uint64_t>(furthest));
    STRUCTWIRE_BOTH_TIMES(fault(8, 0, ~std::uint64_t{0}).code == errc::short_buffer);
}

TEST_CASE("locate_record: offsets from the end", "[buffer][limits]") {
    STRUCTWIRE_BOTH_TIMES(start(8, -4, 4) == 4 && start(8, -5, 4) == 3 && start(8, -8, 4) == 0);
    STRUCTWIRE_BOTH_TIMES(start(8, -1, 0) == 7 && start(8, -8, 8) == 0);
}

TEST_CASE("locate_record: a negative offset nearer to the end than the size", "[buffer][errors]") {
    STRUCTWIRE_BOTH_TIMES(fault(8, -3, 4) == error{.code = errc::short_buffer,
                                                   .during = operation::pack_into,
                                                   .letter = '-',
                                                   .offset = 5,
                                                   .wanted = 4,
                                                   .given = 3});
}

TEST_CASE("locate_record: a negative offset in front of the buffer", "[buffer][errors]") {
    STRUCTWIRE_BOTH_TIMES(
        fault(8, -9, 4) ==
        error{.code = errc::bad_offset, .during = operation::pack_into, .wanted = 8, .given = ~std::uint64_t{8}});
    STRUCTWIRE_BOTH_TIMES(fault(8, lowest, 4).code == errc::bad_offset);
    STRUCTWIRE_BOTH_TIMES(fault(8, lowest, 4).given == static_cast<std::uint64_t>(lowest));
    STRUCTWIRE_BOTH_TIMES(fault(0, -1, 0).code == errc::bad_offset);
}

TEST_CASE("locate_record: both faults at once are told as Python does", "[buffer][errors]") {
    STRUCTWIRE_BOTH_TIMES(fault(8, -20, 32).code == errc::short_buffer && fault(8, -20, 32).given == 20);
    STRUCTWIRE_BOTH_TIMES(fault(8, -20, 32).offset == error::nowhere);
}

TEST_CASE("wrong_record_size: names the field that the first missing byte belongs to", "[buffer][errors]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto& items = structwire::layout_of<">x 2H">.items;
        const error missing = structwire::wrong_record_size(items, 5, 3, operation::unpack);
        const error extra = structwire::wrong_record_size(items, 5, 6, operation::unpack);
        return missing == error{.code = errc::short_buffer,
                                .during = operation::unpack,
                                .item = 0,
                                .position = 4,
                                .offset = 3,
                                .wanted = 5,
                                .given = 3} &&
               extra ==
                   error{.code = errc::extra_bytes, .during = operation::unpack, .offset = 5, .wanted = 5, .given = 6};
    }());
}
