// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Bugs that other framers had or have, one test each. events_of() gives every stream whole, byte by byte, split in two
// at every place and, if it is short, in three, and in pseudo-random pieces: all of them must give the same events.
#include <structwire/framing.hpp>

#include "framing/models/checksums.hpp"
#include "framing/models/implementation.hpp"
#include "framing/models/tools.hpp"
#include "framing/support.hpp"

using namespace test;
using namespace std::string_literals;
using structwire::any_framing;
using structwire::as_bytes;

namespace {

any_framing parsed(std::string_view text) {
    const auto framing = any_framing::parse(text);
    INFO(text);
    REQUIRE(framing);
    return *framing;
}

// The events without numbers.
std::string outline(std::string_view text, std::string_view stream) {
    return without_numbers(events_of(parsed(text), stream));
}

// The largest memory that a decoder holds while it gets `bytes` one by one.
std::size_t memory_through_feed(std::string_view text, std::string_view bytes) {
    structwire::frame_decoder<any_framing> decoder(parsed(text));
    std::size_t most = 0;
    for (std::size_t at = 0; at != bytes.size(); ++at) {
        for (const auto event : decoder.feed(as_bytes(bytes.substr(at, 1)))) REQUIRE(event);
        most = std::max(most, decoder.capacity());
    }
    CHECK(!decoder.failed());
    CHECK(decoder.pending_bytes() != 0);
    return most;
}

std::size_t memory_through_prepare(std::string_view text, std::string_view bytes) {
    structwire::frame_decoder<any_framing> decoder(parsed(text));
    std::size_t most = 0;
    for (const char letter : bytes) {
        const structwire::byte_span room = decoder.prepare(64);
        REQUIRE(room.size() >= 64);
        room[0] = static_cast<std::byte>(letter);
        decoder.commit(1);
        REQUIRE(!decoder.next());
        most = std::max(most, decoder.capacity());
    }
    CHECK(decoder.pending_bytes() != 0);
    return most;
}

// A framing that looks at each byte once does not see that one it has looked at has become a terminator.
void require_place_is_kept(std::string_view text, const std::string& start, const std::string& terminator) {
    INFO(text);
    any_framing framing = parsed(text);
    const structwire::step first = framing.next(as_bytes(start));
    REQUIRE(first.what == structwire::step::kind::need);
    std::string rest = start.substr(first.consumed);
    rest.replace(rest.find('a'), terminator.size(), terminator);
    rest += "ijklm" + terminator;
    const structwire::step second = framing.next(as_bytes(rest));
    CHECK(second.what == structwire::step::kind::frame);
    CHECK(second.consumed == rest.size());
}

}  // namespace

TEST_CASE("bugs: a length below the header is one error and stays one (Netty LengthField)", "[framing][bugs]") {
    CHECK(outline("u16be,offset=2,adjust=-4", "\xca\xfe\0\5x\xca\xfe\0\3\xca\xfe\0\4"sv) ==
          "0:[\xca\xfe|x] 5!bad_length ");
    CHECK(outline("u16be,magic=CAFE,adjust=-4,resync", "\xca\xfe\0\3\xca\xfe\0\5x"sv) ==
          "0!bad_length 4:[\xca\xfe|x] .");
}

TEST_CASE("bugs: a delimiter that is split while a frame is discarded is found (Netty Delimiter, wangle)",
          "[framing][bugs][resync]") {
    CHECK(outline("delim=0D0A,limit=4,resync", "muchtoolong\r\nok\r\nfine\r\n"sv) == "0!too_long 13:[ok] 17:[fine] .");
    CHECK(outline("line,limit=4,resync", "muchtoolong\r\nok\r\nfine\r\n"sv) == "0!too_long 13:[ok] 17:[fine] .");
    CHECK(outline("crlf_strict,limit=4,resync", "much\rlong\r\nok\r\n"sv) == "0!bad_terminator 11:[ok] .");
}

TEST_CASE("bugs: CR and LF that arrive apart end one frame (Netty 13088)", "[framing][bugs]") {
    CHECK(outline("delim=0D0A/0D/0A", "a\r\nb\rc\nd\r\n"sv) == "0:[a] 3:[b] 5:[c] 7:[d] .");
    CHECK(outline("line", "a\r\nb\r\n"sv) == "0:[a] 3:[b] .");
}

TEST_CASE("bugs: a frame of exactly the limit passes, also split in its delimiter (Netty, Twisted 6556)",
          "[framing][bugs][limits]") {
    CHECK(outline("delim=0D0A,limit=5", "hello\r\nhello\r\n"sv) == "0:[hello] 7:[hello] .");
    CHECK(outline("line,limit=5", "hello\r\nhello\n"sv) == "0:[hello] 7:[hello] .");
    CHECK(outline("crlf,limit=5", "hello\r\n"sv) == "0:[hello] .");
    CHECK(outline("crlf_strict,limit=5", "hello\r\n"sv) == "0:[hello] .");
}

TEST_CASE("bugs: CR does not count towards the limit (tokio LinesCodec)", "[framing][bugs][limits]") {
    CHECK(outline("line,limit=5", "hello\r\n"sv) == outline("line,limit=5", "hello\n"sv));
}

TEST_CASE("bugs: a terminator right behind the limit is seen (wangle LineBased)", "[framing][bugs][limits]") {
    CHECK(outline("lf,limit=5", "hello\nab\n"sv) == "0:[hello] 6:[ab] .");
    CHECK(outline("lf,limit=5,resync", "hello!\nab\n"sv) == "0!too_long 7:[ab] .");
    CHECK(outline("lf,limit=5,resync", "hello, world\nab\n"sv) == "0!too_long 13:[ab] .");
}

TEST_CASE("bugs: bytes that were searched are not searched again (Netty 759, 7202, 13451, Go Scanner, Twisted 3795)",
          "[framing][bugs][quadratic]") {
    require_place_is_kept("line", "abcdefgh", "\n");
    require_place_is_kept("lf", "abcdefgh", "\n");
    require_place_is_kept("crlf", "abcdefgh", "\r\n");
    require_place_is_kept("crlf_strict", "abcdefgh", "\r\n");
    require_place_is_kept("delim=0D0A", "abcdefgh", "\r\n");
    require_place_is_kept("delim=0D0A/2323/24", "abcdefgh", "##");
    require_place_is_kept("delim=0D0A/2323/24,first", "abcdefgh", "$");
    require_place_is_kept("cobs", "\x0e"s + "abcdefgh", "\0"s);
    require_place_is_kept("slip", "abcdefgh", "\xc0");
    require_place_is_kept("hdlc", "\x7e"s + "abcdefgh", "\x7e");
}

TEST_CASE("bugs: a varint prefix split after three or four bytes stays in step (Netty 17549)", "[framing][bugs]") {
    CHECK(outline("varint", "\x82\x80\x80\0ab\1c"sv) == "0:[ab] 6:[c] .");
    CHECK(outline("varint", "\x82\x80\x80\x80\0ab\1c"sv) == "0:[ab] 7:[c] .");
    CHECK(outline("varint", "\x80\x80\x80\1"sv) == "0!truncated ");
    structwire::frame_decoder<any_framing> decoder(parsed("varint"));
    for (const auto event : decoder.feed(as_bytes("\x80\x80\x80"sv))) FAIL("event " << event.has_value());
    for (const auto event : decoder.feed(as_bytes("\1"sv))) FAIL("event " << event.has_value());
    CHECK(decoder.needed() == 2097152);
}

TEST_CASE("bugs: a partial frame at the end of input is truncated (Netty)", "[framing][bugs]") {
    for (const char* text : {"u32be", "varint,offset=3", "netstring", "delim=0D0A", "crlf", "crlf_strict", "fixed=3",
                             "slip", "grpc", "postgres", "tfrecord", "u16be+sum8"}) {
        INFO(text);
        CHECK(outline(text, models::starts_with(text, "netstring") ? "1"sv : "\0"sv) == "0!truncated ");
    }
    CHECK(outline("cobs", "\0\2"sv) == "1!truncated ");
    CHECK(outline("hdlc",
                  "\x7e"
                  "a"sv) == "1!truncated ");
    CHECK(outline("redis_bulk", "$1\r\na\r"sv) == "0!truncated ");
}

TEST_CASE("bugs: the end of input behind a header is truncated too (tokio LengthDelimited)", "[framing][bugs]") {
    CHECK(events_of(parsed("u32be"), "\0\0\0\5"sv) == "0!truncated 9/4 ");
    CHECK(events_of(parsed("varint"), "\5"sv) == "0!truncated 6/1 ");
    CHECK(outline("netstring", "5:"sv) == "0!truncated ");
    CHECK(outline("redis_bulk", "$5\r\n"sv) == "0!truncated ");
    CHECK(outline("grpc", "\0\0\0\0\5"sv) == "0!truncated ");
}

TEST_CASE("bugs: the limit applies behind the adjustment (tokio 4815)", "[framing][bugs][limits]") {
    CHECK(outline("u8,adjust=+9,limit=10", "\0abcdefghi"sv) == "0:[abcdefghi] .");
    CHECK(outline("u8,adjust=+9,limit=10", "\1abcdefghij"sv) == "0!too_long ");
    CHECK(outline("u8,adjust=-9,limit=10",
                  "\x12"
                  "abcdefghi"sv) == "0:[abcdefghi] .");
    CHECK(outline("u8,adjust=-9,limit=10", "\x13"sv) == "0!too_long ");
}

TEST_CASE("bugs: an over-long frame is left behind (tokio LengthDelimited, wangle)", "[framing][bugs][resync]") {
    CHECK(outline("u8,limit=5,resync", "\7abcdefg\2ok\6abcdef\1x"sv) == "0!too_long 8:[ok] 11!too_long 18:[x] .");
    CHECK(outline("varint,limit=5,resync", "\7abcdefg\2ok"sv) == "0!too_long 8:[ok] .");
    CHECK(outline("u16le,offset=1,adjust=-1,limit=5,resync", "h\6\0abcdeh\2\0z"sv) == "0!too_long 8:[h|z] .");
}

TEST_CASE("bugs: a length near 2^64 does not wrap (wangle, libzmq 3351 and 1488)", "[framing][bugs][limits]") {
    for (const char* text : {"u64be", "u64be,adjust=+8", "u64be,adjust=-8", "u64be,offset=4", "u64be,resync",
                             "u64be,limit=1099511627776M"}) {
        INFO(text);
        CHECK(outline(text, "\xff\xff\xff\xff\xff\xff\xff\xf8\xff\xff\xff\xff\0"sv).substr(0, 11) == "0!too_long ");
    }
    CHECK(outline("u64le,resync", "\xff\xff\xff\xff\xff\xff\xff\xff\1\0\0\0\0\0\0\0a"sv) == "0!too_long .");
    CHECK(outline("varint", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\1"sv) == "0!too_long ");
    CHECK(outline("netstring", "18446744073709551617:a,"sv) == "0!too_long ");
    CHECK(outline("redis_bulk", "$18446744073709551617\r\na\r\n"sv) == "0!too_long ");
}

TEST_CASE("bugs: a sender's length does not wrap (pgx CVE-2024-27304, tokio 5080)", "[framing][bugs][encode]") {
    const std::string large(65536, 'x');
    CHECK(!wire_of(parsed("u16be"), "", large));
    CHECK(wire_of(parsed("u16be"), "", large.substr(1)));
    CHECK(!wire_of(parsed("u16be"), "", std::string(6 << 20, 'x')));
    CHECK(!wire_of(parsed("i16be"), "", large.substr(32768)));
    CHECK(wire_of(parsed("i16be"), "", large.substr(32769)));
    CHECK(!wire_of(parsed("u16be,adjust=-2"), "", large.substr(2)));
    CHECK(wire_of(parsed("u16be,adjust=-2"), "", large.substr(3)));
    CHECK(!wire_of(parsed("u8+crc16x25"), "", std::string(254, 'x')));
    CHECK(wire_of(parsed("u8+crc16x25"), "", std::string(253, 'x')));
}

TEST_CASE("bugs: a negative length is bad (pgproto3 CVE-2026-32286)", "[framing][bugs]") {
    CHECK(outline("kafka", "\xff\xff\xff\xff"sv) == "0!bad_length ");
    CHECK(outline("thrift", "\x80\1\0\1"sv) == "0!bad_length ");  // an unframed Thrift call
    CHECK(outline("postgres", "Q\xff\xff\xff\xfc"sv) == "0!bad_length ");
    CHECK(outline("i16le", "\0\x80"sv) == "0!bad_length ");
}

TEST_CASE("bugs: an announced length reserves nothing (tokio 333, Netty CVE-2026-45416, Thrift CVE-2026-43868)",
          "[framing][bugs][memory]") {
    const std::string record = models::number_bytes(8000000, 8, true);
    const std::vector<std::pair<std::string, std::string>> announcements{
        {"u32be", "\0\x7a\x12\0"s},
        {"u32be,limit=4096M", "\xff\xff\xff\xfb"s},
        {"u64le,limit=4097M", "\xf0\xff\xff\xff\0\0\0\0"s},
        {"u32be,limit=4096M+crc32c", "\xff\xff\xff\xfb"s},
        {"varint", "\x80\x80\x80\4"s},
        {"varint,limit=4096M", "\xff\xff\xff\xff\xf"s},
        {"netstring", "8388608:"},
        {"netstring,limit=4096M", "4294967296:"},
        {"redis_bulk", "$8388608\r\n"},
        {"fixed=8M", "x"},
        {"grpc", "\0\0\x30\0\0"s},
        {"postgres", "d\0\x7f\0\0"s},
        {"mqtt", "\x30\x80\x80\x80\4"s},
        {"kafka", "\5\xf5\xe1\0"s},
        {"tfrecord", record + models::number_bytes(models::masked_crc32c(record), 4, true)},
    };
    for (const auto& [text, announcement] : announcements) {
        INFO(text);
        const std::string bytes = announcement + std::string(80, 'x');
        CHECK(memory_through_feed(text, bytes) <= 4096);
        CHECK(memory_through_prepare(text, bytes) <= 4096);
    }
}

TEST_CASE("bugs: text and TLS alerts are no lengths (KAFKA-4090)", "[framing][bugs][limits]") {
    CHECK(outline("kafka", "\x15\3\3\0\2\2\x28"sv) == "0!too_long ");
    CHECK(outline("thrift", "\x15\3\3\0"sv) == "0!too_long ");
    CHECK(outline("u32be", "GET / HTTP/1.1\r\n\r\n"sv) == "0!too_long ");
    CHECK(outline("grpc", "PRI * HTTP/2.0\r\n"sv) == "0!bad_prefix ");
    CHECK(outline("netstring", "GET / HTTP/1.1\r\n"sv) == "0!bad_prefix ");
}

TEST_CASE("bugs: no bare CR or LF ends a strict line (SMTP smuggling CVE-2023-51764, 51765, 51766)",
          "[framing][bugs][smuggling]") {
    for (const auto smuggled : {"\n.\r\n"sv, "\n.\n"sv, "\r.\r"sv, "\r.\r\n"sv, "\r\r\n.\r\n"sv, "\0\n.\r\n"sv}) {
        const std::string stream = "data" + std::string(smuggled) + "MAIL FROM:<a@b>\r\n";
        INFO(in_hex(stream));
        CHECK(outline("crlf_strict", stream) == "0!bad_terminator ");
    }
    CHECK(outline("crlf", "data\n.\r\nMAIL\r\n"sv) == "0:[data\n.] 8:[MAIL] .");
    CHECK(!wire_of(parsed("crlf_strict"), "", "data\n.\nMAIL"));
    CHECK(!wire_of(parsed("crlf_strict"), "", "data\r"));
}

TEST_CASE("bugs: a flood of empty frames takes no memory (Netty GHSA-w9fj-cfpg-grvv)", "[framing][bugs][memory]") {
    for (const auto& [text, frame] : {std::pair("u8", "\0"sv), std::pair("varint", "\0"sv), std::pair("line", "\n"sv),
                                      std::pair("netstring", "0:,"sv), std::pair("cobs", "\1\0"sv)}) {
        INFO(text);
        structwire::frame_decoder<any_framing> decoder(parsed(text));
        std::size_t count = 0;
        for (int round = 0; round != 20000; ++round) {
            for (const auto event : decoder.feed(as_bytes(frame))) count += event && event->payload.empty() ? 1U : 0U;
        }
        CHECK(count == 20000);
        CHECK(decoder.capacity() <= 4096);
    }
}

TEST_CASE("bugs: nothing but separators is no frame and no memory", "[framing][bugs][memory]") {
    for (const auto& [text, separator] : {std::pair("cobs", "\0"sv), std::pair("slip", "\xc0"sv),
                                          std::pair("hdlc", "\x7e"sv), std::pair("hdlc", "n"sv)}) {
        INFO(text);
        structwire::frame_decoder<any_framing> decoder(parsed(text));
        for (int round = 0; round != 20000; ++round) {
            for (const auto event : decoder.feed(as_bytes(separator))) FAIL("event " << event.has_value());
        }
        CHECK(decoder.capacity() <= 4096);
        CHECK(!decoder.finish());
    }
}

TEST_CASE("bugs: a zero inside a COBS block is an error (nanocobs 43)", "[framing][bugs][stuffing]") {
    CHECK(outline("cobs", "\4a\0b\0"sv) == "0!bad_stuffing ");
    CHECK(outline("cobs", "\2\0"sv) == "0!bad_stuffing ");
    CHECK(outline("cobs", "\xff\0"sv) == "0!bad_stuffing ");
}

TEST_CASE("bugs: one stray byte costs one frame (electricui 180)", "[framing][bugs][stuffing][resync]") {
    CHECK(outline("cobs,resync", "\3ab\0\7\3ab\0\3cd\0"sv) == "0:[ab] 4!bad_stuffing 9:[cd] .");
    CHECK(outline("slip,resync",
                  "ab\xc0\xdb"
                  "ab\xc0"
                  "cd\xc0"sv) == "0:[ab] 3!bad_stuffing 7:[cd] .");
    CHECK(outline("hdlc,resync+xor8",
                  "\x7e"
                  "aa\x7e"
                  "aXa\x7e"
                  "bb\x7e"sv) == "1:[a] 4!bad_checksum 8:[b] .");
}

TEST_CASE("bugs: COBS never gives more than the limit (bacnet-stack 1425, cobs-c 12)", "[framing][bugs][stuffing]") {
    const std::string block(254, 'x');
    CHECK(outline("cobs,limit=254", "\xff" + block + "\1\0"s) == "0:[" + block + "] .");
    CHECK(outline("cobs,limit=254", "\xff" + block + "\1\1\0"s) == "0!too_long ");
    CHECK(outline("cobs,limit=253", "\xff" + block + "\0"s) == "0!too_long ");
    CHECK(outline("cobs,limit=2", "\1\1\1\0\1\1\1\1\0"sv) == "0:[\0\0] 4!too_long "sv);
}

TEST_CASE("bugs: a discarded frame without an end makes progress (tokio 1483, Netty 8256)", "[framing][bugs]") {
    for (const char* text : {"lf,limit=2,resync", "crlf,limit=2,resync", "crlf_strict,limit=2,resync",
                             "slip,limit=2,resync", "delim=616162,limit=2,resync"}) {
        INFO(text);
        CHECK(outline(text, std::string(40, 'a')) == "0!too_long .");
        structwire::frame_decoder<any_framing> decoder(parsed(text));
        for (int round = 0; round != 5000; ++round) {
            for (const auto event : decoder.feed(as_bytes("aaaa"))) REQUIRE(!event);
        }
        CHECK(decoder.capacity() <= 4096);
        CHECK(decoder.pending_bytes() <= 2);
    }
}

TEST_CASE("bugs: an over-long frame is discarded as it comes, not collected", "[framing][bugs][memory][resync]") {
    for (const auto& [text, announcement] :
         {std::pair("u64be,limit=1k,resync", "\x10\0\0\0\0\0\0\0"sv),
          std::pair("u32le,limit=1k,resync", "\0\0\0\x7f"sv), std::pair("varint,limit=1k,resync", "\x81\x80\x80\1"sv),
          std::pair("u8,magic=AA,limit=5,resync", "\xaa\xff"sv)}) {
        INFO(text);
        structwire::frame_decoder<any_framing> decoder(parsed(text));
        std::size_t count = 0;
        for (const auto event : decoder.feed(as_bytes(announcement))) count += event ? 1U : 100U;
        const std::string chunk(64, 'x');
        for (int round = 0; round != 1000; ++round) {
            for (const auto event : decoder.feed(as_bytes(chunk))) count += event ? 1U : 100U;
        }
        CHECK(count == 100);
        CHECK(decoder.capacity() <= 4096);
        CHECK(decoder.pending_bytes() == 0);
    }
}
