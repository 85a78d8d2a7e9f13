// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The framer that examples/ writes for itself keeps the contract of a framer.
#include "../../examples/lsp_framer.hpp"

#include <string>
#include <string_view>

#include "framing/support.hpp"

using namespace test;

namespace {

constexpr std::size_t header_limit = lsp::framer::max_header_bytes;
constexpr std::size_t payload_limit = lsp::framer::max_payload_bytes;

// Every way to cut the stream gives the same; see events_of().
std::string events(std::string_view stream) { return events_of(lsp::framer{}, stream); }

// A header part of so many bytes, for an empty payload.
std::string header_of(std::size_t size) {
    const std::string front = "Content-Length: 0\r\nX: ", back = "\r\n\r\n";
    return front + std::string(size - front.size() - back.size(), 'x') + back;
}

}  // namespace

static_assert(structwire::framer<lsp::framer>);
static_assert(structwire::encoding_framer<lsp::framer>);

TEST_CASE("lsp::framer: cuts messages", "[framing][lsp_framer]") {
    CHECK(events("") == ".");
    CHECK(events("Content-Length: 2\r\n\r\n{}") == "0:[{}] .");
    CHECK(events("Content-Length: 2\r\n\r\n{}Content-Length: 0\r\n\r\nContent-Length: 3\r\n\r\n\r\n\n") ==
          "0:[{}] 23:[] 44:[\r\n\n] .");
}

TEST_CASE("lsp::framer: other fields, in any order", "[framing][lsp_framer]") {
    CHECK(events("Content-Type: a\r\nContent-Length: 2\r\n\r\n{}") == "0:[{}] .");
    CHECK(events("Content-Length: 2\r\nContent-Type: a\r\n\r\n{}") == "0:[{}] .");
    CHECK(events("anything\r\nContent-Length: 2\r\n\r\n{}") == "0:[{}] .");
}

TEST_CASE("lsp::framer: the name of a field in letters of any size, no other name", "[framing][lsp_framer]") {
    CHECK(events("CONTENT-length: 2\r\n\r\n{}") == "0:[{}] .");
    for (const auto name : {"X-Content-Length: 2", "Content-Lengths: 2", "Content\rLength: 2", "Content-Length:2"}) {
        CHECK(events(std::string(name) + "\r\n\r\n{}") == "0!bad_prefix 0/0 ");
    }
}

TEST_CASE("lsp::framer: refuses a length that is no number", "[framing][lsp_framer]") {
    for (const auto length : {"", "-1", "+1", " 1", "1 ", "0x1", "1,1", "a"}) {
        CHECK(events("Content-Length: " + std::string(length) + "\r\n\r\n{}") == "0!bad_prefix 0/0 ");
    }
}

TEST_CASE("lsp::framer: refuses two lengths and none", "[framing][lsp_framer]") {
    CHECK(events("Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}") == "0!bad_prefix 0/0 ");
    CHECK(events("Content-Type: a\r\n\r\n{}") == "0!bad_prefix 0/0 ");
    CHECK(events("\r\n") == "0!bad_prefix 0/0 ");
    CHECK(events("Content-Length: 2\r\n\r\n{}\r\n") == "0:[{}] 23!bad_prefix 0/0 ");
}

TEST_CASE("lsp::framer: a bad field is an error at the end of its line", "[framing][lsp_framer]") {
    CHECK(events("Content-Length: a\r\n") == "0!bad_prefix 0/0 ");
    CHECK(events("Content-Length: a\r") == "0!truncated 0/18 ");
}

TEST_CASE("lsp::framer: the limit of the payload", "[framing][lsp_framer][limits]") {
    const auto headed = [](std::uint64_t length) { return "Content-Length: " + std::to_string(length) + "\r\n"; };
    CHECK(events(headed(payload_limit) + "\r\n{") == "0!truncated 0/29 ");
    CHECK(events(headed(payload_limit + 1)) == "0!too_long 16777216/16777217 ");
    CHECK(events(headed(~std::uint64_t{0})) == "0!too_long 16777216/18446744073709551615 ");
    CHECK(events("Content-Length: 18446744073709551616\r\n") == "0!too_long 16777216/0 ");
    CHECK(events("Content-Length: 00000000000000000000002\r\n\r\n{}") == "0:[{}] .");

    const std::string whole = headed(payload_limit) + "\r\n" + std::string(payload_limit, 'x');
    const auto got = lsp::framer{}.next(structwire::as_bytes(whole));
    CHECK(got.what == structwire::step::kind::frame);
    CHECK(got.consumed == whole.size());
}

TEST_CASE("lsp::framer: the limit of the header part", "[framing][lsp_framer][limits]") {
    CHECK(events(header_of(header_limit - 1)) == "0:[] .");
    CHECK(events(header_of(header_limit)) == "0:[] .");
    CHECK(events(header_of(header_limit + 1)) == "0!too_long 4096/0 ");
    CHECK(events(std::string(header_limit - 1, '1')) == "0!truncated 0/4095 ");
    CHECK(events(std::string(header_limit, '1')) == "0!too_long 4096/0 ");
    CHECK(events(header_of(header_limit) + header_of(header_limit + 1)) == "0:[] 4096!too_long 4096/0 ");
    CHECK(events("Content-Length: a\r\n" + std::string(header_limit, '\n')) == "0!bad_prefix 0/0 ");
}

TEST_CASE("lsp::framer: input that ends inside a message is truncated", "[framing][lsp_framer]") {
    const std::string message = "Content-Length: 2\r\n\r\n{}";
    for (std::size_t size = 1; size != message.size(); ++size) {
        CHECK(events(message + message.substr(0, size)) == "0:[{}] 23!truncated 0/" + std::to_string(size) + " ");
    }
}

TEST_CASE("lsp::framer: encodes what it decodes", "[framing][lsp_framer][encode]") {
    CHECK(encoded(lsp::framer{}, "{}") == "Content-Length: 2\r\n\r\n{}");
    CHECK(encoded(lsp::framer{}, "") == "Content-Length: 0\r\n\r\n");
    CHECK(encoded(lsp::framer{}, "{}", "header").starts_with("!"));
    const std::string most(payload_limit + 1, 'x');
    CHECK(lsp::framer::encode(structwire::as_bytes(most).first(payload_limit)).has_value());
    CHECK(!lsp::framer::encode(structwire::as_bytes(most)).has_value());
}
