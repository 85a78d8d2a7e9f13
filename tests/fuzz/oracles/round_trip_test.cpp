// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/format.hpp>
#include <structwire/fuzz/oracles/round_trip.hpp>
#include <structwire/fuzz/random.hpp>

#include <array>
#include <csignal>
#include <cstdlib>
#include <expected>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/child_process.hpp"
#include "support/catch.hpp"

namespace fuzz = structwire::fuzz;
using structwire::as_bytes;
using structwire::as_text;
using structwire::byte_view;
using structwire::errc;
using test_support::in_child;

namespace {

std::string text_of(const std::optional<fuzz::finding>& found) {
    return found ? std::string(found->oracle) + ": " + found->text : "";
}

// A number in decimal digits.
std::optional<int> parse_digits(byte_view bytes) {
    if (bytes.empty() || bytes.size() > 6) return std::nullopt;
    int number = 0;
    for (const char digit : as_text(bytes)) {
        if (digit < '0' || digit > '9') return std::nullopt;
        number = number * 10 + (digit - '0');
    }
    return number;
}

std::string write_digits(int number) { return std::to_string(number); }

struct opaque {
    int number = 0;
};
std::expected<opaque, errc> parse_opaque(byte_view bytes) {
    const auto number = parse_digits(bytes);
    if (!number) return std::unexpected(errc::wrong_type);
    return opaque{*number};
}
std::vector<std::byte> write_opaque(const opaque& what) {
    const std::string text = std::to_string(what.number);
    return {as_bytes(text).begin(), as_bytes(text).end()};
}

// Text that is no value if it is empty.
struct text_value {
    std::string text{};
    explicit operator bool() const { return !text.empty(); }
    bool operator==(const text_value&) const = default;
};

// Random formats and records, as many as there is time for.
std::string random_format(fuzz::random& dice, unsigned depth) {
    static constexpr std::array codes{
        "x",         "c",     "b",     "B",     "?",      "h",       "H",     "i",
        "I",         "l",     "L",     "q",     "Q",      "e",       "f",     "d",
        "F",         "D",     "s",     "p",     "{uv}",   "{zz}",    "{z}",   "{bf16}",
        "{u24}",     "{i40}", "{B:s}", "{H:s}", "{uv:s}", "{u24:s}", "{b:s}", "{u3}{x2}{i3}",
        "{x4}{u12}", "8{u1}", "{x8}"};
    std::string text;
    for (std::size_t count = 1 + dice.below(4); count != 0; --count) {
        const std::string_view code = codes[dice.below(codes.size())];
        const bool takes_count = code.size() == 1;
        if (depth != 0 && dice.one_in(5)) {
            text += (dice.one_in(2) ? std::string("{B:(") : dice.one_in(2) ? std::string("T{") : std::string("2T{"));
            const bool is_group = text.ends_with('(');
            text += random_format(dice, depth - 1) + (is_group ? ")}" : "}");
        } else if (takes_count && dice.one_in(3)) {
            text += std::to_string(dice.below(5)) + std::string(code);
        } else {
            text += code;
        }
        text += ' ';
    }
    return text;
}

std::vector<std::byte> random_bytes(fuzz::random& dice, std::size_t size) {
    std::vector<std::byte> bytes(size);
    static constexpr std::array<unsigned, 8> common{0, 1, 2, 3, 0x7f, 0x80, 0xff, 0xf0};
    for (std::byte& byte : bytes) {
        byte = static_cast<std::byte>(dice.one_in(2) ? common[dice.below(common.size())] : dice.next());
    }
    return bytes;
}

// What could not be true of a random format; empty if all is well. Sets `records` to how many were unpacked.
std::string random_round_trips(std::uint64_t seed, std::size_t& records) {
    fuzz::random dice(seed);
    const std::string text = std::string(1, "<>=!@"[dice.below(5)]) + random_format(dice, 2);
    const auto compiled = structwire::format::compile(text);
    if (!compiled || compiled->min_size() > 4096) return {};
    for (int count = 0; count != 20; ++count) {
        const auto input = random_bytes(dice, static_cast<std::size_t>(compiled->size()) + dice.below(40));
        const auto extent = compiled->measure(input);
        if (!extent || extent->values > 20000) continue;
        ++records;
        const auto record = byte_view(input).first(static_cast<std::size_t>(extent->bytes));
        if (const auto found = fuzz::check_round_trip(*compiled, record)) return text + ": " + text_of(found);
    }
    return {};
}

}  // namespace

TEST_CASE("check_round_trip: of a format, good and refused records", "[fuzz][round_trip]") {
    CHECK(!fuzz::check_round_trip(">H:id: {B:s}:name:", as_bytes("ab\3xyz")));
    CHECK(!fuzz::check_round_trip(">H:id: {B:s}:name:", as_bytes("ab\3xy")));
    CHECK(!fuzz::check_round_trip(">H", {}));
    CHECK(!fuzz::check_round_trip("{uv}", as_bytes(std::string("\x80\0", 2))));  // longer than need be: refused
}

TEST_CASE("check_round_trip: bytes without a say in any value may differ", "[fuzz][round_trip]") {
    CHECK(!fuzz::check_round_trip(">B x B", as_bytes("abc")));
    CHECK(!fuzz::check_round_trip("@B I B", as_bytes("abcdefghi")));
    CHECK(!fuzz::check_round_trip("@T{B I B}", as_bytes("abcdefghijkl")));
    CHECK(!fuzz::check_round_trip(">{u3}{x4}{u1}", as_bytes("\xff")));
    CHECK(!fuzz::check_round_trip("<{x3}{u13}", as_bytes("\xff\xff")));
    CHECK(!fuzz::check_round_trip(">?", as_bytes("\x02")));
    CHECK(!fuzz::check_round_trip(">f", as_bytes("\x7f\x80\x12\x34")));
    CHECK(!fuzz::check_round_trip(">e", as_bytes("\xfd\x01")));
    CHECK(!fuzz::check_round_trip(">d", as_bytes("\xff\xf1\x02\x03\x04\x05\x06\x07")));
    CHECK(!fuzz::check_round_trip(">F", as_bytes("\x7f\x80\x12\x34\x7f\x80\x12\x34")));
    CHECK(!fuzz::check_round_trip(">{bf16}", as_bytes("\x7f\x81")));
    CHECK(!fuzz::check_round_trip(">5p", as_bytes("\2abcd")));
    CHECK(!fuzz::check_round_trip(">5p", as_bytes("\xff"
                                                  "abcd")));
    CHECK(!fuzz::check_round_trip(">{B:(B x)}", as_bytes("\2abcd")));
}

TEST_CASE("check_round_trip: bytes with a say in a value must be the same", "[fuzz][round_trip]") {
    const auto differ = [](std::string_view text, std::string_view record, std::string_view packed) {
        const auto compiled = structwire::format::compile(text);
        REQUIRE(compiled);
        const auto found = fuzz::detail::compare_records(*compiled, as_bytes(record), as_bytes(packed));
        return found.has_value();
    };
    CHECK(!differ(">B x B", "abc", "axc"));
    CHECK(differ(">B x B", "abc", "xbc"));
    CHECK(differ(">B x B", "abc", "abx"));
    CHECK(differ(">B x B", "abc", "abcd"));
    CHECK(!differ(">{u3}{x4}{u1}", "\xff", "\xe1"));
    CHECK(differ(">{u3}{x4}{u1}", "\xff", "\xdf"));
    CHECK(differ(">{u3}{x4}{u1}", "\xff", "\xfe"));
    CHECK(!differ(">?", "\2", "\1"));
    CHECK(differ(">?", "\1", "\2"));
    CHECK(!differ(">f", "\x7f\x80\x12\x34", "\x7f\xc0\x12\x34"));
    CHECK(differ(">f", "\x3f\x80\x12\x34", "\x3f\x80\x12\x35"));
    CHECK(!differ(">F", "\x7f\x80\x12\x34\1\2\3\4", "\x7f\xc0\x12\x34\1\2\3\4"));
    CHECK(differ(">F", "\x7f\x80\x12\x34\1\2\3\4", "\x7f\x80\x12\x34\1\2\3\5"));
    CHECK(!differ(">5p", "\2abcd", "\2abxx"));
    CHECK(differ(">5p", "\2abcd", "\2axcd"));
    CHECK(differ(">5p", "\2abcd", "\1abcd"));
    CHECK(differ(">{B:(B x)}", "\2abcd", "\2abxd"));
    CHECK(differ(">{B:(B x)}", "\2abcd", "\1abcd"));
    CHECK(!differ(">{B:(B x)}", "\2abcd", "\2axcx"));
    CHECK(differ("<{z}{H:s}H", std::string_view("ab\0\1\0cde", 8), std::string_view("ab\0\1\0cdx", 8)));
    CHECK(differ("<{z}{H:s}H", std::string_view("ab\0\1\0cde", 8), std::string_view("xb\0\1\0cde", 8)));
}

TEST_CASE("check_round_trip: never alarms for random formats and records", "[fuzz][round_trip]") {
    // Longer runs: STRUCTWIRE_ROUND_TRIPS=1000000
    const char* const asked = std::getenv("STRUCTWIRE_ROUND_TRIPS");
    const std::uint64_t formats = asked != nullptr ? std::strtoull(asked, nullptr, 10) : 3000;
    std::size_t records = 0;
    for (std::uint64_t seed = 0; seed != formats; ++seed) {
        const std::string fault = random_round_trips(seed, records);
        if (!fault.empty()) FAIL("seed " << seed << ", " << fault);
    }
    CHECK(records > formats);
}

TEST_CASE("check_round_trip: of a right parser and serializer", "[fuzz][round_trip]") {
    for (const auto* text : {"", "x", "0", "7", "0007", "123456", "1234567"}) {
        CHECK(!fuzz::check_round_trip(&parse_digits, &write_digits, as_bytes(text)));
        CHECK(!fuzz::check_round_trip(&parse_opaque, &write_opaque, as_bytes(text)));
    }
}

TEST_CASE("check_round_trip: a serializer that refuses", "[fuzz][round_trip]") {
    const auto refuses_large = [](int number) -> std::expected<std::string, errc> {
        if (number > 99) return std::unexpected(errc::out_of_range);
        return std::to_string(number);
    };
    CHECK(!fuzz::check_round_trip(&parse_digits, refuses_large, as_bytes("99")));
    CHECK(text_of(fuzz::check_round_trip(&parse_digits, refuses_large, as_bytes("100"))) ==
          "what was parsed can be serialized: serialize refuses the value of 3 bytes");
}

TEST_CASE("check_round_trip: a parser that refuses what was serialized", "[fuzz][round_trip]") {
    const auto with_sign = [](int number) { return "+" + std::to_string(number); };
    CHECK(text_of(fuzz::check_round_trip(&parse_digits, with_sign, as_bytes("12"))) ==
          "what was serialized can be parsed: 2 bytes became 3 bytes, which parse refuses");
}

TEST_CASE("check_round_trip: another value, found by == and by bytes", "[fuzz][round_trip]") {
    const auto last_digit = [](int number) { return std::to_string(number % 10); };
    CHECK(!fuzz::check_round_trip(&parse_digits, last_digit, as_bytes("07")));
    CHECK(text_of(fuzz::check_round_trip(&parse_digits, last_digit, as_bytes("12"))) ==
          "a value that was serialized and parsed is the same value: 2 bytes became 1 byte of another value");
    const auto halved = [](const opaque& what) { return std::to_string(what.number / 2); };
    CHECK(text_of(fuzz::check_round_trip(&parse_opaque, halved, as_bytes("12"))) ==
          "a value that was serialized and parsed serializes to the same bytes: 1 byte became 1 byte, the first "
          "difference at offset 0: 0x36 became 0x33");
}

TEST_CASE("check_round_trip: values with a NaN are compared by bytes", "[fuzz][round_trip]") {
    const auto parse = [](byte_view bytes) -> std::optional<double> {
        if (bytes.size() != 1) return std::nullopt;
        return bytes[0] == std::byte{'n'} ? std::numeric_limits<double>::quiet_NaN() : 1.0;
    };
    const auto write = [](double number) { return std::string(number == 1.0 ? "1" : "n"); };
    CHECK(!fuzz::check_round_trip(parse, write, as_bytes("n")));
    CHECK(fuzz::check_round_trip(parse, [](double) { return std::string("1"); }, as_bytes("n")));
}

TEST_CASE("check_round_trip: a value that says itself whether it is one", "[fuzz][round_trip]") {
    const auto parse = [](byte_view bytes) { return text_value{std::string(as_text(bytes))}; };
    CHECK(!fuzz::check_round_trip(parse, [](const text_value& what) { return what.text; }, {}));
    CHECK(!fuzz::check_round_trip(parse, [](const text_value& what) { return what.text; }, as_bytes("ab")));
    CHECK(fuzz::check_round_trip(parse, [](const text_value& what) { return what.text.substr(1); }, as_bytes("ab")));
}

TEST_CASE("check_round_trip: a number is a value, also 0", "[fuzz][round_trip]") {
    const auto size_of = [](byte_view bytes) { return bytes.size(); };
    const auto zeros = [](std::size_t size) { return std::string(size, '0'); };
    CHECK(!fuzz::check_round_trip(size_of, zeros, {}));
    CHECK(fuzz::check_round_trip(size_of, [](std::size_t) { return std::string("0"); }, {}));
}

TEST_CASE("check_canonical: the very bytes", "[fuzz][round_trip]") {
    CHECK(!fuzz::check_canonical(&parse_digits, &write_digits, as_bytes("120")));
    CHECK(!fuzz::check_canonical(&parse_digits, &write_digits, as_bytes("x")));
    CHECK(
        text_of(fuzz::check_canonical(&parse_digits, &write_digits, as_bytes("0120"))) ==
        "what was parsed serializes to the bytes that it was parsed from: 4 bytes became 3 bytes, the first difference "
        "at offset 0: 0x30 became 0x31");
    const auto with_space = [](int number) { return std::to_string(number) + " "; };
    CHECK(text_of(fuzz::check_canonical(&parse_digits, with_space, as_bytes("12"))) ==
          "what was parsed serializes to the bytes that it was parsed from: 2 bytes became 3 bytes, the same up to "
          "offset "
          "2");
}

TEST_CASE("round_trip, canonical: return whether parse accepts, stop on a finding", "[fuzz][round_trip]") {
    auto pair = fuzz::round_trip(&parse_digits, &write_digits);
    CHECK(pair(as_bytes("007")));
    CHECK(!pair(as_bytes("x")));
    auto exact = fuzz::canonical(&parse_digits, &write_digits);
    CHECK(exact(as_bytes("7")));
    CHECK(!exact(as_bytes("x")));
    const auto end = in_child([&] { exact(as_bytes("007")); });
    CHECK(end.signal == SIGABRT);
    CHECK(end.says("offset 0: 0x30 became 0x37"));
    auto record = fuzz::round_trip(">H {B:s}");
    CHECK(record(as_bytes("ab\1c")));
    CHECK(!record(as_bytes("ab\2c")));
    auto wrong = fuzz::round_trip(&parse_digits, [](int) { return std::string("1"); });
    CHECK(wrong(as_bytes("1")));
    CHECK(in_child([&] { wrong(as_bytes("2")); }).signal == SIGABRT);
}
