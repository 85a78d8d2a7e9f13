// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Annotations whose fields depend on one another, or cannot hold what they should.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace {

namespace fuzz = structwire::fuzz;

fuzz::byte_vector plainest(const fuzz::payload_description& what) {
    auto model = fuzz::model_of(what);
    REQUIRE(model.has_value());
    return (*model)->seeds().front().payload;
}

std::string refusal(const fuzz::payload_description& what) {
    const auto model = fuzz::model_of(what);
    return model ? "" : model.error();
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::uint8_t at(const fuzz::byte_vector& bytes, std::size_t index) {
    return std::to_integer<std::uint8_t>(bytes.at(index));
}

}  // namespace

TEST_CASE("magic: keeps the NULs of a literal", "[fuzz][annotation][magic]") {
    const auto bytes = plainest(fuzz::described(fuzz::record(">4s:mark: B", fuzz::magic("mark", "\0asm"))));
    CHECK(structwire::as_text(bytes).substr(0, 4) == std::string_view("\0asm", 4));
}

TEST_CASE("checksum_of: its own bytes count as zeros where it stands inside what it covers", "[fuzz][annotation]") {
    // RFC 1071 over 0001 0000 0001: the complement of 2
    const auto bytes =
        plainest(fuzz::described(fuzz::record(">H:a: H:sum: H:b:", fuzz::checksum_of("sum", "inet16", "a", "b"))));
    CHECK(at(bytes, 2) == 0xff);
    CHECK(at(bytes, 3) == 0xfd);
}

TEST_CASE("checksum_of: the order of annotations does not matter", "[fuzz][annotation]") {
    const auto outer = fuzz::checksum_of("out", "sum8");
    const auto inner = fuzz::checksum_of("in", "sum8");
    const auto first = plainest(fuzz::described(fuzz::record(">B:a: B:in: B:out:", outer, inner)));
    const auto second = plainest(fuzz::described(fuzz::record(">B:a: B:in: B:out:", inner, outer)));
    CHECK(first == second);
    CHECK(at(first, 1) == at(first, 0));
    CHECK(at(first, 2) == at(first, 0) + at(first, 1));
}

TEST_CASE("length_of: a length in LEB128 inside of what another one counts", "[fuzz][annotation]") {
    const auto bytes = plainest(fuzz::described(
        fuzz::record(">B:all: {uv}:size: {*}:body:", fuzz::length_of("all"), fuzz::length_of("size", "body"))));
    CHECK(at(bytes, 0) == bytes.size() - 1);
    CHECK(at(bytes, 1) == bytes.size() - 2);
}

TEST_CASE("model_of: refuses numbers that do not fit their field", "[fuzz][record][annotation]") {
    CHECK(contains(refusal(fuzz::described(fuzz::record("B:k:", fuzz::magic("k", 256)))), "does not fit"));
    CHECK(refusal(fuzz::described(fuzz::record("B:k:", fuzz::magic("k", 255)))).empty());
    CHECK(contains(refusal(fuzz::described(fuzz::record("B:k:", fuzz::magic("k", -1)))), "does not fit"));
    CHECK(contains(refusal(fuzz::described(fuzz::record("b:k:", fuzz::one_of("k", {1, 128})))), "does not fit"));
    CHECK(refusal(fuzz::described(fuzz::record("b:k:", fuzz::range("k", -128, 127)))).empty());
    CHECK(contains(refusal(fuzz::described(fuzz::record("b:k:", fuzz::range("k", -129, 127)))), "does not fit"));
    CHECK(refusal(fuzz::described(fuzz::record(">{u4}:k:{u4}", fuzz::magic("k", 15)))).empty());
    CHECK(contains(refusal(fuzz::described(fuzz::record(">{u4}:k:{u4}", fuzz::magic("k", 16)))), "does not fit"));
    CHECK(contains(refusal(fuzz::described(fuzz::record("B:b:", fuzz::checksum_of("b", "crc32")))), "does not fit"));
    CHECK(contains(refusal(fuzz::choice("k", fuzz::when(1, "B:k:"), fuzz::when(300, "B:k:"))), "does not fit"));
    CHECK(contains(refusal(fuzz::choice("k", fuzz::when(1, "B:k:"), fuzz::when(1, ">B:k: H"))), "the tag 1"));
}

TEST_CASE("choice: a tag that is a character of the upper half", "[fuzz][record][choice]") {
    auto model = fuzz::model_of(fuzz::choice("k", fuzz::when('\xff', "c:k:"), fuzz::when('a', ">c:k: H")));
    REQUIRE(model.has_value());
    const auto seeds = (*model)->seeds();
    REQUIRE(at(seeds.front().payload, 0) == 0xff);
    CHECK(contains((*model)->decoded(structwire::frame{{}, seeds.front().payload, 0}), "k"));
    CHECK_FALSE(contains((*model)->decoded(structwire::frame{{}, seeds.front().payload, 0}), "none of the formats"));
}

TEST_CASE("length_of: what it counts seldom outgrows it", "[fuzz][annotation][length_of][limits]") {
    struct layout {
        std::string_view text;
        std::size_t front;  // bytes that the length does not count
        std::size_t most;
    };
    for (const layout& one : {layout{">B:size: {*}:body:", 1, 255},
                              {"<b:size: {*}:body:", 1, 127},
                              {">{u4}:size: {x4} {*}:body:", 1, 15}}) {
        INFO(one.text);
        const auto model = fuzz::model_of(
            fuzz::described(fuzz::record(fuzz::format_text::at_run_time(one.text), fuzz::length_of("size", "body"))));
        REQUIRE(model.has_value());
        fuzz::random dice(7);
        int beyond = 0;
        int full = 0;
        constexpr int all = 4000;
        for (int count = 0; count != all; ++count) {
            fuzz::message_bytes message{{}, fuzz::byte_vector(one.front + one.most - 1, std::byte{'A'})};
            (*model)->repair(message);
            fuzz::mutation_tools tools{dice, nullptr, 4096};
            (*model)->mutate(message, tools);
            dice = tools.dice;
            beyond += message.payload.size() > one.front + one.most ? 1 : 0;
            full += message.payload.size() == one.front + one.most ? 1 : 0;
        }
        CHECK(full > 0);
        CHECK(beyond > 0);  // a parser may have to refuse it
        CHECK(beyond * 32 < all);
    }
}

namespace {

// The record with everything put right that follows from the rest.
fuzz::byte_vector repaired(const fuzz::payload_description& what, std::initializer_list<unsigned> numbers) {
    const auto model = fuzz::model_of(what);
    REQUIRE(model.has_value());
    fuzz::message_bytes message;
    for (const unsigned number : numbers) message.payload.push_back(static_cast<std::byte>(number));
    (*model)->repair(message);
    return message.payload;
}

fuzz::byte_vector bytes_of(std::initializer_list<unsigned> numbers) {
    fuzz::byte_vector bytes;
    for (const unsigned number : numbers) bytes.push_back(static_cast<std::byte>(number));
    return bytes;
}

}  // namespace

TEST_CASE("checksum_of: an array in an element of a group is covered whole, and no other element",
          "[fuzz][annotation][checksum_of][groups]") {
    const auto what =
        fuzz::described(fuzz::record(">{B:(3B:data: B:sum:)}:g:", fuzz::checksum_of("g.sum", "sum8", "g.data")));
    CHECK(repaired(what, {1, 1, 2, 3, 0}) == bytes_of({1, 1, 2, 3, 6}));
    CHECK(repaired(what, {2, 1, 2, 3, 0, 10, 20, 30, 0}) == bytes_of({2, 1, 2, 3, 6, 10, 20, 30, 60}));
    CHECK(repaired(what, {3, 1, 1, 1, 9, 2, 2, 2, 9, 3, 3, 3, 9}) == bytes_of({3, 1, 1, 1, 3, 2, 2, 2, 6, 3, 3, 3, 9}));
}

TEST_CASE("checksum_of: from a field to an array, and over a group in the same element",
          "[fuzz][annotation][checksum_of][groups]") {
    const auto span = fuzz::described(
        fuzz::record(">{B:(B:a: 2B:data: B:sum:)}:g:", fuzz::checksum_of("g.sum", "sum8", "g.a", "g.data")));
    CHECK(repaired(span, {2, 1, 2, 3, 0, 4, 5, 6, 0}) == bytes_of({2, 1, 2, 3, 6, 4, 5, 6, 15}));
    const auto inner = fuzz::described(
        fuzz::record(">{B:({B:(B:x:)}:list: B:sum:)}:g:", fuzz::checksum_of("g.sum", "sum8", "g.list.x")));
    CHECK(repaired(inner, {2, 2, 4, 6, 0, 1, 15, 0}) == bytes_of({2, 2, 4, 6, 10, 1, 15, 15}));
}

TEST_CASE("checksum_of: in an element of a group over a field of the record",
          "[fuzz][annotation][checksum_of][groups]") {
    const auto what =
        fuzz::described(fuzz::record(">2B:key: {B:(B:x: B:sum:)}:g:", fuzz::checksum_of("g.sum", "sum8", "key")));
    CHECK(repaired(what, {7, 8, 2, 1, 0, 2, 0}) == bytes_of({7, 8, 2, 1, 15, 2, 15}));
}

TEST_CASE("length_of: an array of lengths, each of one text of an array of structures",
          "[fuzz][annotation][length_of][groups]") {
    const auto what =
        fuzz::described(fuzz::record(">2B:sizes: 2T{{z}:text:}:list:", fuzz::length_of("sizes", "list.text")));
    CHECK(repaired(what, {0, 0, 'a', 'b', 0, 'c', 0}) == bytes_of({2, 1, 'a', 'b', 0, 'c', 0}));
}

TEST_CASE("length_of: lengths in LEB128 in every element of a group", "[fuzz][annotation][length_of][groups]") {
    const auto what =
        fuzz::described(fuzz::record(">{B:({uv}:size: {H:s}:text:)}:g:", fuzz::length_of("g.size", "g.text")));
    fuzz::message_bytes message;
    const auto model = fuzz::model_of(what);
    REQUIRE(model.has_value());
    fuzz::byte_vector expected = bytes_of({3});
    message.payload = expected;
    for (const unsigned size : {5u, 200u, 1u}) {
        for (const unsigned number : {0u, size >> 8, size & 255u})
            message.payload.push_back(static_cast<std::byte>(number));
        message.payload.insert(message.payload.end(), size, std::byte{'x'});
        if (size >= 128) expected.push_back(static_cast<std::byte>((size & 127u) | 128u));
        for (const unsigned number : {size >> (size >= 128 ? 7 : 0), size >> 8, size & 255u})
            expected.push_back(static_cast<std::byte>(number));
        expected.insert(expected.end(), size, std::byte{'x'});
    }
    (*model)->repair(message);
    CHECK(message.payload == expected);
}

TEST_CASE("model_of: refuses annotations that cannot all hold", "[fuzz][annotation][errors]") {
    const auto said = [](fuzz::format_text text, const auto&... notes) {
        return refusal(fuzz::described(fuzz::record(text, notes...)));
    };
    const std::string behind = said("B:a: B:b: B:sum:", fuzz::checksum_of("sum", "sum8", "b", "a"));
    CHECK(contains(behind, "'sum' cannot be used: 'b' stands behind 'a'"));
    CHECK(said("B:a: B:b: B:sum:", fuzz::checksum_of("sum", "sum8", "a", "b")).empty());

    CHECK(contains(said("4s:a:", fuzz::magic("a", "ABCDE")), "'a' cannot be used: a text does not fit"));
    CHECK(said("4s:a:", fuzz::magic("a", "ABCD")).empty());
    CHECK(contains(said("4p:a:", fuzz::one_of("a", {"AB", "ABCD"})), "a text does not fit"));
    CHECK(said("4p:a:", fuzz::one_of("a", {"AB", "ABC"})).empty());

    CHECK(contains(said("B:a: 256s:b:", fuzz::length_of("a", "b")), "it can say 255 at most, and 'b' is always 256"));
    CHECK(said("B:a: 255s:b:", fuzz::length_of("a", "b")).empty());
    CHECK(contains(said("b:a: 128B:b:", fuzz::length_of("a", "b")), "it can say 127 at most, and 'b' is always 128"));
    CHECK(contains(said("B:a: 255s:b:", fuzz::length_of("a", "b", 1)), "'b' is always 256"));

    const std::string_view contradicts = "another one of the same field contradicts it";
    CHECK(contains(said("B:a: {*}:b:", fuzz::magic("a", 1), fuzz::magic("a", 2)), contradicts));
    CHECK(contains(said("B:a: {*}:b:", fuzz::length_of("a"), fuzz::checksum_of("a", "sum8")), contradicts));
    CHECK(contains(said("B:a: {*}:b:", fuzz::length_of("a"), fuzz::range("a", 1, 2)), contradicts));
    CHECK(contains(said("B:a: {*}:b:", fuzz::one_of("a", {1, 2}), fuzz::range("a", 1, 2)), contradicts));
    CHECK(said("B:a: {*}:b:", fuzz::magic("a", 1), fuzz::magic("a", 1)).empty());
    CHECK(refusal(fuzz::choice("a", fuzz::when(1, "B:a:", fuzz::one_of("a", {1, 2})))).empty());
}

TEST_CASE("model_of: says what is wrong with a tag", "[fuzz][choice][errors]") {
    CHECK(refusal(fuzz::choice("kind")) == "choice: there is nothing to choose from");
    CHECK(refusal(fuzz::choice("kind", fuzz::when(1, ">f:kind:"))) == "choice: 'kind' is not an integer");
    CHECK(refusal(fuzz::choice("kind", fuzz::when(1, "B:sort:"))) == "choice: 'kind' is no field of 'B:sort:'");
    CHECK(refusal(fuzz::message(">H:length:", fuzz::choice("kind", fuzz::when(1, "B:sort:")))) ==
          "choice: 'kind' is no field of 'B:sort:', nor of the header '>H:length:'");
    // The header's own fault is not taken for a missing tag.
    const auto header = fuzz::record(">H:type:", fuzz::magic("mark", 1));
    CHECK(refusal(fuzz::message(header, fuzz::choice("type", fuzz::when(1, "B:x:")))) ==
          "no field 'mark' in the format '>H:type:'");
}
