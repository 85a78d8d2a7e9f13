// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Framing texts of every family and option, each with letters that bring its corners about.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_TEXTS_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_TEXTS_HPP

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace test {

struct framing_case {
    std::string_view text{};
    std::string_view alphabet{};  // its last letter alone is a payload that can be sent
    std::size_t longest = 5;      // all inputs up to so many letters are tried
};

inline const std::vector<framing_case>& framing_cases() {
    using namespace std::string_view_literals;
    static const std::vector<framing_case> all{
        // Lengths, their order, sign, adjustment and limit.
        {"u8", "\0\1\2a"sv},
        {"u8,limit=3", "\0\2\3a"sv},
        {"u8,offset=1", "\0\1\2a"sv},
        {"u8,adjust=+1,limit=4", "\0\2\3a"sv},
        {"u8,adjust=-1", "\0\1\2a"sv},
        {"u8,offset=1,adjust=-2,limit=4", "\1\3\4a"sv},
        {"u16be,limit=5", "\0\1\3\4"sv},
        {"u16le,limit=5", "\0\1\3\4"sv},
        {"u16le,adjust=-300,limit=10", "\1\x2d\x3c"sv},
        {"u24be,limit=6", "\0\3\4"sv, 6},
        {"u24le,limit=300", "\0\1\x2b"sv, 6},
        {"u32be,limit=64k", "\0\1H"sv, 6},
        {"u64le,limit=10", "\0\2\3"sv},
        {"i8,limit=3", "\0\2\x80\xff"sv},
        {"i16be,limit=5", "\0\3\x7f\x80"sv},
        {"i16le", "\0\1\x80"sv, 6},
        {"i24le,adjust=-3", "\0\4\xff"sv, 6},
        {"i32be,adjust=-4,limit=5", "\0\5\xff"sv, 6},
        // Lengths that go on behind a bad frame.
        {"u8,limit=3,resync", "\0\2\3a"sv},
        {"u8,adjust=-1,limit=2,resync", "\0\2\3a"sv},
        {"u16be,limit=4,resync", "\0\2\3"sv, 6},
        {"u16le,limit=3,resync", "\0\1\3"sv, 6},
        {"u8,magic=AA", "\xaa\0\1\xab"sv},
        {"u8,magic=AAAB", "\xaa\xab\0\1"sv},
        {"u8,magic=AAAA,resync", "\xaa\0\1"sv, 7},
        {"u8,magic=AAAB,limit=4,resync", "\xaa\xab\0\1"sv, 6},
        {"u8,offset=2,magic=AA,adjust=-1,limit=4,resync", "\xaa\0\3\2"sv, 6},
        // Variable-length and decimal lengths.
        {"varint", "\0\1\x80\x81"sv},
        {"varint,limit=3", "\0\3\4\x83\x84"sv},
        {"varint,canonical,limit=130", "\0\1\x82\x83"sv},
        {"varint,canonical,limit=3", "\0\1\3\x83"sv},
        {"varint,bytes=2", "\0\1\x80\x81"sv},
        {"varint,bytes=1,limit=2", "\0\2\3\x80"sv},
        {"varint,offset=1", "\0\1\x80\x81"sv},
        {"varint,limit=2,resync", "\0\3\x82\x83\2"sv},
        {"protobuf,limit=130", "\0\1\x82\x83\2"sv},
        {"netstring", "01:,"sv, 6},
        {"netstring,limit=12", "123:,"sv},
        // Delimiters.
        {"delim=0A", "\r\na"sv},
        {"delim=0D0A", "\r\na"sv, 6},
        {"delim=0D0A,limit=1", "\r\na"sv, 7},
        {"delim=0D0A/0D,limit=1", "\r\na"sv, 6},
        {"delim=0A/0D/0D0A,eof=deliver,limit=2", "\r\na"sv, 6},
        {"delim=0D0A/0A,first", "\r\na"sv, 6},
        {"delim=414243/42,limit=1", "ABCa"sv},
        {"delim=41424344/42,limit=1,resync", "ABCD"sv, 6},
        {"delim=414243/4244,first", "ABCD"sv, 6},
        {"delim=414243/4244,first,limit=1,resync", "ABCD"sv, 6},
        {"delim=616162,limit=1,resync", "cba"sv, 7},
        {"delim=616162/6161,limit=1,resync,eof=deliver", "abc"sv, 6},
        {"crlf,limit=1", "\r\na"sv, 6},
        {"crlf,eof=deliver,limit=1", "\r\na"sv, 6},
        {"crlf_strict,limit=2", "\r\na"sv, 6},
        {"crlf_strict,limit=1,resync", "\r\na"sv, 7},
        {"lf", "\r\na"sv},
        {"lf,limit=1,resync", "\r\na"sv, 6},
        {"lf,limit=1,eof=truncated", "\r\na"sv},
        {"line,limit=2", "\r\na"sv, 6},
        {"line,limit=1,eof=truncated", "\r\na"sv, 6},
        {"line,limit=1,resync", "\r\na"sv, 7},
        // Sizes that are known, stuffing.
        {"fixed=1", "ab"sv},
        {"fixed=3", "ab"sv},
        {"eof", "ab"sv},
        {"eof,limit=3", "ab"sv},
        {"cobs", "\0\1\2\3a"sv},
        {"cobs,limit=2", "\0\1\3\4"sv},
        {"cobs,limit=1,resync", "\0\1\2\3"sv, 6},
        {"slip", "\xc0\xdb\xdc\xdd"sv, 6},
        {"slip,limit=1",
         "\xc0\xdb\xdd"
         "a"sv},
        {"slip,limit=2,resync",
         "\xc0\xdb\xdc"
         "a"sv,
         6},
        {"hdlc",
         "\x7e\x7d\x5e"
         "a"sv,
         6},
        {"hdlc,limit=1",
         "\x7e\x7d\x5d"
         "a"sv},
        {"hdlc,limit=1,resync",
         "\x7e\x7d\x5d"
         "a"sv,
         6},
        // Checksums.
        {"u8+sum8", "\0\1\2\3"sv},
        {"u8,resync+sum8", "\0\1\2\3"sv},
        {"u8,offset=1+xor8", "\0\1\2\3"sv},
        {"u8,offset=1,limit=4+xor8:payload", "\0\1\2\3"sv},
        {"u16be+crc16x25", "\0\2\3"sv},
        {"u8+crc32be", "\0\4\5"sv},
        {"u8,magic=02,resync+xor8", "\0\1\2\3"sv, 6},
        {"varint,resync,limit=3+xor8", "\0\1\2\3"sv},
        {"netstring+sum8", "01:,"sv},
        {"line+xor8", "\0\r\na"sv},
        {"delim=0A/0D,limit=3,resync+sum8", "\r\n\0\1"sv, 6},
        {"fixed=2+xor8", "\0\1\2"sv},
        {"eof+xor8", "\0\1\2"sv},
        {"cobs+xor8", "\0\1\2\3"sv},
        {"slip,resync+sum8", "\xc0\xdb\xdc\1"sv, 6},
        {"hdlc+crc16x25", "\x7e\x7d\1a"sv},
        {"hdlc,resync+xor8", "\x7e\x7d\x5e\1"sv, 6},
        // Presets.
        {"grpc", "\0\1\2"sv, 7},
        {"grpc,limit=6", "\0\1\2"sv, 7},
        {"postgres,limit=6", "\0\4\5"sv, 7},
        {"postgres_startup", "\0\4\xff"sv, 6},
        {"mqtt", "\0\1\x80\x81"sv},
        {"kafka", "\0\1\x80"sv, 6},
        {"thrift", "\0\1\x80"sv, 6},
        {"tfrecord", "\0\1\xff"sv},
        {"tfrecord,limit=17,resync", "\0\1\xff"sv},
        {"redis_bulk", "$-1\r\n"sv},
        {"redis_bulk,limit=10", "$10\r\n"sv},
    };
    return all;
}

}  // namespace test

#endif
