// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The models of the framings against expectations written by hand from the specifications, and against themselves.
#include "framing/models.hpp"

#include <structwire/framing/checksum.hpp>

#include <bit>

#include "framing/models/texts.hpp"
#include "framing/models/tools.hpp"
#include "support/catch.hpp"

using namespace test;
using namespace std::string_literals;
using namespace std::string_view_literals;

TEST_CASE("models: checksums have the check values of their catalogue", "[framing][models][checksum]") {
    using models::checksum;
    CHECK(checksum("crc16x25", "123456789") == 0x906e);
    CHECK(checksum("crc16modbus", "123456789") == 0x4b37);
    CHECK(checksum("crc32", "123456789") == 0xcbf43926);
    CHECK(checksum("crc32c", "123456789") == 0xe3069283);
    CHECK(checksum("crc32c", std::string(32, '\0')) == 0x8a9136aa);  // RFC 3720, B.4
    CHECK(checksum("crc32c", std::string(32, '\xff')) == 0x62a8ab43);
    CHECK(checksum("sum8", "\xff\3"sv) == 2);
    CHECK(checksum("xor8", "\xff\3"sv) == 0xfc);
    for (const structwire::checksum_info& row : structwire::checksum_table) {
        if (row.name.empty()) continue;
        CAPTURE(row.name);
        CHECK(checksum(row.name, "123456789") == row.check);
        CHECK(models::checksum_size(row.name) == row.size);
        CHECK(models::is_usually_little(row.name) == (row.order == std::endian::little));
    }
    CHECK(models::number_bytes(0x1234, 2, true) == "\x34\x12");
    CHECK(models::number_bytes(0x1234, 3, false) == "\0\x12\x34"sv);
}

TEST_CASE("models: read what a framing text says", "[framing][models]") {
    const settings all = read_settings("i24le,offset=2,adjust=+7,limit=3k,magic=B562,resync+crc16x25be:payload");
    CHECK(all.width == 3);
    CHECK(all.little);
    CHECK(all.with_sign);
    CHECK(all.offset == 2);
    CHECK(all.adjust == 7);
    CHECK(all.limit == 3072);
    CHECK(all.magic == "\xb5\x62");
    CHECK(all.resync);
    CHECK(all.checksum == "crc16x25");
    CHECK_FALSE(all.checksum_little);
    CHECK(all.checksum_of_payload_only);
    CHECK(read_settings("u8,magic=B562").offset == 2);
    CHECK(read_settings("u8,magic=B562,offset=5").offset == 5);
    CHECK(read_settings("postgres").adjust == -4);
    CHECK(read_settings("delim=0D0A/0A,first").delimiters == std::vector<std::string>{"\r\n", "\n"});
    CHECK(read_settings("crlf").limit == 65536);
    CHECK(read_settings("u8+sum8").adjust == 0);
    CHECK(read_settings("u8,adjust=+1").checksum.empty());
}

TEST_CASE("models: lengths", "[framing][models]") {
    CHECK(model("u8", "\2ab\0\1c"sv) == "0:[ab] 3:[] 4:[c] .");
    CHECK(model("u16be,offset=1,adjust=-2", "h\0\3a"sv) == "0:[h|a] .");
    CHECK(model("u16le", "\1\0a\1"sv) == "0:[a] 3!truncated ");
    CHECK(model("u16be,adjust=-2", "\0\1"sv) == "0!bad_length ");
    CHECK(model("u32be,limit=64k", "\x48"sv) == "0!too_long ");
    CHECK(model("u16le,adjust=-300,limit=10", "\x3c"sv) == "0!bad_length ");
    CHECK(model("u16le,adjust=-300,limit=10", "\x2e\1ab"sv) == "0:[ab] .");
    CHECK(model("u64be,adjust=+8", "\xff\xff\xff\xff\xff\xff\xff\xf8"sv) == "0!too_long ");
    CHECK(model("u64le", "\1\0\0\0\0\0\0\0a"sv) == "0:[a] .");
    CHECK(model("i8", "\x7f"sv) == "0!truncated ");
    CHECK(model("i8", "\x80"sv) == "0!bad_length ");
    CHECK(model("i16le", "\1\xff"sv) == "0!bad_length ");
    CHECK(model("i32be,adjust=-4", "\xff"sv) == "0!bad_length ");
}

TEST_CASE("models: lengths go on behind a bad frame", "[framing][models][resync]") {
    CHECK(model("u8,limit=3,resync", "\3abc\1a"sv) == "0!too_long 4:[a] .");
    CHECK(model("u8,limit=3,resync", "\3a"sv) == "0!too_long .");
    CHECK(model("u16be,limit=300,resync", "\2"sv) == "0!too_long .");
    CHECK(model("u8,limit=3", "\3abc\1a"sv) == "0!too_long ");
    CHECK(model("u8,magic=AABB", "\xaa\xbb\1x\xaa"sv) == "0:[\xaa\xbb|x] 4!truncated ");
    CHECK(model("u8,magic=AABB", "\xaa\xbc"sv) == "0!bad_magic ");
    CHECK(model("u8,magic=AABB,resync", "x\xaa\xaa\xbb\1y"sv) == "0!bad_magic 2:[\xaa\xbb|y] .");
    CHECK(model("u8,magic=AABB,resync", "xy\xaa"sv) == "0!bad_magic .");
    CHECK(model("u8,magic=AA,limit=3,resync", "\xaa\xaa\1z"sv) == "0!too_long 1:[\xaa|z] .");
}

TEST_CASE("models: variable-length lengths", "[framing][models]") {
    CHECK(model("varint", "\2ab\0"sv) == "0:[ab] 3:[] .");
    CHECK(model("varint", "\x82\0ab"sv) == "0:[ab] .");
    CHECK(model("varint,canonical", "\x82\0"sv) == "0!bad_prefix ");
    CHECK(model("varint,bytes=2", "\x82\x80"sv) == "0!bad_prefix ");
    CHECK(model("varint", "\x80\x80\x80\x80\x80\x80\x80\x80\x80\2"sv) == "0!bad_prefix ");
    CHECK(model("varint", "\x80\x80\x80\x80\x80\x80\x80\x80\x80\1"sv) == "0!too_long ");
    CHECK(model("varint,limit=3", "\x84"sv) == "0!too_long ");
    CHECK(model("varint,limit=3", "\x83"sv) == "0!truncated ");
    CHECK(model("varint,limit=3,canonical", "\x83"sv) == "0!too_long ");
    CHECK(model("varint,limit=1,resync", "\2ab\1c"sv) == "0!too_long 3:[c] .");
    CHECK(model("varint,limit=1,resync", "\x82"sv) == "0!too_long ");
    CHECK(model("mqtt", "\xc0\0"sv) == "0:[\xc0|] .");
    CHECK(model("mqtt", "\x30\x80\x80\x80\x80"sv) == "0!bad_prefix ");
}

TEST_CASE("models: decimal lengths", "[framing][models]") {
    CHECK(model("netstring", "3:abc,0:,"sv) == "0:[abc] 6:[] .");
    CHECK(model("netstring", "03:abc,"sv) == "0!bad_prefix ");
    CHECK(model("netstring", ":,"sv) == "0!bad_prefix ");
    CHECK(model("netstring", "3:abcd"sv) == "0!bad_terminator ");
    CHECK(model("netstring,limit=12", "12"sv) == "0!truncated ");
    CHECK(model("netstring,limit=12", "13"sv) == "0!too_long ");
    CHECK(model("redis_bulk", "$2\r\nab\r\n$-1\r\n$0\r\n\r\n"sv) == "0:[ab] 8:[-1|] 13:[] .");
    CHECK(model("redis_bulk", "$-2\r\n"sv) == "0!bad_prefix ");
    CHECK(model("redis_bulk", "$-1\r"sv) == "0!truncated ");
    CHECK(model("redis_bulk", "$1\rx"sv) == "0!bad_prefix ");
    CHECK(model("redis_bulk", "$1\r\naxx"sv) == "0!bad_terminator ");
    CHECK(model("redis_bulk", "+OK\r\n"sv) == "0!bad_prefix ");
}

TEST_CASE("models: delimiters", "[framing][models]") {
    CHECK(model("delim=0D0A", "a\r\n\r\nb"sv) == "0:[a] 3:[] 5!truncated ");
    CHECK(model("delim=0D0A,eof=deliver", "a\r\nb\r"sv) == "0:[a] 3:[b\r] .");
    CHECK(model("delim=0D0A/0D", "a\rb\r\nc\r"sv) == "0:[a] 2:[b] 5:[c] .");
    CHECK(model("delim=0D0A/0D", "c\r"sv, false).empty());
    CHECK(model("delim=0D0A/0D,first", "a\r\n\r"sv) == "0:[a] 2:[\n] .");
    CHECK(model("delim=414243/42", "ABxABC"sv) == "0:[A] 2:[x] .");
    CHECK(model("delim=414243/42", "ABC"sv) == "0:[] .");
    CHECK(model("delim=414243/42,first", "ABCB"sv) == "0:[A] 2:[C] .");
    CHECK(model("line,limit=5", "hello\r\nhello\r"sv) == "0:[hello] 7!too_long ");
    CHECK(model("line,limit=5,eof=truncated", "hello\r"sv) == "0!truncated ");
    CHECK(model("lf", "a\r\nb"sv) == "0:[a\r] 3:[b] .");
    CHECK(model("crlf", "a\nb\rc\r\n"sv) == "0:[a\nb\rc] .");
    CHECK(model("crlf,limit=2", "ab\rc"sv) == "0!too_long ");
    CHECK(model("crlf,limit=2", "ab\r"sv) == "0!truncated ");
    CHECK(model("delim=0D0A,limit=2,resync", "abc\r\nd\r\n"sv) == "0!too_long 5:[d] .");
    CHECK(model("crlf_strict", "a\r\nb\n"sv) == "0:[a] 3!bad_terminator ");
    CHECK(model("crlf_strict,resync", "a\rb\r\nc\r\n"sv) == "0!bad_terminator 5:[c] .");
    CHECK(model("crlf_strict", "a\r"sv) == "0!truncated ");
    CHECK(model("crlf_strict,limit=1", "ab"sv) == "0!too_long ");
}

TEST_CASE("models: frames of fixed size and whole inputs", "[framing][models]") {
    CHECK(model("fixed=2", "abcde"sv) == "0:[ab] 2:[cd] 4!truncated ");
    CHECK(model("eof", ""sv) == "0:[] .");
    CHECK(model("eof", "abc"sv) == "0:[abc] .");
    CHECK(model("eof", "abc"sv, false).empty());
    CHECK(model("eof,limit=2", "abc"sv) == "0!too_long ");
}

TEST_CASE("models: stuffing", "[framing][models]") {
    // The examples of the COBS paper and of RFC 1055 and RFC 1662.
    CHECK(model("cobs", "\2\x45\1\4\x2c\x4c\x79\1\5\x40\6\x4f\x37\0"sv) ==
          "0:[\x45\0\0\x2c\x4c\x79\0\0\x40\6\x4f\x37] ."sv);
    CHECK(model("cobs", "\1\0\0\0\2a\0"sv) == "0:[] 4:[a] .");
    CHECK(model("cobs", "\3a\0\2b\0"sv) == "0!bad_stuffing ");
    CHECK(model("cobs,resync", "\3a\0\2b\0"sv) == "0!bad_stuffing 3:[b] .");
    CHECK(model("cobs,limit=2", "\4"sv) == "0!too_long ");
    CHECK(model("cobs,limit=2", "\3ab\1"sv) == "0!too_long ");
    const std::string longest(254, 'x');
    CHECK(model("cobs", "\xff" + longest + '\0') == "0:[" + longest + "] .");
    CHECK(model("cobs", "\xff" + longest + "\1\0"s) == "0:[" + longest + "] .");
    CHECK(model("slip",
                "\xc0\xc0"
                "a\xdb\xdc\xdb\xdd\xc0"sv) == "2:[a\xc0\xdb] .");
    CHECK(model("slip,resync", "a\xdb\xc0\xc0z\xc0"sv) == "0!bad_stuffing 4:[z] .");
    CHECK(model("slip,limit=1", "a\xdb"sv) == "0!too_long ");
    CHECK(model("hdlc",
                "noise\x7e"
                "a\x7d\x5e\x7d\x5d\x7e"sv) == "6:[a\x7e\x7d] .");
    CHECK(model("hdlc", "noise"sv) == ".");
    CHECK(model("hdlc,resync",
                "\x7e"
                "a\x7d\x7e"
                "b\x7e"sv) == "1!aborted 4:[b] .");
}

TEST_CASE("models: checksums", "[framing][models][checksum]") {
    CHECK(model("u8+sum8", "\3\1\2\3"sv) == "0:[\1\2] .");
    CHECK(model("u8+sum8", "\0"sv) == "0!bad_checksum ");
    CHECK(model("u8,offset=1+xor8", "\1\2\2\3"sv) == "0:[\1|\2] .");
    CHECK(model("u8,offset=1+xor8:payload", "\1\2\2\2"sv) == "0:[\1|\2] .");
    CHECK(model("u8,resync+xor8", "\2\2\3\2\2\2"sv) == "0!bad_checksum 3:[\2] .");
    CHECK(model("u8,magic=AA,resync+xor8", "\xaa\2\xaa\1"sv) == "0!bad_checksum 2!truncated ");
    CHECK(model("hdlc+crc16x25",
                "\x7e"
                "123456789\x6e\x90\x7e"sv) == "1:[123456789] .");
    CHECK(model("line+crc16modbusbe", "123456789\x4b\x37\n"sv) == "0:[123456789] .");
}

TEST_CASE("models: TFRecord", "[framing][models]") {
    // The first twelve bytes of every TensorBoard event file whose first event has 24 bytes.
    CHECK(models::tfrecord(std::string(24, 'x')).substr(0, 12) == "\x18\0\0\0\0\0\0\0\xa3\x7f\x4b\x22"sv);
    const std::string one = models::tfrecord("ab");
    CHECK(model("tfrecord", one + one) == "0:[ab] 18:[ab] .");
    std::string bad = one;
    bad[12] = 'x';
    CHECK(model("tfrecord", bad + one) == "0!bad_checksum ");
    CHECK(model("tfrecord,resync", bad + one) == "0!bad_checksum 18:[ab] .");
    bad[8] = static_cast<char>(bad[8] ^ 1);
    CHECK(model("tfrecord,resync", bad + one) == "0!bad_checksum ");
}

TEST_CASE("models: a naive encoder writes what the model reads", "[framing][models]") {
    for (const framing_case& row : framing_cases()) {
        const settings all = read_settings(row.text);
        const std::string header = usual_header(all);
        std::string payload = all.family == "fixed" ? "" : std::string(1, row.alphabet.back());
        while (models::size_of(payload + models::trailer(all, header, payload)) < all.size) payload += 'z';
        const std::string shown = header.empty() ? payload : header + "|" + payload;
        INFO(row.text << "  " << in_hex(naive_encode(all, header, payload)));
        const std::string events = model(all, naive_encode(all, header, payload));
        CHECK(events.substr(events.find(':') + 1) == "[" + shown + "] .");
    }
}

// What is said before the end of input is known must hold for every input that goes on in any way: so an error is
// never said too early, and neither is a frame.
TEST_CASE("models: more bytes never change what was said", "[framing][models][earliest]") {
    for (const framing_case& row : framing_cases()) {
        const settings all = read_settings(row.text);
        for (const std::string& input : all_texts(row.alphabet, 4)) {
            const std::string known = model(all, input, false);
            for (const std::string& more : all_texts(row.alphabet, 2)) {
                INFO(row.text << "  " << in_hex(input) << "+ " << in_hex(more));
                if (models::starts_with(model(all, input + more), known)) continue;
                FAIL(known << " but then " << model(all, input + more));
            }
        }
    }
}

namespace {

// Whether some way to go on gives a frame at the end of `known`: short texts, then one letter or CR LF repeated as
// often as the longest frame of the inputs tried needs, then a letter.
bool can_become_frame(const settings& all, std::string_view alphabet, const std::string& input, std::string known) {
    known.resize(known.rfind('!'));  // up to the offset of the truncated frame
    known += ':';
    std::vector<std::string> fillers(1);
    for (const char letter : alphabet) fillers.emplace_back(1200, letter);
    fillers.emplace_back();
    while (fillers.back().size() != 1200) fillers.back() += "\r\n";
    for (const std::string& filler : fillers) {
        for (const std::string& more : all_texts(alphabet, 3)) {
            for (const std::string& last : all_texts(alphabet, filler.empty() ? 0 : 1)) {
                if (models::starts_with(model(all, input + more + filler + last), known)) return true;
            }
        }
    }
    return false;
}

}  // namespace

// The other direction: as long as no error is said, a frame is possible. Lengths whose frames are too long to be
// tried, and checksums, which are judged when the frame is complete, are left out.
TEST_CASE("models: an error is said as soon as no frame is possible", "[framing][models][earliest]") {
    for (const framing_case& row : framing_cases()) {
        const settings all = read_settings(row.text);
        const bool is_length = all.family == "length" || all.family == "varint";
        if (!all.checksum.empty() || all.family == "tfrecord" || (is_length && all.limit > 1000)) continue;
        for (const std::string& input : all_texts(row.alphabet, 4)) {
            const std::string events = model(all, input);
            if (!models::ends_with(events, "!truncated ")) continue;
            INFO(row.text << "  " << in_hex(input) << " " << events);
            if (!can_become_frame(all, row.alphabet, input, events)) FAIL_CHECK("no frame is possible any more");
        }
    }
}
