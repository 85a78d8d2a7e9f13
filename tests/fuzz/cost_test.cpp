// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the kit's work costs, counted in bytes that it allocates: twice the input, twice the work.
#include <structwire/fuzz.hpp>

#include <cstddef>

#include "support/catch.hpp"
#include "support/counting_new.hpp"

namespace fuzz = structwire::fuzz;

TEST_CASE("repair: elements of a group with lengths and checksums of their own cost the same each",
          "[fuzz][annotation][cost]") {
    for (const char* const text :
         {">{H:(B:len: {B:s}:text: B:sum:)}:list:", ">{H:({uv}:len: {B:s}:text: B:sum:)}:list:"}) {
        INFO(text);
        const auto model = fuzz::model_of(
            fuzz::described(fuzz::record(fuzz::format_text::at_run_time(text), fuzz::length_of("list.len", "list.text"),
                                         fuzz::checksum_of("list.sum", "sum8", "list.len", "list.text"))));
        REQUIRE(model.has_value());
        const auto cost = [&](std::size_t elements) {
            fuzz::message_bytes message;
            message.payload = {static_cast<std::byte>(elements >> 8), static_cast<std::byte>(elements & 0xff)};
            // Each: a length, another one, a text of 130 bytes, so that the first one grows where it is of any size, a sum.
            for (std::size_t count = 0; count != elements; ++count) {
                message.payload.insert(message.payload.end(), {std::byte{0}, std::byte{130}});
                message.payload.insert(message.payload.end(), 131, std::byte{'x'});
            }
            return structwire::testing::bytes_of([&] { (*model)->repair(message); });
        };
        const std::size_t one = cost(100);
        CHECK(cost(400) < 5 * one);
    }
}
