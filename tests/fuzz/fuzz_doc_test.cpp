// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The blocks of docs/fuzz.md that are no program, word for word; the others are built by tests/consume/consume.py.
#include <structwire/fuzz.hpp>
#include <structwire/pack.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace fuzz = structwire::fuzz;
using namespace std::string_view_literals;

namespace {

// Of the page, with its fault.
class line_reader {
public:
    void feed(std::string_view chunk) {
        for (std::size_t at = 0; at < chunk.size(); ++at) {
            if (chunk.substr(at).starts_with("\r\n")) {
                lines_.push_back(line_);
                line_.clear();
                ++at;
            } else {
                line_ += chunk[at];
            }
        }
    }
    const std::vector<std::string>& lines() const { return lines_; }

private:
    std::string line_;
    std::vector<std::string> lines_;
};

struct point {
    int x = 0;
    int y = 0;
    bool operator==(const point&) const = default;
};

constexpr structwire::fixed_string point_format = ">h:x: h:y:";

std::optional<point> parse(std::span<const std::byte> bytes) {
    const auto got = structwire::try_unpack<point_format>(bytes);
    if (!got) return std::nullopt;
    return point{got->get<"x">(), got->get<"y">()};
}

std::optional<point> parse_by_hand(std::span<const std::byte> bytes) {
    const auto at = [&](std::size_t index) { return std::to_integer<std::uint16_t>(bytes[index]); };
    if (bytes.size() != 4) return std::nullopt;
    return point{static_cast<std::int16_t>(at(0) << 8 | at(1)), static_cast<std::int16_t>(at(2) << 8 | at(3))};
}

std::vector<std::byte> serialize(const point& from) {
    const auto packed = structwire::pack<point_format>(static_cast<short>(from.x), static_cast<short>(from.y));
    return {packed.begin(), packed.end()};
}

// Commands are four letters, alone or with a word behind them; the first one says the name.
struct mailbox {
    bool is_named = false;

    bool handle(std::string_view line) {
        is_named = is_named || line.starts_with("USER ");
        return is_named && line.size() >= 4 && (line.size() == 4 || line[4] == ' ');
    }
};

std::string decoded_by(const fuzz::payload_description& what, std::string_view framing, std::string_view stream) {
    const auto tested =
        fuzz::frame_target(fuzz::usable_model_of(what), fuzz::wire_of(structwire::any_framing::parse(framing).value()),
                           [](std::span<const std::byte>) {});
    return tested->decoded(structwire::as_bytes(stream));
}

}  // namespace

// clang-format off
STRUCTWIRE_FUZZ(fuzz::record("{*}:line:", fuzz::one_of("line", {"USER alice", "PASS secret", "STAT", "RETR 1", "DELE 2", "QUIT"})),
                "crlf,limit=512", [] {
                    return [peer = mailbox()](std::string_view line) mutable { return peer.handle(line); };
                })
// clang-format on

TEST_CASE("docs/fuzz.md: a rule that does not hold is a finding in a unit test, too", "[fuzz][docs]") {
    const auto lines = [](const fuzz::chunks& stream) {
        line_reader reader;
        for (structwire::byte_view chunk : stream) reader.feed(structwire::as_text(chunk));
        return reader.lines();
    };
    const auto found = fuzz::check_any_split(lines, structwire::as_bytes("one\r\ntwo\r\n"));
    REQUIRE(found);
    CHECK(found->text == "10 bytes, cut behind every byte");
}

TEST_CASE("docs/fuzz.md: the oracles as functions of unit tests", "[fuzz][docs]") {
    for (const std::string_view each : {"", "abc", "abcd", "\xff\xfe\x7f\x80", "abcde"}) {
        const structwire::byte_view input = structwire::as_bytes(each);
        CHECK(!fuzz::check_same(&parse, &parse_by_hand, input));
        CHECK(!fuzz::check_round_trip(&parse, &serialize, input));
        CHECK(!fuzz::check_round_trip(">H:id: {B:s}:name:", input));
        CHECK(!fuzz::check_bounds({.max_allocations = 0}, &parse, input));
        CHECK(fuzz::on_exact_copy(&parse, input).has_value() == (input.size() == 4));
    }
}

TEST_CASE("docs/fuzz.md: the oracles as functions of a target", "[fuzz][docs]") {
    // A target's function has to find nothing here: what they do then is tested in oracles/.
    const auto check = fuzz::bounded({.max_allocated_bytes = 1024, .allocated_bytes_per_input_byte = 8},
                                     fuzz::same(&parse, &parse_by_hand));
    auto called = check;
    CHECK(called(structwire::as_bytes("abcd")));
    CHECK(!called(structwire::as_bytes("abc")));
}

namespace {

// How many seeds a format has, as the first argument of STRUCTWIRE_FUZZ.
template <class Description>
std::size_t seeds_of(const Description& what) {
    const auto model = fuzz::model_of(what);
    REQUIRE(model);
    return (*model)->seeds().size();
}

}  // namespace

TEST_CASE("docs/fuzz.md: letters are tags, and an alternative may be empty", "[fuzz][docs]") {
    // clang-format off
    const auto orders = fuzz::choice("kind", fuzz::when('A', ">B:kind: I:id: I:price:"), fuzz::when('X', ">B:kind: I:id:"));
    const auto packets = fuzz::message("B:type:", fuzz::choice("type", fuzz::when(0x30, ">{H:s}:topic: {*}:text:"),
                                                               fuzz::when(0xc0, "")));
    // clang-format on
    CHECK(decoded_by(orders, "u8", "\5X\0\0\0\7"sv).find("price") == std::string::npos);
    CHECK(decoded_by(orders, "u8",
                     "\x9"
                     "A\0\0\0\7\0\0\0\1"sv)
              .find("price") != std::string::npos);
    CHECK(decoded_by(packets, "mqtt", "\x30\4\0\1th"sv).find("topic") != std::string::npos);
    CHECK(decoded_by(packets, "mqtt", "\xc0\0"sv).find("none of the formats") == std::string::npos);
    CHECK(decoded_by(packets, "mqtt", "\xd0\0"sv).find("none of the formats") != std::string::npos);
    // Where the payload has the tag, an empty alternative has none.
    CHECK_FALSE(fuzz::model_of(fuzz::choice("kind", fuzz::when('A', ">B:kind: I:id:"), fuzz::when(12, ""))));
    // `c` is a tag, too.
    CHECK(fuzz::model_of(fuzz::choice("kind", fuzz::when('A', ">c:kind: I:id:"), fuzz::when('X', "c:kind:"))));
}

TEST_CASE("docs/fuzz.md: texts are for all fields of bytes", "[fuzz][docs]") {
    const auto request = fuzz::record(">H:opcode: {z}:file: {z}:mode:", fuzz::one_of("opcode", {1, 2}),
                                      fuzz::one_of("mode", {"octet", "netascii"}));
    CHECK(fuzz::model_of(fuzz::described(request)));
    for (const std::string_view field : {"8s", "8p", "{z}", "{B:s}", "{uv:s}", "{*}"}) {
        INFO(field);
        const std::string text = std::string(field) + ":name:";
        fuzz::record_description named =
            fuzz::record(fuzz::format_text::at_run_time(text), fuzz::one_of("name", {"octet"}));
        const auto model = fuzz::model_of(fuzz::described(named));
        REQUIRE(model);
        bool has_text = false;
        for (const auto& seed : (*model)->seeds()) {
            has_text = has_text || structwire::as_text(seed.payload).find("octet") != std::string_view::npos;
        }
        CHECK(has_text);
    }
}

TEST_CASE("docs/fuzz.md: lines of text are frames of one field", "[fuzz][docs]") {
    mailbox peer;
    CHECK_FALSE(peer.handle("STAT"));
    CHECK(peer.handle("USER alice"));
    CHECK(peer.handle("STAT"));
    CHECK_FALSE(peer.handle("STATUS"));
    std::array<std::uint8_t, 18> input{};
    std::ranges::copy("USER alice\r\nSTAT\r\n"sv, input.begin());
    CHECK(LLVMFuzzerTestOneInput(input.data(), input.size()) == 0);
}

TEST_CASE("docs/fuzz.md: every form of FORMAT is taken", "[fuzz][docs]") {
    static constexpr structwire::fixed_string constant = ">H:kind: {*}:rest:";
    const auto one = fuzz::record(">H:kind: I:price:", fuzz::one_of("kind", {1, 2}), fuzz::range("price", 1, 1000));
    const auto chosen = fuzz::choice("kind", fuzz::when(1, ">H:kind: I:id:"), fuzz::when(2, constant));
    const auto by_header = fuzz::choice("type", fuzz::when('Q', "{z}:query:"), fuzz::when('X', ""));

    CHECK(seeds_of(fuzz::described(">H:kind: I:price:")) > 1);
    CHECK(seeds_of(fuzz::described(constant)) > 1);
    CHECK(seeds_of(fuzz::described(one)) > 1);
    CHECK(seeds_of(fuzz::described(chosen)) > 1);
    CHECK(seeds_of(fuzz::message(">B:type:", by_header)) > 1);
    CHECK(seeds_of(fuzz::message(">B:type:", "{*}:rest:")) > 1);
    CHECK(seeds_of(fuzz::message(">B:type:", one)) > 1);
    CHECK(seeds_of(fuzz::message(fuzz::record(">B:type:"), by_header)) > 1);
    CHECK(seeds_of(fuzz::message(fuzz::record(">B:type:"), "{*}:rest:")) > 1);
    CHECK(seeds_of(fuzz::message(fuzz::record(">B:type:"), one)) > 1);
    CHECK(seeds_of(fuzz::described(fuzz::any_bytes)) > 0);
}
