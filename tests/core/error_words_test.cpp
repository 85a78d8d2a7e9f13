// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// describe() against the sentences of CPython 3.13, Modules/_struct.c.
#include <structwire/error.hpp>
#include <structwire/format.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace {

using structwire::errc;
using structwire::error;
using structwire::format;
using structwire::grammar;
using structwire::operation;
using structwire::value;

std::string words(const error& failure) { return std::string(structwire::describe(failure).view()); }

template <class Result>
std::string words(const Result& result) {
    return result ? "no error" : words(result.error());
}

std::string compiling(std::string_view text) { return words(format::compile(text, grammar::python)); }

std::string packing(std::string_view text, std::initializer_list<value> record) {
    return words(format::compile(text, grammar::python)->pack(record));
}

std::string unpacking(std::string_view text, std::size_t bytes) {
    return words(format::compile(text, grammar::python)->unpack(std::vector<std::byte>(bytes)));
}

std::string unpacking_from(std::string_view text, std::size_t bytes, std::ptrdiff_t offset) {
    return words(format::compile(text, grammar::python)->unpack_from(std::vector<std::byte>(bytes), offset));
}

std::string packing_into(std::string_view text, std::size_t bytes, std::ptrdiff_t offset,
                         std::initializer_list<value> record) {
    std::vector<std::byte> buffer(bytes);
    return words(
        format::compile(text, grammar::python)->pack_into(buffer, offset, std::span(record.begin(), record.size())));
}

bool begins(const std::string& text, std::string_view words) { return text.compare(0, words.size(), words) == 0; }

}  // namespace

TEST_CASE("describe: a bad format, in Python's words and with the place", "[core][error][python]") {
    CHECK(begins(compiling("<k"), "bad char in struct format"));
    CHECK(compiling("<k").find("'k'") != std::string::npos);
    CHECK(compiling("<k").find("position 1") != std::string::npos);
    CHECK(compiling("<\xe9").find("0xe9") != std::string::npos);
    CHECK(begins(compiling("<4"), "repeat count given without format specifier"));
    CHECK(begins(compiling(std::string_view("<\0", 2)), "embedded null character"));
    CHECK(begins(compiling("99999999999999999999x"), "total struct size too long"));
}

TEST_CASE("describe: faults that Python does not have say what to do", "[core][error]") {
    const std::string order = words(format::compile("IH"));
    CHECK(order.find("byte order") != std::string::npos);
    CHECK(order.find("'I'") != std::string::npos);
    CHECK(order.find("position 0") != std::string::npos);
    CHECK(words(format::compile(">g")).find("PEP 3118") != std::string::npos);
    CHECK(words(format::compile(">I:a:I:a:")).find("position 7") != std::string::npos);
}

TEST_CASE("describe: a wrong number of values", "[core][error][python]") {
    CHECK(begins(packing("<hh", {1}), "pack expected 2 items for packing (got 1)"));
    CHECK(begins(packing("<", {1}), "pack expected 0 items for packing (got 1)"));
    CHECK(begins(packing_into("<hh", 4, 0, {1, 2, 3}), "pack_into expected 2 items for packing (got 3)"));
}

TEST_CASE("describe: the range of every integer code", "[core][error][python]") {
    const auto big = std::uint64_t{1} << 63;
    CHECK(begins(packing("<b", {128}), "'b' format requires -128 <= number <= 127"));
    CHECK(begins(packing("<B", {-1}), "'B' format requires 0 <= number <= 255"));
    CHECK(begins(packing("<h", {-32769}), "'h' format requires -32768 <= number <= 32767"));
    CHECK(begins(packing(">H", {65536}), "'H' format requires 0 <= number <= 65535"));
    CHECK(begins(packing("<i", {2147483648}), "'i' format requires -2147483648 <= number <= 2147483647"));
    CHECK(begins(packing("=l", {2147483648}), "'l' format requires -2147483648 <= number <= 2147483647"));
    CHECK(begins(packing("!I", {4294967296}), "'I' format requires 0 <= number <= 4294967295"));
    CHECK(begins(packing("<L", {-1}), "'L' format requires 0 <= number <= 4294967295"));
    CHECK(begins(packing("<q", {big}), "'q' format requires -9223372036854775808 <= number <= 9223372036854775807"));
    CHECK(begins(packing("<Q", {-1}), "'Q' format requires 0 <= number <= 18446744073709551615"));
    CHECK(begins(packing("n", {big}), "'n' format requires -9223372036854775808 <= number <= 9223372036854775807"));
}

TEST_CASE("describe: the wrong kind of value", "[core][error][python]") {
    CHECK(begins(packing("<B", {1.0}), "required argument is not an integer"));
    CHECK(begins(packing("<q", {"1"}), "required argument is not an integer"));
    CHECK(begins(packing("<f", {"1"}), "required argument is not a float"));
    CHECK(begins(packing("<c", {65}), "char format requires a bytes object of length 1"));
    CHECK(begins(packing("<c", {"ab"}), "char format requires a bytes object of length 1"));
    CHECK(begins(packing("<4s", {1}), "argument for 's' must be a bytes object"));
    CHECK(begins(packing("<4p", {1}), "argument for 'p' must be a bytes object"));
}

TEST_CASE("describe: a floating value that would become infinite", "[core][error][python]") {
    CHECK(begins(packing("<f", {1e39}), "float too large to pack with f format"));
    CHECK(begins(packing("f", {-1e39}), "float too large to pack with f format"));
    CHECK(begins(packing("<e", {65520.0}), "float too large to pack with e format"));
}

TEST_CASE("describe: a value's place is said", "[core][error]") {
    const std::string text = packing(">IxH", {1, 65536});
    CHECK(text.find("field 1") != std::string::npos);
    CHECK(text.find("position 3") != std::string::npos);
    CHECK(text.find("byte offset 5") != std::string::npos);
}

TEST_CASE("describe: a buffer of the wrong size", "[core][error][python]") {
    CHECK(begins(unpacking("<hh", 3), "unpack requires a buffer of 4 bytes"));
    CHECK(begins(unpacking("<hh", 5), "unpack requires a buffer of 4 bytes"));
}

TEST_CASE("describe: offsets, positive and negative", "[core][error][python]") {
    constexpr auto huge = std::numeric_limits<std::ptrdiff_t>::max();
    CHECK(begins(unpacking_from("<i", 8, 6),
                 "unpack_from requires a buffer of at least 10 bytes for unpacking 4 bytes at offset 6 "
                 "(actual buffer size is 8)"));
    CHECK(begins(unpacking_from("<i", 8, huge),
                 "unpack_from requires a buffer of at least 9223372036854775811 bytes for unpacking 4 bytes at offset "
                 "9223372036854775807 (actual buffer size is 8)"));
    CHECK(begins(packing_into("<i", 8, 6, {1}),
                 "pack_into requires a buffer of at least 10 bytes for packing 4 bytes at offset 6 "
                 "(actual buffer size is 8)"));
    CHECK(begins(unpacking_from("<i", 8, -2), "not enough data to unpack 4 bytes at offset -2"));
    CHECK(begins(packing_into("<i", 8, -2, {1}), "no space to pack 4 bytes at offset -2"));
    CHECK(begins(unpacking_from("<i", 8, -9), "offset -9 out of range for 8-byte buffer"));
    CHECK(begins(packing_into("<i", 8, -9, {1}), "offset -9 out of range for 8-byte buffer"));
    CHECK(begins(unpacking_from("<i", 8, -huge - 1), "offset -9223372036854775808 out of range for 8-byte buffer"));
    CHECK(begins(unpacking_from("<8i", 8, -20), "not enough data to unpack 32 bytes at offset -20"));
}

TEST_CASE("describe: integers of the bracket family", "[core][error]") {
    const auto says = [](std::string_view text, std::initializer_list<value> record) {
        return words(format::compile(text)->pack(record));
    };
    CHECK(begins(says(">{u4}{u4}", {16, 0}), "'{u4}' format requires 0 <= number <= 15"));
    CHECK(begins(says(">{i24}", {1 << 23}), "'{i24}' format requires -8388608 <= number <= 8388607"));
    CHECK(begins(says(">{u64}", {-1}), "'{u64}' format requires 0 <= number <= 18446744073709551615"));
    CHECK(begins(says("{uv}", {-1}), "'{uv}' format requires 0 <= number <= 18446744073709551615"));
    CHECK(begins(says("{zz}", {std::numeric_limits<std::uint64_t>::max()}),
                 "'{zz}' format requires -9223372036854775808 <= number <= 9223372036854775807"));
    CHECK(begins(says(">{H:(B)}", {65536}), "'H' format requires 0 <= number <= 65535"));
}

TEST_CASE("describe: the wrong kind of value for a bracket or a complex code", "[core][error]") {
    const auto says = [](std::string_view text, std::initializer_list<value> record) {
        return words(format::compile(text)->pack(record));
    };
    CHECK(begins(says(">{u4}{u4}", {1.0, 0}), "required argument is not an integer"));
    CHECK(begins(says("{zz}", {1.0}), "required argument is not an integer"));
    CHECK(begins(says("{z}", {1}), "argument for '{z}' must be a bytes object"));
    CHECK(begins(says("{*}", {1}), "argument for '{*}' must be a bytes object"));
    CHECK(begins(says(">{H:s}", {1}), "argument for 's' must be a bytes object"));
    CHECK(begins(says(">{bf16}", {"a"}), "required argument is not a float"));
    CHECK(begins(says(">{bf16}", {1e39}), "float too large to pack with {bf16} format"));
    CHECK(begins(says(">F", {"a"}), "required argument is not a complex"));
    CHECK(begins(says(">F", {1e39}), "float too large to pack with f format"));
    CHECK(says("{z}", {std::string_view("a\0b", 3)}).find("NUL") != std::string::npos);
}

TEST_CASE("describe: records of variable size", "[core][error]") {
    const auto text = format::compile(">{H:s}I");
    const std::vector<std::byte> cut{std::byte{0}, std::byte{10}};
    CHECK(begins(words(text->unpack(cut)), "unpack requires a buffer of 16 bytes: 2 given (field 0, position 1"));
    CHECK(begins(words(text->unpack_from(cut)), "unpack_from requires a buffer of at least 6 bytes"));
    CHECK(begins(words(text->iter_unpack(cut)), "buffer too short: 16 bytes wanted, 2 there"));
    CHECK(begins(words(text->calcsize()), "this item has no fixed size: '{'"));
    std::vector<value> room(1);
    CHECK(begins(words(format::compile("2B")->unpack_into(cut, room)), "record of 2 values, room for 1"));
}

TEST_CASE("describe: iterating over records", "[core][error][python]") {
    error failure{.code = errc::extra_bytes, .during = operation::iter_unpack, .wanted = 4, .given = 9};
    CHECK(begins(words(failure), "iterative unpacking requires a buffer of a multiple of 4 bytes"));
    failure.wanted = 0;
    CHECK(begins(words(failure), "cannot iteratively unpack with a struct of length 0"));
}

TEST_CASE("describe: frames, connections and messages say their numbers", "[core][error]") {
    error failure{.code = errc::too_long, .during = operation::decode, .offset = 77, .wanted = 65536, .given = 70000};
    CHECK(words(failure).find("65536") != std::string::npos);
    CHECK(words(failure).find("70000") != std::string::npos);
    CHECK(words(failure).find("byte offset 77") != std::string::npos);
    failure = {.code = errc::reset, .during = operation::read, .native = 104};
    CHECK(words(failure).find("104") != std::string::npos);
    CHECK(begins(words(failure), "read: "));
    failure = {.code = errc::bad_checksum, .wanted = 0xdeadbeef, .given = 0x1234};
    CHECK(words(failure).find("deadbeef") != std::string::npos);
    CHECK(words(failure).find("1234") != std::string::npos);
    failure = {.code = errc::bad_checksum, .wanted = 1, .given = 1};
    CHECK(begins(words(failure), "wrong checksum: only 1 bytes there, too few for one"));
    failure = {.code = errc::bad_length, .wanted = 4, .given = ~std::uint64_t{0}};
    CHECK(begins(words(failure), "impossible frame length: -1, at least 4"));
}

TEST_CASE("describe: what cannot be framed is too long, too short, or holds what it must not", "[core][error]") {
    const auto refused = [](std::uint64_t wanted, std::uint64_t given) {
        return words({.code = errc::not_encodable, .wanted = wanted, .given = given});
    };
    CHECK(begins(refused(3, 4), "payload cannot be framed: 4 bytes, limit 3"));
    CHECK(begins(refused(3, 2), "payload cannot be framed: 2 bytes, at least 3"));
    CHECK(begins(refused(1, 0), "payload cannot be framed, at least 1"));
    CHECK(begins(refused(0, 3), "payload cannot be framed: 3 bytes, which would not come back"));
}
