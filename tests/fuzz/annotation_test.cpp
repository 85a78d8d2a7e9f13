// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What annotations say holds in all seeds, in nearly all mutations, and is violated now and then.
#include <structwire/framing/checksum.hpp>
#include <structwire/fuzz/annotation.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "fuzz/support.hpp"

namespace {

using namespace fuzz_support;
using fuzz::annotation;
using fuzz::message_bytes;
using structwire::value;
using namespace std::string_view_literals;

using rule = std::function<bool(const std::vector<value>&, byte_view)>;

fuzz::payload_description annotated(std::string_view text, const std::vector<annotation>& notes) {
    return fuzz::described(fuzz::record_description{.text = text, .annotations = notes});
}

struct outcome {
    unsigned good = 0;  // records
    unsigned kept = 0;  // ... in which the rule holds
    std::size_t seeds = 0;
    std::set<std::uint64_t> firsts{};  // numbers of the first value
};

// The rule in all seeds, and how often it holds in records that were mutated `times` times.
outcome tried(std::string_view text, const std::vector<annotation>& notes, const rule& holds, unsigned times = 1) {
    INFO(text);
    const kit tested(annotated(text, notes), "unframed");
    const structwire::format format = format_at(text);
    outcome result;
    const std::vector<message_bytes> seeds = tested.payload->seeds();
    result.seeds = seeds.size();
    for (const message_bytes& seed : seeds) {
        const auto values = format.unpack(seed.payload);
        REQUIRE(values);
        CHECK(holds(*values, seed.payload));
        result.firsts.insert(values->empty() ? 0 : values->front().low_bits());
    }
    for (unsigned seed = 0; seed != 6000; ++seed) {
        const message_bytes changed = tested.changed(seeds[seed % seeds.size()], seed, times);
        const auto values = format.unpack(changed.payload);
        if (!values) continue;
        ++result.good;
        result.kept += holds(*values, changed.payload) ? 1U : 0U;
        result.firsts.insert(values->empty() ? 0 : values->front().low_bits());
    }
    return result;
}

void check_kept(const outcome& got) {
    CHECK(got.seeds >= 1);
    CHECK(got.good > 3600);
    // In records of two fields and with two rules; 87 % at least was seen there, elsewhere more.
    CHECK(got.kept * 100 >= got.good * 85);
    CHECK(got.kept < got.good);
}

std::int64_t as_signed(const value& what) { return static_cast<std::int64_t>(what.low_bits()); }

}  // namespace

TEST_CASE("range: integers of every kind stay inside, and reach both ends", "[fuzz][annotation][range]") {
    struct limits {
        std::string_view text;
        std::int64_t least;
        std::int64_t most;
    };
    for (const limits& one : {limits{">H:x: B", 10, 1000},
                              {"<h:x: B", -7, 500},
                              {"B:x: B", 3, 3},
                              {"b:x: B", -128, -100},
                              {">{u12}:x: {x4} B", 100, 2000},
                              {"<{i5}:x: {x3} B", -3, 2},
                              {"{uv}:x: B", 200, 70000},
                              {"{zz}:x: B", -300, 300},
                              {">q:x: B", -5000000000, -4999999990},
                              {"c:x: B", 'a', 'f'}}) {
        INFO(one.text);
        const bool is_text = one.text.front() == 'c';
        const auto number = [&](const value& what) {
            return is_text ? std::to_integer<std::int64_t>(what.as_bytes().value()[0]) : as_signed(what);
        };
        std::set<std::int64_t> numbers;
        const outcome got =
            tried(one.text, {fuzz::range("x", one.least, one.most)}, [&](const std::vector<value>& values, byte_view) {
                numbers.insert(number(values[0]));
                return number(values[0]) >= one.least && number(values[0]) <= one.most;
            });
        check_kept(got);
        CHECK(numbers.contains(one.least));
        CHECK(numbers.contains(one.most));
        if (one.most - one.least > 2) {
            CHECK(std::any_of(numbers.begin(), numbers.end(),
                              [&](auto each) { return each > one.least && each < one.most; }));
        }
        // Just outside is worth trying as well.
        CHECK(std::any_of(numbers.begin(), numbers.end(),
                          [&](auto each) { return each < one.least || each > one.most; }));
    }
}

TEST_CASE("range: the whole range of 64 bits, signed and unsigned", "[fuzz][annotation][range][limits]") {
    const auto always = [](const std::vector<value>&, byte_view) { return true; };
    const outcome wide = tried(">Q:x:", {fuzz::range("x", std::uint64_t{0}, ~std::uint64_t{0})}, always);
    CHECK(wide.firsts.contains(0));
    CHECK(wide.firsts.contains(~std::uint64_t{0}));
    CHECK(wide.firsts.size() > 100);
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const outcome signed_one = tried("<q:x:", {fuzz::range("x", least, most)}, always);
    CHECK(signed_one.firsts.contains(static_cast<std::uint64_t>(least)));
    CHECK(signed_one.firsts.contains(static_cast<std::uint64_t>(most)));
    const outcome high = tried(
        ">Q:x: B", {fuzz::range("x", ~std::uint64_t{0} - 5, ~std::uint64_t{0})},
        [](const std::vector<value>& values, byte_view) { return values[0].low_bits() >= ~std::uint64_t{0} - 5; });
    check_kept(high);
}

TEST_CASE("range: floating-point numbers of every width", "[fuzz][annotation][range]") {
    for (const std::string_view text : {"<e:x: B"sv, ">f:x: B"sv, "<d:x: B"sv, ">{bf16}:x: B"sv}) {
        INFO(text);
        std::set<double> numbers;
        const outcome got =
            tried(text, {fuzz::range("x", -1.5, 256.0)}, [&](const std::vector<value>& values, byte_view) {
                const double number = values[0].as_double().value();
                if (number == number) numbers.insert(number);
                return number >= -1.5 && number <= 256.0;
            });
        check_kept(got);
        CHECK(numbers.contains(-1.5));
        CHECK(numbers.contains(256.0));
        CHECK(std::any_of(numbers.begin(), numbers.end(), [](double each) { return each > 1 && each < 200; }));
    }
}

TEST_CASE("one_of: numbers and texts, all of them and nearly nothing else", "[fuzz][annotation][one_of]") {
    const outcome numbers =
        tried(">H:x: B", {fuzz::one_of("x", {1, 2, 700})}, [](const std::vector<value>& values, byte_view) {
            const auto number = values[0].low_bits();
            return number == 1 || number == 2 || number == 700;
        });
    check_kept(numbers);
    for (const std::uint64_t number : {1U, 2U, 700U}) CHECK(numbers.firsts.contains(number));
    CHECK(numbers.firsts.size() > 5);
    const outcome negative =
        tried("<i:x: B", {fuzz::one_of("x", {-1, 5})}, [](const std::vector<value>& values, byte_view) {
            return as_signed(values[0]) == -1 || as_signed(values[0]) == 5;
        });
    check_kept(negative);
    for (const std::string_view text : {"4s:x: B"sv, "{B:s}:x: B"sv, "{z}:x: B"sv, "6p:x: B"sv}) {
        INFO(text);
        std::set<std::string> texts;
        const outcome got = tried(text, {fuzz::one_of("x", {"GET", "PUT", "", "HEAD"})},
                                  [&](const std::vector<value>& values, byte_view) {
                                      std::string word = text_of(*values[0].as_bytes());
                                      if (text.starts_with("4s")) word.resize(std::min(word.find('\0'), word.size()));
                                      texts.insert(word);
                                      return word == "GET" || word == "PUT" || word.empty() || word == "HEAD";
                                  });
        check_kept(got);
        for (const std::string_view word : {"GET", "PUT", "", "HEAD"}) CHECK(texts.contains(std::string(word)));
    }
}

TEST_CASE("magic: a number or a text is always there, padded where the field is longer", "[fuzz][annotation][magic]") {
    check_kept(tried(">H:x: B", {fuzz::magic("x", 0x1234)},
                     [](const std::vector<value>& values, byte_view) { return values[0].low_bits() == 0x1234; }));
    check_kept(tried("b:x: B", {fuzz::magic("x", -3)},
                     [](const std::vector<value>& values, byte_view) { return as_signed(values[0]) == -3; }));
    const auto begins = [](std::string_view word) {
        return [word](const std::vector<value>& values, byte_view) { return text_of(*values[0].as_bytes()) == word; };
    };
    check_kept(tried("4s:x: B", {fuzz::magic("x", "PNG\r")}, begins("PNG\r")));
    check_kept(tried("6s:x: B", {fuzz::magic("x", "PNG\r")}, begins("PNG\r\0\0"sv)));
    check_kept(tried("{B:s}:x: B", {fuzz::magic("x", "PNG\r")}, begins("PNG\r")));
}

TEST_CASE("length_of: bytes of a text, elements of a group and an array, the rest, with an adjustment",
          "[fuzz][annotation][length_of]") {
    check_kept(tried(">H:size: B {*}:body:", {fuzz::length_of("size", "body")},
                     [](const std::vector<value>& values, byte_view) {
                         return values[0].low_bits() == (values[2].as_bytes()->size() & 0xffff);
                     }));
    check_kept(tried("<I:size: B {z}:body:", {fuzz::length_of("size", "body", -2)},
                     [](const std::vector<value>& values, byte_view) {
                         return values[0].low_bits() == ((values[2].as_bytes()->size() - 2) & 0xffffffff);
                     }));
    check_kept(tried(
        ">H:size: B {B:s}:body: H", {fuzz::length_of("size")},
        [](const std::vector<value>& values, byte_view bytes) { return values[0].low_bits() == bytes.size() - 2; }));
    check_kept(
        tried(">H:size: B {B:s}:body: H", {fuzz::length_of("size", {}, 2)},
              [](const std::vector<value>& values, byte_view bytes) { return values[0].low_bits() == bytes.size(); }));
    check_kept(tried(
        ">H:size: {B:(H:a:)}:list:", {fuzz::length_of("size", "list")},
        [](const std::vector<value>& values, byte_view) { return values[0].low_bits() == values[1].low_bits(); }));
    check_kept(tried("<H:size: 5I:list:", {fuzz::length_of("size", "list")},
                     [](const std::vector<value>& values, byte_view) { return values[0].low_bits() == 5; }));
    check_kept(tried("<H:size: 7s:text:", {fuzz::length_of("size", "text")},
                     [](const std::vector<value>& values, byte_view) { return values[0].low_bits() == 7; }));
    check_kept(tried("{uv}:size: {*}:body:", {fuzz::length_of("size", "body")},
                     [](const std::vector<value>& values, byte_view) {
                         return values[0].low_bits() == values[1].as_bytes()->size();
                     }));
    check_kept(
        tried("{uv}:size: {*}:body:", {fuzz::length_of("size")}, [](const std::vector<value>& values, byte_view) {
            return values[0].low_bits() == values[1].as_bytes()->size();
        }));
}

TEST_CASE("length_of: in each element of a group its own", "[fuzz][annotation][length_of][groups]") {
    const std::string_view text = ">B:first: {B:(H:size: {z}:text:)}:list:";
    const outcome got = tried(
        text, {fuzz::length_of("list.size", "list.text")},
        [](const std::vector<value>& values, byte_view) {
            for (std::size_t index = 2; index + 1 < values.size(); index += 2) {
                if (values[index].low_bits() != values[index + 1].as_bytes()->size()) return false;
            }
            return true;
        },
        3);
    CHECK(got.good > 3600);
    CHECK(got.kept * 10 >= got.good * 9);
    CHECK(got.kept < got.good);
}

namespace {

std::uint64_t sum_of(structwire::checksum_kind kind, byte_view bytes) {
    structwire::running_checksum sum(kind);
    sum.add(bytes);
    return sum.value();
}

}  // namespace

TEST_CASE("checksum_of: every checksum there is, in both orders", "[fuzz][annotation][checksum_of]") {
    for (const structwire::checksum_info& info : structwire::checksum_table) {
        if (info.kind == structwire::checksum_kind::none) continue;
        const std::string width = std::to_string(info.size * 8);
        for (const std::string_view order : {"<"sv, ">"sv}) {
            const std::string text = std::string(order) + "H:kind: {B:s}:name: {u" + width + "}:sum:";
            check_kept(tried(
                text, {fuzz::checksum_of("sum", info.name)}, [&](const std::vector<value>& values, byte_view bytes) {
                    return values[2].low_bits() == sum_of(info.kind, bytes.first(bytes.size() - info.size));
                }));
        }
    }
}

TEST_CASE("checksum_of: over some fields, over one, over what follows, and beside a length",
          "[fuzz][annotation][checksum_of]") {
    using structwire::checksum_kind;
    check_kept(tried(">B:a: H:b: I:c: B:d: I:sum:", {fuzz::checksum_of("sum", "crc32", "b", "c")},
                     [](const std::vector<value>& values, byte_view bytes) {
                         return values[4].low_bits() == sum_of(checksum_kind::crc32, bytes.subspan(1, 6));
                     }));
    check_kept(tried("<B:a: H:b: H:sum:", {fuzz::checksum_of("sum", "crc16modbus", "b")},
                     [](const std::vector<value>& values, byte_view bytes) {
                         return values[2].low_bits() == sum_of(checksum_kind::crc16modbus, bytes.subspan(1, 2));
                     }));
    check_kept(tried("<I:sum: B:kind: {B:s}:text:", {fuzz::checksum_of("sum", "adler32", "kind", "text")},
                     [](const std::vector<value>& values, byte_view bytes) {
                         return values[0].low_bits() == sum_of(checksum_kind::adler32, bytes.subspan(4));
                     }));
    check_kept(tried(">I:sum: H:size: {*}:body:",
                     {fuzz::checksum_of("sum", "crc32c", "size", "body"), fuzz::length_of("size", "body")},
                     [](const std::vector<value>& values, byte_view bytes) {
                         return values[0].low_bits() == sum_of(checksum_kind::crc32c, bytes.subspan(4)) &&
                                values[1].low_bits() == values[2].as_bytes()->size();
                     }));
    check_kept(tried(
        ">B:count: {B:(B:a: {B:s}:b: H:sum:)}:list:", {fuzz::checksum_of("list.sum", "crc16ccitt", "list.a", "list.b")},
        [](const std::vector<value>& values, byte_view) {
            for (std::size_t index = 2; index + 2 < values.size(); index += 3) {
                const byte_view text = *values[index + 1].as_bytes();
                byte_vector covered{static_cast<std::byte>(values[index].low_bits()),
                                    static_cast<std::byte>(text.size())};
                append(covered, text);
                if (values[index + 2].low_bits() != sum_of(checksum_kind::crc16ccitt, covered)) return false;
            }
            return true;
        }));
}

TEST_CASE("checksum_of: in a frame with a checksum both are right, and each is wrong now and then",
          "[fuzz][annotation][checksum_of][framing]") {
    const std::string_view text = ">H:kind: {B:s}:name: I:sum:";
    const std::string_view framing = "u32le,limit=4k+crc16x25";
    const kit tested(annotated(text, {fuzz::checksum_of("sum", "crc32")}), framing);
    const structwire::format format = format_at(text);
    const byte_vector input = fuzz::seed_streams(*tested.payload, *tested.wire).front();
    unsigned good = 0, wrong_inside = 0, wrong_outside = 0;
    for (unsigned seed = 0; seed != 6000; ++seed) {
        const taken got = take_frames(framing, tested.mutate(input, seed));
        if (!got.clean) {
            ++wrong_outside;
            continue;
        }
        for (const message_bytes& frame : got.frames) {
            const auto values = format.unpack(frame.payload);
            if (!values) continue;
            const byte_view covered = byte_view(frame.payload).first(frame.payload.size() - 4);
            const bool right = (*values)[2].low_bits() == sum_of(structwire::checksum_kind::crc32, covered);
            (right ? good : wrong_inside) += 1;
        }
    }
    CHECK(good > 4000);
    CHECK(wrong_inside > 20);
    CHECK(wrong_inside < 600);
    CHECK(wrong_outside > 20);
}

TEST_CASE("model_of: says by name what cannot be used", "[fuzz][annotation][errors]") {
    struct wrong {
        annotation note;
        std::string_view named;
    };
    const std::string_view text = ">H:kind: f:ratio: {B:s}:name: 4s:mark: I:sum: {B:(H:a:)}:list: d:big: F:z:";
    for (const wrong& one : {wrong{fuzz::range("missing", 1, 2), "missing"},
                             {fuzz::range("list.b", 1, 2), "list.b"},
                             {fuzz::one_of("", {1, 2}), ""},
                             {fuzz::range("kind", 5, 4), "kind"},
                             {fuzz::range("ratio", 2.0, 1.0), "ratio"},
                             {fuzz::range("ratio", std::numeric_limits<double>::quiet_NaN(), 1.0), "ratio"},
                             {fuzz::range("name", 1, 2), "name"},
                             {fuzz::range("list", 1, 2), "list"},
                             {fuzz::range("z", 1.0, 2.0), "z"},
                             {fuzz::range("kind", 1.0, 2.0), "kind"},
                             {fuzz::range("ratio", 1, 2), "ratio"},
                             {fuzz::one_of("kind", {"GET", "PUT"}), "kind"},
                             {fuzz::one_of("kind", std::initializer_list<int>{}), "kind"},
                             {fuzz::magic("kind", "PNG"), "kind"},
                             {fuzz::magic("mark", 7), "mark"},
                             {fuzz::length_of("name", "list"), "name"},
                             {fuzz::length_of("ratio", "list"), "ratio"},
                             {fuzz::length_of("kind", "missing"), "missing"},
                             {fuzz::length_of("missing", "name"), "missing"},
                             {fuzz::checksum_of("sum", "crc99"), "crc99"},
                             {fuzz::checksum_of("sum", ""), "sum"},
                             {fuzz::checksum_of("name", "crc32"), "name"},
                             {fuzz::checksum_of("sum", "crc32", "missing"), "missing"},
                             {fuzz::checksum_of("sum", "crc32", "kind", "missing"), "missing"}}) {
        INFO("about " << one.named << " of " << one.note.field);
        const auto made = fuzz::model_of(annotated(text, {one.note}));
        CHECK_FALSE(made);
        if (made) continue;
        INFO(made.error());
        CHECK(made.error().find(one.named) != std::string::npos);
        CHECK(made.error().size() > one.named.size() + 10);
    }
    for (const std::string_view bad : {"H"sv, ">H:a: Z"sv, ">{B:(H"sv, ">H:a: H:a:"sv}) {
        INFO(bad);
        const std::string said = refusal(annotated(bad, {}));
        INFO(said);
        CHECK(said.find(bad) != std::string::npos);
    }
    const std::string header = refusal(fuzz::message(fuzz::record_description{.text = "H"}, fuzz::record("B")));
    CHECK(header.find('H') != std::string::npos);
}

TEST_CASE("model_of: annotations of different fields and of one hold together", "[fuzz][annotation]") {
    check_kept(tried(">2s:mark: B:kind: H:size: {*}:body:",
                     {fuzz::magic("mark", "SW"), fuzz::one_of("kind", {3, 9}), fuzz::length_of("size", "body")},
                     [](const std::vector<value>& values, byte_view) {
                         return text_of(*values[0].as_bytes()) == "SW" &&
                                (values[1].low_bits() == 3 || values[1].low_bits() == 9) &&
                                values[2].low_bits() == values[3].as_bytes()->size();
                     }));
}
