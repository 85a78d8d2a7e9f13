// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// How often a byte is looked at when a frame comes byte by byte: what was searched is changed into the end of a frame,
// and a framer that looked at it once more would see one.
#include "framing/support.hpp"

using namespace test;
using structwire::any_framing;
using structwire::byte_view;
using structwire::step;

namespace {

// Shows a frame byte by byte. Once `seen` bytes stand behind a byte it becomes `poison`.
void require_each_byte_seen_once(std::string_view text, std::string_view front, char filling, char poison,
                                 std::size_t seen) {
    auto framing = *any_framing::parse(text);
    std::string bytes(front);
    for (std::size_t size = 0; size != 3000; ++size) {
        const step now = framing.next(structwire::as_bytes(bytes));
        INFO(text << ", " << bytes.size() << " bytes shown");
        REQUIRE(now.what == step::kind::need);
        bytes.erase(0, now.consumed);
        if (bytes.size() > seen + front.size()) bytes[bytes.size() - 1 - seen] = poison;
        bytes += filling;
    }
}

}  // namespace

TEST_CASE("framing: each byte of an unfinished line is searched once", "[framing][scanning]") {
    require_each_byte_seen_once("lf,limit=1M", "", 'x', '\n', 0);
    require_each_byte_seen_once("line,limit=1M", "", 'x', '\n', 0);
    require_each_byte_seen_once("delim=00,limit=1M", "", 'x', '\0', 0);
    require_each_byte_seen_once("delim=0A/0D,limit=1M", "", 'x', '\r', 0);
    require_each_byte_seen_once("crlf_strict,limit=1M", "", 'x', '\n', 1);
}

TEST_CASE("framing: bytes that may begin a delimiter are looked at again, others not", "[framing][scanning]") {
    require_each_byte_seen_once("crlf,limit=1M", "", 'x', '\r', 1);
    require_each_byte_seen_once("delim=61616162,limit=1M", "", 'a', 'b', 3);
    require_each_byte_seen_once("delim=0D0A0D0A,limit=1M", "", '\r', '\n', 4);
}

TEST_CASE("framing: each byte of an unfinished escaped frame is checked once", "[framing][scanning]") {
    require_each_byte_seen_once("slip,limit=1M", "", 'x', '\xc0', 0);
    require_each_byte_seen_once("hdlc,limit=1M", "\x7e", 'x', '\x7e', 0);
    require_each_byte_seen_once("cobs,limit=1M", "", '\x7f', '\0', 0);
}

TEST_CASE("framing: the payload behind a length is not looked at", "[framing][scanning]") {
    require_each_byte_seen_once("u32be", "\0\1\0\0"sv, 'x', '\0', 0);
    require_each_byte_seen_once("varint", "\xff\x7f"sv, 'x', '\0', 0);
    require_each_byte_seen_once("netstring", "9999:"sv, 'x', ',', 0);
    require_each_byte_seen_once("redis_bulk", "$9999\r\n"sv, 'x', '\r', 0);
}
