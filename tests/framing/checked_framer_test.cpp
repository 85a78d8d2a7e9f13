// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Checksums behind frames: what is delivered, what is refused and where, with built-in and user-written ones.
#include <structwire/framing/boost_crc.hpp>
#include <structwire/framing/checked_framer.hpp>
#include <structwire/framing/conformance.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/both_times.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::string_view_literals;
using structwire::any_checksum;
using structwire::as_bytes;
using structwire::as_text;
using structwire::byte_span;
using structwire::byte_view;
using structwire::checked_framer;
using structwire::checksum_kind;
using structwire::checksum_of;
using structwire::checksum_trailer;
using structwire::encoded_frame;
using structwire::errc;
using structwire::error;
using structwire::step;

enum class after { fail, skip, unknown };  // an error of the checksum

// One header byte, one length byte, payload of at most 100 bytes; `After` says what refuse() does, if it is there.
template <after After>
struct plain_base {
    [[nodiscard]] constexpr step next(byte_view bytes) const noexcept {
        if (bytes.size() < 2) return step::need(2 - bytes.size());
        const auto size = std::to_integer<std::size_t>(bytes[1]);
        if (size > 100) return step::fail(errc::too_long, 100, size);
        if (bytes.size() - 2 < size) return step::need(size - (bytes.size() - 2));
        return step::deliver(bytes.first(1), bytes.subspan(2, size), size + 2);
    }
    [[nodiscard]] constexpr step finish(byte_view bytes) const noexcept {
        return bytes.empty() ? step::end() : step::fail(errc::truncated, 0, bytes.size());
    }
    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        const std::size_t size = payload.size() + tail.size();
        if (header.size() != 1) return structwire::detail::not_encodable(1, header.size());
        if (size > 100) return structwire::detail::not_encodable(100, size);
        const std::array<std::byte, 1> length{static_cast<std::byte>(size)};
        return encoded_frame(header, length, payload, tail);
    }
    [[nodiscard]] constexpr step refuse(const step& frame, errc reason, std::uint64_t wanted,
                                        std::uint64_t given) const noexcept
        requires(After != after::unknown)
    {
        if constexpr (After == after::skip) return step::skip(reason, wanted, given, frame.consumed, frame.begin);
        return step::fail(reason, wanted, given, frame.begin);
    }
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return 102; }
};

// `~` ends a frame; `~` and `%` are written as `%^` and `%%` inside one. The state counts the frames.
struct stuffed_base {
    unsigned frames = 0;

    static constexpr std::byte stop{'~'}, escape{'%'}, escaped_stop{'^'};

    [[nodiscard]] constexpr step next(byte_view bytes) noexcept {
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            if (bytes[at] == stop) {
                ++frames;
                return step::deliver_stuffed(bytes.first(at), at + 1, 0);
            }
            if (bytes[at] != escape || ++at == bytes.size()) continue;
            if (bytes[at] != escape && bytes[at] != escaped_stop) return step::fail(errc::bad_stuffing, 0, 0);
        }
        return step::need(1);
    }
    [[nodiscard]] constexpr step finish(byte_view bytes) const noexcept {
        return bytes.empty() ? step::end() : step::fail(errc::truncated, 0, bytes.size());
    }
    // One run between any two escapes, and one for the byte that an escape stands for.
    constexpr void for_each_run(byte_view escaped, auto&& sink) const noexcept {
        std::size_t first = 0;
        for (std::size_t at = 0; at != escaped.size(); ++at) {
            if (escaped[at] != escape) continue;
            sink(escaped.subspan(first, at - first));
            const std::array<std::byte, 1> meant{escaped[++at] == escape ? escape : stop};
            sink(byte_view(meant));
            first = at + 1;
        }
        sink(escaped.subspan(first));
    }
    [[nodiscard]] constexpr std::size_t unescape(byte_span escaped) const noexcept {
        std::size_t to = 0;
        for (std::size_t from = 0; from != escaped.size(); ++from) {
            const bool is_escape = escaped[from] == escape;
            if (is_escape) ++from;
            escaped[to++] = is_escape && escaped[from] != escape ? stop : escaped[from];
        }
        return to;
    }
    static std::byte* write(std::byte* to, byte_view payload, byte_view tail) noexcept {
        for (const byte_view part : {payload, tail}) {
            for (const std::byte byte : part) {
                if (byte == stop || byte == escape) *to++ = escape;
                *to++ = byte == stop ? escaped_stop : byte;
            }
        }
        *to++ = stop;
        return to;
    }
    [[nodiscard]] std::expected<encoded_frame, error> encode(byte_view payload, byte_view = {},
                                                             byte_view tail = {}) noexcept {
        std::size_t size = payload.size() + tail.size() + 1;
        for (const byte_view part : {payload, tail}) {
            for (const std::byte byte : part) size += byte == stop || byte == escape ? 1U : 0U;
        }
        return encoded_frame(&write, size, payload, tail);
    }
    [[nodiscard]] constexpr step refuse(const step& frame, errc reason, std::uint64_t wanted,
                                        std::uint64_t given) const noexcept {
        return step::skip(reason, wanted, given, frame.consumed, frame.begin);
    }
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return 1000; }
};

// The example of checksum_algorithm.
struct ubx_checksum {
    static constexpr std::size_t size = 2;
    static constexpr std::endian order = std::endian::little;
    struct running {
        std::uint8_t a = 0, b = 0;
        constexpr void add(structwire::byte_view bytes) noexcept {
            for (std::byte byte : bytes) b = std::uint8_t(b + (a = std::uint8_t(a + std::uint8_t(byte))));
        }
        constexpr void add_header(structwire::byte_view header, std::size_t payload_size) noexcept {
            add(header.subspan(2));
            add(std::array{std::byte(payload_size), std::byte(payload_size >> 8)});
        }
        constexpr std::uint64_t value() const noexcept { return std::uint64_t(a | b << 8); }
    };
    static constexpr running start() noexcept { return {}; }
};

// u16le,offset=4,adjust=+2: the length of UBX does not count the checksum.
struct ubx_base {
    [[nodiscard]] constexpr step next(byte_view bytes) const noexcept {
        if (bytes.size() < 8) return step::need(8 - bytes.size());
        const std::size_t size = std::to_integer<std::size_t>(bytes[4]) + 256 * std::to_integer<std::size_t>(bytes[5]);
        if (bytes.size() - 8 < size) return step::need(size - (bytes.size() - 8));
        return step::deliver(bytes.first(4), bytes.subspan(6, size + 2), size + 8);
    }
    [[nodiscard]] constexpr step finish(byte_view bytes) const noexcept {
        return bytes.empty() ? step::end() : step::fail(errc::truncated, 0, bytes.size());
    }
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return 65543; }
};

// MAVLink 1: the magic byte is left out, the length is covered, and so is one byte behind the payload that is never
// sent: a digest of the message's fields, here that of HEARTBEAT (message 0).
struct mavlink_checksum {
    using crc = structwire::boost_crc<16, 0x1021, 0xffff, 0, true, true, std::endian::little>;  // CRC-16/MCRF4XX
    static constexpr std::size_t size = 2;
    static constexpr std::endian order = std::endian::little;
    struct running : crc::running {
        void add_header(byte_view, std::size_t payload_size) noexcept {
            add(std::array{static_cast<std::byte>(payload_size - 4)});
        }
        [[nodiscard]] std::uint64_t value() const noexcept {
            crc::running whole = *this;
            whole.add(std::array{std::byte{50}});
            return whole.value();
        }
    };
    static running start() noexcept { return {}; }
};

// u8,offset=1,adjust=+6: the length counts neither the four bytes behind it nor the checksum.
struct mavlink_base {
    [[nodiscard]] step next(byte_view bytes) const noexcept {
        if (bytes.size() < 8) return step::need(8 - bytes.size());
        const std::size_t size = std::to_integer<std::size_t>(bytes[1]) + 6;
        if (bytes.size() - 2 < size) return step::need(size - (bytes.size() - 2));
        return step::deliver(bytes.first(1), bytes.subspan(2, size), size + 2);
    }
    [[nodiscard]] step finish(byte_view bytes) const noexcept {
        return bytes.empty() ? step::end() : step::fail(errc::truncated, 0, bytes.size());
    }
    [[nodiscard]] std::uint64_t max_frame_bytes() const noexcept { return 263; }
};

template <checksum_kind Kind, bool PayloadOnly = false>
using built_in = checksum_of<checksum_trailer{.kind = Kind, .payload_only = PayloadOnly}>;

std::string hex(std::uint64_t number) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    do text.insert(text.begin(), digits[number % 16]);
    while ((number /= 16) != 0);
    return text;
}

// All events in one line, after the conformance helper found that they do not depend on the cuts.
template <class Framer>
std::string events_of(Framer framing, std::string_view stream) {
    const auto difference = structwire::check_conformance(framing, as_bytes(stream));
    if (difference) FAIL(difference->rule << ", event " << difference->event);
    const auto recorded = structwire::record_stream(framing, as_bytes(stream));
    std::string all;
    for (const auto& event : recorded.events) {
        all += std::to_string(event.offset);
        if (event.is_frame) {
            all += ":[" + std::string(as_text(event.header)) + "|" + std::string(as_text(event.payload)) + "] ";
            continue;
        }
        const bool checksum = event.failure.code == errc::bad_checksum;
        all += checksum ? "!" : "!" + std::string(structwire::name(event.failure.code)) + " ";
        all += hex(event.failure.wanted) + "/" + hex(event.failure.given) + " ";
    }
    return all + (recorded.clean ? "." : "");
}

template <class Framer>
std::string wire_of(Framer framing, std::string_view payload, std::string_view header = {}) {
    const auto frame = framing.encode(as_bytes(payload), as_bytes(header));
    if (!frame) {
        REQUIRE(frame.error().code == errc::not_encodable);
        return "!" + std::to_string(frame.error().wanted) + "/" + std::to_string(frame.error().given);
    }
    std::string wire(frame->size(), '\0');
    auto* const begin = reinterpret_cast<std::byte*>(wire.data());
    REQUIRE(frame->copy_to(begin) == begin + wire.size());
    return wire;
}

// The payload that a stuffed frame stands for, as a decoder gets it.
template <class Framer>
std::string unescaped(Framer& framing, const step& frame) {
    REQUIRE(frame.what == step::kind::frame);
    REQUIRE(frame.stuffed);
    std::vector<std::byte> copy(frame.payload.begin(), frame.payload.end());
    copy.resize(framing.unescape(copy));
    return std::string(as_text(copy));
}

}  // namespace

TEST_CASE("checked_framer: is a framer of at most 32 bytes that can what its base can", "[framing][checked_framer]") {
    using plain = checked_framer<plain_base<after::fail>, built_in<checksum_kind::crc32>>;
    using stuffed = checked_framer<stuffed_base, built_in<checksum_kind::crc16x25>>;
    using chosen = checked_framer<stuffed_base, any_checksum>;
    STATIC_REQUIRE((structwire::encoding_framer<plain> && !structwire::stuffed_framer<plain>));
    STATIC_REQUIRE((structwire::encoding_framer<stuffed> && structwire::stuffed_framer<stuffed>));
    STATIC_REQUIRE((structwire::encoding_framer<chosen> && sizeof(chosen) <= 32));
    STATIC_REQUIRE(std::is_empty_v<plain>);
    STATIC_REQUIRE(sizeof(stuffed) == sizeof(stuffed_base));
    STATIC_REQUIRE(structwire::framer<checked_framer<ubx_base, ubx_checksum>>);
    STATIC_REQUIRE(!structwire::encoding_framer<checked_framer<ubx_base, ubx_checksum>>);
    CHECK(plain{}.max_frame_bytes() == 102);
    CHECK(chosen(stuffed_base{7}, any_checksum({checksum_kind::sum8})).base().frames == 7);
    CHECK(chosen(stuffed_base{7}, any_checksum({checksum_kind::sum8})).checksum().size() == 1);
}

TEST_CASE("checked_framer: delivers the payload without its checksum", "[framing][checked_framer]") {
    const checked_framer<plain_base<after::fail>, built_in<checksum_kind::sum8>> summed;
    CHECK(events_of(summed, "h\4abc\x8e"sv) == "0:[h|abc] .");  // 68 + 61 + 62 + 63
    CHECK(events_of(summed, "h\1hA\3\1\2D"sv) == "0:[h|] 3:[A|\1\2] .");
    CHECK(wire_of(summed, "abc", "h") == "h\4abc\x8e"sv);
    CHECK(events_of(summed, ""sv) == ".");
    CHECK(events_of(summed, "h\4ab"sv) == "0!truncated 0/4 ");
    CHECK(events_of(summed, "h\1hh\xff"sv) == "0:[h|] 3!too_long 64/ff ");
}

TEST_CASE("checked_framer: reports computed and received checksum at the frame", "[framing][checked_framer]") {
    const auto stream = "h\1hh\4abc\x8fh\1h"sv;
    const checked_framer<plain_base<after::fail>, built_in<checksum_kind::sum8>> fatal;
    const checked_framer<plain_base<after::unknown>, built_in<checksum_kind::sum8>> unsaid;
    const checked_framer<plain_base<after::skip>, built_in<checksum_kind::sum8>> resuming;
    CHECK(events_of(fatal, stream) == "0:[h|] 3!8e/8f ");
    CHECK(events_of(unsaid, stream) == "0:[h|] 3!8e/8f ");
    CHECK(events_of(resuming, stream) == "0:[h|] 3!8e/8f 9:[h|] .");
}

TEST_CASE("checked_framer: covers the header unless only the payload is meant", "[framing][checked_framer]") {
    const checked_framer<plain_base<after::fail>, built_in<checksum_kind::crc8, true>> framing;
    const std::string wire = wire_of(framing, "123456789", "h");
    CHECK(wire ==
          "h\12"
          "123456789\xf4"sv);
    std::string other = wire;
    other[0] = 'x';
    CHECK(events_of(framing, other) == "0:[x|123456789] .");
    const checked_framer<plain_base<after::fail>, built_in<checksum_kind::crc8>> covered;
    CHECK(events_of(covered, wire_of(covered, "23456789", "1")) == "0:[1|23456789] .");
    CHECK(wire_of(covered, "23456789", "1").back() == '\xf4');
    CHECK(wire_of(covered, "23456789", "2").back() != '\xf4');
}

TEST_CASE("checked_framer: writes and reads every checksum in both orders", "[framing][checked_framer]") {
    for (const auto& row : structwire::checksum_table) {
        for (const std::endian order : {std::endian::little, std::endian::big}) {
            const checksum_trailer trailer{row.kind, order, row.kind != checksum_kind::none};
            if (!trailer.usable()) continue;
            INFO(row.name);
            const checked_framer framing(plain_base<after::fail>{}, any_checksum(trailer));
            std::string sum;
            for (std::size_t index = 0; index != row.size; ++index) {
                const std::size_t byte = order == std::endian::little ? index : row.size - 1 - index;
                sum += static_cast<char>(row.check >> 8 * byte & 0xff);
            }
            const std::string wire = "h" + std::string(1, static_cast<char>(9 + row.size)) + "123456789" + sum;
            CHECK(wire_of(framing, "123456789", "h") == wire);
            CHECK(events_of(framing, wire + wire) ==
                  "0:[h|123456789] " + std::to_string(wire.size()) + ":[h|123456789] .");
        }
    }
}

TEST_CASE("checked_framer: finds every flipped bit", "[framing][checked_framer][malformed]") {
    for (const auto& row : structwire::checksum_table) {
        if (row.kind == checksum_kind::none) continue;
        INFO(row.name);
        checked_framer framing(plain_base<after::skip>{}, any_checksum(checksum_trailer{row.kind}));
        const std::string wire = wire_of(framing,
                                         "a\0b\x7f"
                                         "cd"sv,
                                         "h");
        for (std::size_t bit = 0; bit != 8 * wire.size(); ++bit) {
            if (bit / 8 == 1) continue;  // the length belongs to the base
            std::string stream = wire + wire + wire;
            char& hit = stream[wire.size() + bit / 8];
            hit = static_cast<char>(hit ^ 1 << bit % 8);
            const auto got = structwire::record_stream(framing, as_bytes(stream));
            REQUIRE(got.events.size() == 3);
            CHECK((got.clean && got.events[0].is_frame && got.events[2].is_frame));
            CHECK(!got.events[1].is_frame);
            CHECK(got.events[1].failure.code == errc::bad_checksum);
            CHECK(got.events[1].offset == wire.size());
            CHECK(got.events[1].failure.wanted != got.events[1].failure.given);
        }
    }
}

TEST_CASE("checked_framer: refuses frames that are shorter than the checksum", "[framing][checked_framer][malformed]") {
    for (const auto& row : structwire::checksum_table) {
        if (row.kind == checksum_kind::none) continue;
        INFO(row.name);
        const checked_framer framing(plain_base<after::skip>{}, any_checksum(checksum_trailer{row.kind}));
        const std::string good = wire_of(framing, "", "h");
        CHECK(good.size() == 2 + row.size);
        CHECK(events_of(framing, good) == "0:[h|] .");
        for (std::size_t size = 0; size != row.size; ++size) {
            std::string stream = good.substr(0, 2 + size) + good;
            stream[1] = static_cast<char>(size);
            const std::string events = events_of(framing, stream);
            const std::string second = std::to_string(2 + size) + ":[h|] .";
            CHECK(events == "0!" + hex(size) + "/" + hex(size) + " " + second);
        }
    }
}

TEST_CASE("checked_framer: the checksum counts toward the limit of the base", "[framing][checked_framer][limits]") {
    const checked_framer<plain_base<after::fail>, built_in<checksum_kind::crc32>> framing;
    const std::string longest(96, 'x');
    CHECK(events_of(framing, wire_of(framing, longest, "h")) == "0:[h|" + longest + "] .");
    CHECK(wire_of(framing, longest + "x", "h") == "!100/101");
    CHECK(wire_of(framing, "x") == "!1/0");
}

TEST_CASE("checked_framer: checks stuffed frames without unescaping them", "[framing][checked_framer][stuffed]") {
    // Bytes that must be escaped, in payload and checksum; the checksum is in up to `size` runs.
    for (const auto& row : structwire::checksum_table) {
        INFO(row.name);
        checked_framer framing(stuffed_base{}, any_checksum(checksum_trailer{row.kind}));
        for (std::uint32_t number = 0; number != 400; ++number) {
            std::string payload(number % 5, '%');
            payload += std::to_string(number) + "~" + std::string(number % 3, '~');
            const std::string wire = wire_of(framing, payload);
            const step got = framing.next(as_bytes(wire));
            CHECK(unescaped(framing, got) == payload);
            CHECK(got.consumed == wire.size());
        }
        CHECK(framing.base().frames == 400);
    }
}

TEST_CASE("checked_framer: finds checksums that are wrong in stuffed frames", "[framing][checked_framer][stuffed]") {
    checked_framer<stuffed_base, built_in<checksum_kind::crc16x25>> framing;
    const auto events = [&](std::string_view stream) {
        const step got = framing.next(as_bytes(stream));
        CHECK(got.what == step::kind::error);
        CHECK((got.resumes && got.reason == errc::bad_checksum && got.begin == 0));
        return std::to_string(got.consumed) + " " + hex(got.wanted) + "/" + hex(got.given);
    };
    CHECK(events("123456789\x6e\x91~zz~") == "12 906e/916e");
    CHECK(events("123456789%%%^~") == "14 906e/7e25");
    CHECK(events("~") == "1 0/0");
    CHECK(events("%%~") == "3 1/1");
    CHECK(events("%^~") == "3 1/1");
    const step got = framing.next(as_bytes("123456789\x6e\x90~"));
    CHECK(unescaped(framing, got) == "123456789");
    CHECK(framing.next(as_bytes("1234")).what == step::kind::need);
    CHECK(framing.finish(as_bytes("1234")).reason == errc::truncated);
    CHECK(framing.finish({}).what == step::kind::clean);
}

TEST_CASE("checked_framer: any_checksum of none lets everything pass", "[framing][checked_framer]") {
    const checked_framer<plain_base<after::fail>, any_checksum> framing;
    CHECK(events_of(framing, "h\0x\1a"sv) == "0:[h|] 2:[x|a] .");
    CHECK(wire_of(framing, "a", "x") == "x\1a"sv);
}

TEST_CASE("checksum_algorithm: u-blox UBX", "[framing][checked_framer][own]") {
    const checked_framer<ubx_base, ubx_checksum> framing;
    // CFG-MSG, which turns NMEA's VTG off, and CFG-RATE, which asks for the rate.
    CHECK(events_of(framing, "\xb5\x62\6\1\3\0\xf0\5\0\xff\x19"sv) == "0:[\xb5\x62\6\1|\xf0\5\0] ."sv);
    CHECK(events_of(framing, "\xb5\x62\6\10\0\0\16\x30"sv) == "0:[\xb5\x62\6\10|] .");
    CHECK(events_of(framing, "\xb5\x62\6\1\3\0\xf0\4\0\xff\x19"sv) == "0!17fe/19ff ");
    CHECK(events_of(framing, "\xb5\x62\7\10\0\0\16\x30"sv) == "0!340f/300e ");
}

TEST_CASE("checksum_algorithm: MAVLink 1", "[framing][checked_framer][own]") {
    const checked_framer<mavlink_base, mavlink_checksum> framing;
    const auto heartbeat = "\xfe\x09\x4e\1\1\0\0\0\0\0\2\3\x51\4\3\x1c\x7f"sv;
    CHECK(events_of(framing, heartbeat) == "0:[\xfe|" + std::string(heartbeat.substr(2, 13)) + "] .");
    std::string wrong(heartbeat);
    wrong[2] ^= 1;
    CHECK(events_of(framing, wrong).substr(0, 2) == "0!");
}

TEST_CASE("checksum_algorithm: works in constant expressions", "[framing][checked_framer][own]") {
    using structwire::testing::bytes;
    STRUCTWIRE_BOTH_TIMES([] {
        checked_framer<ubx_base, ubx_checksum> framing;
        constexpr auto good = bytes(0xb5, 0x62, 6, 8, 0, 0, 0x0e, 0x30);
        constexpr auto bad = bytes(0xb5, 0x62, 6, 8, 0, 0, 0x0e, 0x31);
        return framing.next(good).payload.empty() && framing.next(good).what == step::kind::frame &&
               framing.next(bad).wanted == 0x300e && framing.next(bad).given == 0x310e;
    }());
}

TEST_CASE("boost_crc: computes a CRC that is not built in", "[framing][checked_framer][boost_crc]") {
    using dnp = structwire::boost_crc<16, 0x3d65, 0, 0xffff, true, true, std::endian::little>;
    using can = structwire::boost_crc<15, 0x4599, 0, 0, false, false, std::endian::big>;
    using wide = structwire::boost_crc<64, 0x42f0e1eba9ea3693, 0, 0, false, false, std::endian::big>;
    STATIC_REQUIRE((structwire::checksum_algorithm<dnp> && std::is_empty_v<dnp>));
    const auto value = [](auto algorithm) {
        auto running = algorithm.start();
        running.add(as_bytes("1234"));
        running.add(as_bytes("56789"));
        return static_cast<std::uint64_t>(running.value());
    };
    CHECK(value(dnp{}) == 0xea82);
    CHECK(value(can{}) == 0x059e);
    CHECK(can::size == 2);
    CHECK(value(wide{}) == 0x6c40df5f0b497347);  // CRC-64/ECMA-182
    const checked_framer<plain_base<after::fail>, dnp> framing;
    CHECK(wire_of(framing, "23456789", "1") ==
          "1\12"
          "23456789\x82\xea"sv);
    CHECK(events_of(framing,
                    "1\12"
                    "23456789\x82\xea"sv) == "0:[1|23456789] .");
    CHECK(events_of(framing,
                    "1\12"
                    "23456789\xea\x82"sv) == "0!ea82/82ea ");
}
