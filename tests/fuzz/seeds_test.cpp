// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What fuzzing begins with: streams, and words of a dictionary.
#include <structwire/fuzz/seeds.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "fuzz/support.hpp"

namespace {

using namespace fuzz_support;
using fuzz::dictionary_word;
using fuzz::message_bytes;
using namespace std::string_view_literals;

constexpr std::array formats{">H:kind: I:price: {B:s}:name:"sv,
                             "<bBhHiIlLqQ"sv,
                             "=?c8sx e f d"sv,
                             ">F D {bf16}"sv,
                             "10p 5s"sv,
                             "1p"sv,
                             "0p"sv,
                             "0s"sv,
                             ">{u3}{i5}{u12}{x4}H"sv,
                             "<{u3}{i5}{u12}{x4}"sv,
                             ">8{u1} 3{u24} {i40}"sv,
                             ">T{H:x: T{B:y: (2,3)h:g:}:i:}:o: B"sv,
                             ">{B:(H:a: {B:(B:c:)}:d:)}:l: B"sv,
                             ">{uv:(T{B:k: {B:s}:v:}:p:)}:m:"sv,
                             "@bBhiqd?"sv,
                             "@c d T{b q}"sv,
                             "B{*}"sv,
                             "{*}"sv,
                             "{z}{z}"sv,
                             "{uv}{zz}{uv:s}"sv,
                             "4x B 3x"sv,
                             ">0I"sv,
                             ">0I B"sv,
                             ""sv,
                             "5000s"sv,
                             ">2000I"sv,
                             "{b:(B)}"sv,
                             "@nNP"sv};

// A word as libFuzzer reads it, or nothing where it would refuse the line.
std::optional<dictionary_word> word_of(std::string_view line) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || line.size() < equals + 4 || line[equals + 1] != '"' || line.back() != '"') {
        return std::nullopt;
    }
    dictionary_word word{std::string(line.substr(0, equals)), {}};
    std::string_view rest = line.substr(equals + 2);
    rest.remove_suffix(1);
    while (!rest.empty()) {
        if (rest[0] == '"' || rest[0] < 0x20 || rest[0] > 0x7e) return std::nullopt;
        if (rest[0] != '\\') {
            word.bytes.push_back(static_cast<std::byte>(rest[0]));
            rest.remove_prefix(1);
        } else if (rest.size() >= 2 && (rest[1] == '\\' || rest[1] == '"')) {
            word.bytes.push_back(static_cast<std::byte>(rest[1]));
            rest.remove_prefix(2);
        } else if (rest.size() >= 4 && rest[1] == 'x' && std::isxdigit(rest[2]) != 0 && std::isxdigit(rest[3]) != 0) {
            word.bytes.push_back(static_cast<std::byte>(std::stoi(std::string(rest.substr(2, 2)), nullptr, 16)));
            rest.remove_prefix(4);
        } else {
            return std::nullopt;
        }
    }
    return word;
}

std::vector<dictionary_word> read_dictionary(std::string_view text) {
    std::vector<dictionary_word> words;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        REQUIRE(end != std::string_view::npos);
        const auto word = word_of(text.substr(0, end));
        INFO(text.substr(0, end));
        REQUIRE(word);
        words.push_back(*word);
        text.remove_prefix(end + 1);
    }
    return words;
}

}  // namespace

TEST_CASE("payload_model::seeds: are records of the format, each once, the same every time", "[fuzz][seeds]") {
    for (const std::string_view text : formats) {
        INFO(text);
        const structwire::format format = format_at(text);
        const auto seeds = model_at(text)->seeds();
        CHECK(seeds == model_at(text)->seeds());
        REQUIRE_FALSE(seeds.empty());
        std::set<byte_vector> different;
        for (const message_bytes& seed : seeds) {
            CHECK(format.unpack(seed.payload));
            CHECK(different.insert(seed.payload).second);
        }
    }
}

TEST_CASE("payload_model::seeds: the boundaries of each field, groups and texts empty and not",
          "[fuzz][seeds][limits]") {
    const std::string_view text = ">H:a: b:b: {u3}:c: {x5} {uv}:d: {B:s}:e: {B:(H)}:f:";
    const structwire::format format = format_at(text);
    std::array<std::set<std::uint64_t>, 4> numbers;
    std::set<std::size_t> sizes;
    std::set<std::uint64_t> counts;
    for (const message_bytes& seed : model_at(text)->seeds()) {
        const auto values = format.unpack(seed.payload);
        REQUIRE(values);
        for (std::size_t index = 0; index != 4; ++index) numbers[index].insert((*values)[index].low_bits());
        sizes.insert((*values)[4].as_bytes()->size());
        counts.insert((*values)[5].low_bits());
    }
    for (const std::uint64_t number : {0x0000U, 0x7fffU, 0x8000U, 0xffffU}) CHECK(numbers[0].contains(number));
    for (const int number : {0, 127, -128, -1})
        CHECK(numbers[1].contains(static_cast<std::uint64_t>(std::int64_t{number})));
    for (const std::uint64_t number : {0U, 3U, 4U, 7U}) CHECK(numbers[2].contains(number));
    CHECK(numbers[3].contains(0));
    CHECK(numbers[3].contains(~std::uint64_t{0}));
    CHECK(sizes.contains(0));
    CHECK(sizes.size() >= 3);
    CHECK(counts.contains(0));
    CHECK(counts.size() >= 3);
}

TEST_CASE("payload_model::seeds: the bytes of a small format", "[fuzz][seeds]") {
    std::set<std::string> seeds;
    for (const message_bytes& seed : model_at("B:x:")->seeds()) seeds.insert(text_of(seed.payload));
    for (const std::string_view byte : {"\x00"sv, "\x01"sv, "\x7f"sv, "\x80"sv, "\xff"sv})
        CHECK(seeds.contains(std::string(byte)));
    std::set<std::string> texts;
    for (const message_bytes& seed : model_at("{B:s}")->seeds()) texts.insert(text_of(seed.payload));
    CHECK(texts.contains(std::string("\0"sv)));
    for (const std::string& text : texts) CHECK(static_cast<unsigned char>(text.front()) == text.size() - 1);
}

TEST_CASE("payload_model::seeds: formats of millions of values have small seeds, at once", "[fuzz][seeds][limits]") {
    using namespace std::chrono_literals;
    const auto begin = std::chrono::steady_clock::now();
    for (const std::string_view text :
         {">I:id: 100000000B:data:"sv, "100000000s"sv, "4000000000T{}"sv, ">H:id: 4000000000T{}:none: B:end:"sv,
          "60000T{60000T{60000T{}}}"sv, ">{I:(B 4000000000T{})}"sv, "T{4000000000T{} {z}}"sv,
          ">1000T{1000T{B:a:}:b:}:c:"sv}) {
        INFO(text);
        const auto payload = model_at(text);
        const auto seeds = payload->seeds();
        REQUIRE_FALSE(seeds.empty());
        for (const message_bytes& seed : seeds) CHECK(seed.payload.size() <= 64 * 1024);
        fuzz::mutation_tools tools{.dice = fuzz::random(1), .max_bytes = 70000};
        message_bytes message{{}, byte_vector(40, std::byte{0xff})};
        for (unsigned time = 0; time != 20; ++time) payload->mutate(message, tools);
        message = seeds.front();
        for (unsigned time = 0; time != 20; ++time) payload->mutate(message, tools);
    }
    CHECK(std::chrono::steady_clock::now() - begin < 20s);
}

TEST_CASE("payload_model::seeds: 64 Ki values are made whole, and zeros of more", "[fuzz][seeds][limits]") {
    const auto first = [](std::string_view text) { return model_at(text)->seeds().front().payload; };
    CHECK(first("65535B").size() == 65535);
    CHECK(first("65535B").back() == std::byte{1});
    CHECK(first("65536B").size() == 65536);
    CHECK(first("65536B").back() == std::byte{1});
    CHECK(first("65537B").size() == 65536);
    CHECK(first("65537B").back() == std::byte{0});
}

TEST_CASE("seed_streams: one frame, two, many, and one that is cut off", "[fuzz][seeds][streams]") {
    for (const std::string_view framing :
         {"u16be", "u32le,limit=64k+crc32", "cobs", "hdlc+crc16x25", "crlf", "tfrecord", "redis_bulk"}) {
        INFO(framing);
        const std::string_view text = ">H:kind: I:price: {B:s}:name:";
        const structwire::format format = format_at(text);
        const kit tested(text, framing);
        const auto streams = fuzz::seed_streams(*tested.payload, *tested.wire);
        CHECK(streams == fuzz::seed_streams(*tested.payload, *tested.wire));
        CHECK(std::set<byte_vector>(streams.begin(), streams.end()).size() == streams.size());
        std::map<std::size_t, unsigned> by_frames;
        std::set<byte_vector> alone;
        unsigned cut_off = 0;
        for (const byte_vector& stream : streams) {
            const taken got = take_frames(framing, stream);
            if (!got.clean) {
                ++cut_off;
                continue;
            }
            ++by_frames[got.frames.size()];
            for (const message_bytes& frame : got.frames) CHECK(format.unpack(frame.payload));
            if (got.frames.size() == 1) alone.insert(got.frames.front().payload);
        }
        for (const message_bytes& seed : tested.payload->seeds()) CHECK(alone.contains(seed.payload));
        CHECK(by_frames[1] >= 1);
        CHECK(by_frames[2] >= 1);
        CHECK(by_frames.rbegin()->first > 2);
        CHECK(cut_off == 1);
    }
}

TEST_CASE("seed_streams: every format in every framing has a stream to begin with", "[fuzz][seeds][streams]") {
    for (const std::string_view framing :
         {"u16be", "varint", "cobs", "grpc", "postgres", "mqtt", "u32le,offset=6+crc32", "u16be,offset=4,magic=cafe",
          "u16be,magic=cafebabe,resync", "unframed", "eof", "tfrecord"}) {
        for (const std::string_view text : {">H:kind: {B:s}:name:"sv, "B"sv, "{*}"sv, ">I:a: d:b:"sv}) {
            INFO(text << " in " << framing);
            const kit tested(text, framing);
            const auto streams = fuzz::seed_streams(*tested.payload, *tested.wire);
            const auto clean = std::count_if(streams.begin(), streams.end(), [&](const byte_vector& stream) {
                const taken got = take_frames(framing, stream);
                return got.clean && !got.frames.empty();
            });
            CHECK(clean >= 1);
        }
        INFO("any bytes in " << framing);
        const kit any(fuzz::any_bytes, framing);
        CHECK_FALSE(fuzz::seed_streams(*any.payload, *any.wire).empty());
    }
}

TEST_CASE("seed_streams: a framing that refuses some records has the others", "[fuzz][seeds][streams]") {
    const kit small(">H:kind: {B:s}:name:", "u16be,limit=8");
    for (const byte_vector& stream : fuzz::seed_streams(*small.payload, *small.wire)) {
        for (const message_bytes& frame : take_frames("u16be,limit=8", stream).frames) CHECK(frame.payload.size() <= 8);
    }
    CHECK_FALSE(fuzz::seed_streams(*small.payload, *small.wire).empty());
    // No record is one byte: nothing, but no harm either.
    const kit none(">I", "fixed=1");
    CHECK(none.mutate(bytes_of("abc"), 1).size() <= 4096);
    CHECK(none.mutate({}, 1).size() <= 4096);
    CHECK(none.cross(bytes_of("abc"), bytes_of("def"), 1).size() <= 6);
    CHECK_FALSE(none.mutator.repair(bytes_of("abc")).empty());
}

TEST_CASE("dictionary: constants, choices and what the framing adds, each once", "[fuzz][dictionary]") {
    const auto what = fuzz::described(fuzz::record(
        ">4s:mark: H:kind: <I:code: {B:s}:verb:", fuzz::magic("mark", "PNG\r"), fuzz::one_of("kind", {0x0102, 7}),
        fuzz::magic("code", 0x11223344), fuzz::one_of("verb", {"GET", "PUT"})));
    const kit tested(what, "crlf");
    const auto words = fuzz::dictionary(*tested.payload, *tested.wire);
    CHECK(words == fuzz::dictionary(*tested.payload, *tested.wire));
    std::set<std::string> bytes;
    for (const dictionary_word& word : words) {
        CHECK_FALSE(word.bytes.empty());
        CHECK(bytes.insert(text_of(word.bytes)).second);
        CHECK(std::all_of(word.name.begin(), word.name.end(),
                          [](unsigned char letter) { return std::isalnum(letter) != 0 || letter == '_'; }));
    }
    for (const std::string_view word :
         {"PNG\r"sv, "\1\2"sv, "\0\7"sv, "\x44\x33\x22\x11"sv, "GET"sv, "PUT"sv, "\r\n"sv}) {
        INFO(word);
        CHECK(bytes.contains(std::string(word)));
    }
}

TEST_CASE("dictionary: the tags of alternatives, in payload and header", "[fuzz][dictionary][choice]") {
    const auto inside = fuzz::choice("kind", fuzz::when(0x4142, ">H:kind: B:x:"), fuzz::when(0x4344, ">H:kind: I:y:"));
    const kit first(inside, "u16be");
    const auto outside = fuzz::message(fuzz::record("B:type:"),
                                       fuzz::choice("type", fuzz::when('Q', "{z}:query:"), fuzz::when('X', "B")));
    const kit second(outside, "postgres");
    const auto has = [](const kit& tested, std::string_view wanted) {
        const auto words = fuzz::dictionary(*tested.payload, *tested.wire);
        return std::any_of(words.begin(), words.end(),
                           [&](const dictionary_word& word) { return text_of(word.bytes) == wanted; });
    };
    CHECK(has(first, "AB"));
    CHECK(has(first, "CD"));
    CHECK(has(second, "Q"));
    CHECK(has(second, "X"));
}

TEST_CASE("dictionary: no checksum of a seed, but all else of its framing", "[fuzz][dictionary]") {
    const auto what =
        fuzz::described(fuzz::record(">H:kind: {B:s}:name: I:crc:", fuzz::checksum_of("crc", "crc32", "kind", "name")));
    struct expectation {
        std::string_view framing;
        std::set<std::string> words;  // kinds of words that there are, without the number of their lines
    };
    for (const auto& [framing, wanted] :
         {expectation{"u16be+crc32", {"front"}}, expectation{"u16be", {"front"}}, expectation{"varint+sum8", {"front"}},
          expectation{"crlf", {"ending"}}, expectation{"crlf+crc16x25", {"ending"}},
          expectation{"delim=7e+fletcher16", {"ending"}}, expectation{"netstring", {"front", "ending"}},
          expectation{"tfrecord", {"front"}}}) {
        INFO(framing);
        const kit tested(what, framing);
        std::set<std::string> names, endings;
        for (const dictionary_word& word : fuzz::dictionary(*tested.payload, *tested.wire)) {
            names.insert(word.name);
            if (word.name == "ending") endings.insert(text_of(word.bytes));
        }
        CHECK(names == wanted);
        CHECK(endings.size() == wanted.count("ending"));
    }
    // An empty payload has a checksum, too.
    const kit empty(fuzz::any_bytes, "u16be+crc32");
    for (const dictionary_word& word : fuzz::dictionary(*empty.payload, *empty.wire)) CHECK(word.name == "front");
}

TEST_CASE("dictionary_text: what libFuzzer reads back, with a name each", "[fuzz][dictionary]") {
    byte_vector all;
    for (unsigned byte = 0; byte != 256; ++byte) all.push_back(static_cast<std::byte>(byte));
    const std::vector<dictionary_word> words{{"kind", bytes_of("a\"b\\c")},
                                             {"kind", bytes_of("\0\x7f\xff\n\r\t ="sv)},
                                             {"", bytes_of("x")},
                                             {"", bytes_of("#y")},
                                             {"all", all},
                                             {"kind_1", bytes_of("z")}};
    const std::string text = fuzz::dictionary_text(words);
    INFO(text);
    CHECK(text == fuzz::dictionary_text(words));
    const auto read = read_dictionary(text);
    REQUIRE(read.size() == words.size());
    std::set<std::string> names;
    for (std::size_t index = 0; index != words.size(); ++index) {
        CHECK(read[index].bytes == words[index].bytes);
        CHECK_FALSE(read[index].name.empty());
        CHECK(names.insert(read[index].name).second);
    }
    CHECK(fuzz::dictionary_text({}).empty());
}

TEST_CASE("choice: every alternative is among the seeds, with its tag", "[fuzz][choice][seeds]") {
    const auto what = fuzz::choice("head.kind", fuzz::when(1, ">T{H:kind: B:v:}:head: I:price:"),
                                   fuzz::when(0x8000, ">T{H:kind: B:v:}:head: {B:s}:name:"),
                                   fuzz::when(3, ">T{H:kind:}:head: 5s:five:"));
    std::set<std::uint64_t> tags;
    for (const message_bytes& seed : model(what)->seeds()) {
        const auto tag = std::to_integer<unsigned>(seed.payload[0]) << 8 | std::to_integer<unsigned>(seed.payload[1]);
        tags.insert(tag);
        const std::string_view text = tag == 1        ? ">T{H:kind: B:v:}:head: I:price:"
                                      : tag == 0x8000 ? ">T{H:kind: B:v:}:head: {B:s}:name:"
                                                      : ">T{H:kind:}:head: 5s:five:";
        CHECK(format_at(text).unpack(seed.payload));
    }
    CHECK(tags == std::set<std::uint64_t>{1, 3, 0x8000});
}

TEST_CASE("choice: tags that are negative, of one character, of LEB128, and of odd bits", "[fuzz][choice]") {
    const auto tags_of = [](const fuzz::payload_description& what) {
        std::set<unsigned> firsts;
        for (const message_bytes& seed : model(what)->seeds())
            firsts.insert(std::to_integer<unsigned>(seed.payload[0]));
        return firsts;
    };
    CHECK(tags_of(fuzz::choice("t", fuzz::when(-1, "b:t: B"), fuzz::when(-128, "b:t: 2s"))) ==
          std::set<unsigned>{0xff, 0x80});
    CHECK(tags_of(fuzz::choice("t", fuzz::when('a', "c:t: B"), fuzz::when('b', "c:t: 2s"))) ==
          std::set<unsigned>{'a', 'b'});
    CHECK(tags_of(fuzz::choice("t", fuzz::when(1, "{uv}:t: B"), fuzz::when(5, "{uv}:t: 2s"))) ==
          std::set<unsigned>{1, 5});
    CHECK(tags_of(fuzz::choice("t", fuzz::when(-1, "{zz}:t: B"), fuzz::when(2, "{zz}:t: 2s"))) ==
          std::set<unsigned>{1, 4});
    CHECK(tags_of(fuzz::choice("t", fuzz::when(1, ">{u4}:t:{x4} B"), fuzz::when(9, ">{u4}:t:{x4} 2s"))) ==
          std::set<unsigned>{0x10, 0x90});
}

TEST_CASE("choice: mutations keep each record to the format of its tag, and change the tag now and then",
          "[fuzz][choice][mutator]") {
    const auto what = fuzz::choice("kind", fuzz::when(1, ">H:kind: I:price: H:count:"),
                                   fuzz::when(2, ">H:kind: {B:s}:name:"), fuzz::when(-3, ">h:kind: {B:(H:x:)}:list:"));
    const kit tested(what, "u16be");
    const std::array formats_of{format_at(">H:kind: I:price: H:count:"), format_at(">H:kind: {B:s}:name:"),
                                format_at(">h:kind: {B:(H:x:)}:list:")};
    unsigned good = 0, all = 0, unknown = 0;
    std::map<unsigned, unsigned> tags;
    const byte_vector input = stream_of(
        "u16be",
        {{{}, bytes_of("\0\1\0\0\0\5\0\7"sv)}, {{}, bytes_of("\0\2\3abc"sv)}, {{}, bytes_of("\xff\xfd\1\0\7"sv)}});
    for (std::uint64_t seed = 0; seed != 4000; ++seed) {
        for (const message_bytes& frame : take_frames("u16be", tested.mutate(input, seed)).frames) {
            ++all;
            if (frame.payload.size() < 2) continue;
            const unsigned tag =
                std::to_integer<unsigned>(frame.payload[0]) << 8 | std::to_integer<unsigned>(frame.payload[1]);
            ++tags[tag];
            const bool known = tag == 1 || tag == 2 || tag == 0xfffd;
            unknown += known ? 0U : 1U;
            good += known && formats_of[tag == 1 ? 0 : tag == 2 ? 1 : 2].unpack(frame.payload) ? 1U : 0U;
        }
    }
    CHECK(good * 10 > all * 8);
    CHECK(unknown > 20);
    CHECK(tags.size() > 10);
}

TEST_CASE("choice: the tag in the header decides", "[fuzz][choice][header]") {
    const auto what = fuzz::message(
        fuzz::record("B:type:"),
        fuzz::choice("type", fuzz::when('Q', "{z}:query:"), fuzz::when('D', ">H:a: I:b:"), fuzz::when('S', "")));
    const kit tested(what, "postgres");
    const std::map<char, structwire::format> by_tag{
        {'Q', format_at("{z}:query:")}, {'D', format_at(">H:a: I:b:")}, {'S', format_at("")}};
    std::set<char> tags;
    for (const message_bytes& seed : tested.payload->seeds()) {
        REQUIRE(seed.header.size() == 1);
        const char tag = static_cast<char>(seed.header[0]);
        tags.insert(tag);
        REQUIRE(by_tag.contains(tag));
        CHECK(by_tag.at(tag).unpack(seed.payload));
    }
    CHECK(tags.size() == 3);
    const byte_vector input =
        stream_of("postgres", {{bytes_of("Q"), bytes_of("select\0"sv)}, {bytes_of("D"), bytes_of("\0\1\0\0\0\2"sv)}});
    unsigned good = 0, all = 0;
    std::set<std::byte> seen;
    for (std::uint64_t seed = 0; seed != 4000; ++seed) {
        for (const message_bytes& frame : take_frames("postgres", tested.mutate(input, seed)).frames) {
            ++all;
            REQUIRE(frame.header.size() == 1);
            seen.insert(frame.header[0]);
            const auto known = by_tag.find(static_cast<char>(frame.header[0]));
            good += known != by_tag.end() && known->second.unpack(frame.payload) ? 1U : 0U;
        }
    }
    CHECK(good * 10 > all * 8);
    CHECK(seen.size() > 8);
}

TEST_CASE("choice: a record whose tag no alternative has is kept, and changed like any bytes",
          "[fuzz][choice][tolerance]") {
    const auto what = fuzz::choice("kind", fuzz::when(1, ">H:kind: I:price:"), fuzz::when(2, ">H:kind: {B:s}:name:"));
    const kit tested(what, "u16be");
    const message_bytes strange{{}, bytes_of("\x7f\x7fsomething that nobody knows"sv)};
    const byte_vector input = stream_of("u16be", {strange, {{}, bytes_of("\0\1\0\0\0\5"sv)}, strange});
    unsigned kept = 0;
    std::set<byte_vector> changed;
    for (std::uint64_t seed = 0; seed != 2000; ++seed) {
        const taken got = take_frames("u16be", tested.mutate(input, seed));
        kept += std::find(got.frames.begin(), got.frames.end(), strange) != got.frames.end() ? 1U : 0U;
        for (const message_bytes& frame : got.frames) {
            if (text_of(frame.payload).find("nobody") != std::string::npos) changed.insert(frame.payload);
        }
    }
    CHECK(kept > 1600);
    CHECK(changed.size() > 100);
    CHECK(tested.payload->decoded({.payload = strange.payload}).find("nobody") != std::string::npos);
}

TEST_CASE("choice: an alternative without the tag field is refused by name", "[fuzz][choice][errors]") {
    const std::string said =
        refusal(fuzz::choice("kind", fuzz::when(1, ">H:kind: I:price:"), fuzz::when(2, ">H:sort: {B:s}:name:")));
    INFO(said);
    CHECK(said.find("kind") != std::string::npos);
    CHECK(said.find("sort") != std::string::npos);
    CHECK(refusal(fuzz::choice("name", fuzz::when(1, "4s:name:"))).find("name") != std::string::npos);
    CHECK(refusal(fuzz::message(fuzz::record("B:type:"), fuzz::choice("kind", fuzz::when(1, "B:x:")))).find("kind") !=
          std::string::npos);
}
