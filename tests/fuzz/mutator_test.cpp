// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What mutations do to streams: what they keep, how often they lie, what they do with frames.
#include <structwire/fuzz/mutator.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "fuzz/support.hpp"

namespace {

using namespace fuzz_support;
using fuzz::message_bytes;

constexpr std::string_view order = ">H:id: I:price: {B:s}:name:";

// A record that no other one equals.
message_bytes numbered(unsigned number) {
    static const structwire::format format = format_at(order);
    return packed(format, number, number * 1000003U, "order " + std::to_string(number));
}

std::vector<message_bytes> numbered_all(unsigned count) {
    std::vector<message_bytes> all;
    for (unsigned number = 1; number <= count; ++number) all.push_back(numbered(number));
    return all;
}

bool holds(byte_view whole, byte_view part) {
    return std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end();
}

// Frames of the stream that stands in the result as they are, in their order or in another.
unsigned kept(const std::vector<message_bytes>& sent, const std::vector<message_bytes>& got) {
    return static_cast<unsigned>(std::count_if(sent.begin(), sent.end(), [&](const message_bytes& one) {
        return std::find(got.begin(), got.end(), one) != got.end();
    }));
}

// A letter that says how many bytes follow; it cannot encode.
struct reading_framer {
    static structwire::step next(byte_view bytes) noexcept {
        using structwire::step;
        if (bytes.empty()) return step::need(1);
        const auto letter = std::to_integer<unsigned>(bytes[0]);
        if (letter < 'a' || letter > 'z') return step::fail(structwire::errc::bad_prefix, 0, letter);
        const std::size_t size = letter - 'a';
        if (bytes.size() < size + 1) return step::need(size + 1 - bytes.size());
        return step::deliver({}, bytes.subspan(1, size), size + 1);
    }
    static structwire::step finish(byte_view bytes) noexcept {
        using structwire::step;
        return bytes.empty() ? step::end() : step::fail(structwire::errc::truncated, 0, bytes.size());
    }
    [[nodiscard]] static std::uint64_t max_frame_bytes() noexcept { return 26; }
};
static_assert(structwire::framer<reading_framer>);
static_assert(!structwire::encoding_framer<reading_framer>);

}  // namespace

TEST_CASE("mutator::mutate: frames that are not changed, and bytes of no frame, survive", "[fuzz][mutator][lossless]") {
    struct framed {
        std::string_view framing;
        std::string_view garbage;  // no frame begins with it
    };
    const std::array<framed, 4> all{{{"u32le,limit=4k+crc32", "\xff\xff\xff\xff?!"},
                                     {"netstring", "-garbage-"},
                                     {"tfrecord", "\xff\xfe\xfd"},
                                     {"u16be,magic=cafe", "\x01zz"}}};
    for (const framed& one : all) {
        INFO(one.framing);
        const kit tested(order, one.framing);
        const bool has_header = one.framing.starts_with("u16be");
        byte_vector stream;
        std::vector<byte_vector> pieces;
        for (unsigned number = 1; number <= 40; ++number) {
            message_bytes message = numbered(number);
            if (has_header) message.header = bytes_of("\xca\xfe");
            pieces.push_back(stream_of(one.framing, {message}));
            REQUIRE_FALSE(pieces.back().empty());
            pieces.push_back(bytes_of(std::string(one.garbage) + std::to_string(number) + "."));
        }
        for (const byte_vector& piece : pieces) append(stream, piece);
        unsigned lost_at_most_8 = 0;
        unsigned intact = 0;
        for (std::uint64_t seed = 0; seed != 500; ++seed) {
            const byte_vector result = tested.mutate(stream, seed, nullptr, 64 * 1024);
            const auto lost = std::count_if(pieces.begin(), pieces.end(),
                                            [&](const byte_vector& piece) { return !holds(result, piece); });
            lost_at_most_8 += lost <= 8 ? 1U : 0U;
            intact += lost == 0 ? 1U : 0U;
        }
        // Streams that are cut off lose more.
        CHECK(lost_at_most_8 > 440);
        CHECK(intact < 250);
    }
}

TEST_CASE("mutator::mutate: changes something nearly always", "[fuzz][mutator]") {
    const kit tested(order, "u32le,limit=4k+crc32");
    const byte_vector stream = stream_of("u32le,limit=4k+crc32", numbered_all(3));
    unsigned same = 0;
    for (std::uint64_t seed = 0; seed != 2000; ++seed) same += tested.mutate(stream, seed) == stream ? 1U : 0U;
    CHECK(same < 160);
}

TEST_CASE("mutator::mutate: a framer that cannot encode gets changed frames all the same", "[fuzz][mutator][refused]") {
    const kit tested(model_at(">H:id: I:price:"), fuzz::wire_of(reading_framer{}));
    const byte_vector stream = bytes_of("gABCDEFgGHIJKL");
    unsigned same = 0, in_place = 0;
    for (std::uint64_t seed = 0; seed != 2000; ++seed) {
        const byte_vector result = tested.mutate(stream, seed);
        CHECK(result.size() <= 4096);
        same += result == stream ? 1U : 0U;
        const auto pieces = tested.wire->split(result);
        const bool is_whole = pieces.size() == 2 && pieces[0].is_frame && pieces[1].is_frame;
        in_place += is_whole && result != stream ? 1U : 0U;
    }
    CHECK(same < 200);
    CHECK(in_place > 600);
    const auto streams = fuzz::seed_streams(*tested.payload, *tested.wire);
    CHECK(streams.size() > 5);
    for (const message_bytes& seed : tested.payload->seeds()) {
        CHECK(std::find(streams.begin(), streams.end(), seed.payload) != streams.end());
    }
    unsigned nothing = 0;
    for (std::uint64_t seed = 0; seed != 200; ++seed) nothing += tested.mutate({}, seed).empty() ? 1U : 0U;
    CHECK(nothing < 60);
}

TEST_CASE("mutator::mutate: what the framer refuses is changed within its size", "[fuzz][mutator][refused]") {
    for (const std::string_view framing : {"fixed=7", "u16be,limit=9", "u32le,limit=15+crc32"}) {
        INFO(framing);
        const kit tested("{B:s}:text:", framing);
        const byte_vector stream = stream_of(framing, {{{}, bytes_of("\6ABCDEF")}});
        REQUIRE_FALSE(stream.empty());
        unsigned same = 0, clean = 0;
        for (std::uint64_t seed = 0; seed != 2000; ++seed) {
            const byte_vector result = tested.mutate(stream, seed);
            same += result == stream ? 1U : 0U;
            clean += result != stream && take_frames(framing, result).clean ? 1U : 0U;
        }
        CHECK(same < 200);
        CHECK(clean > 1500);
    }
}

TEST_CASE("mutator::mutate: a small share of the frames lies about its length, checksum or end",
          "[fuzz][mutator][lies]") {
    struct lying {
        std::string_view framing;
        std::size_t front;
        std::size_t back;
    };
    // Everything but the payload; of a frame that lies the payload is as it was sent.
    const std::array<lying, 6> all{{{"u32le,limit=4k+crc32", 4, 4},
                                    {"u16be", 2, 0},
                                    {"tfrecord", 12, 4},
                                    {"netstring", 3, 1},
                                    {"crlf", 0, 2},
                                    {"i40be+fletcher16", 5, 2}}};
    for (const lying& one : all) {
        INFO(one.framing);
        const kit tested("8s:name: 8s:text:", one.framing);
        const byte_vector stream = stream_of(one.framing, {{{}, bytes_of("some bytes 16 no")}});
        REQUIRE(stream.size() == 16 + one.front + one.back);
        unsigned lies = 0;
        std::set<byte_vector> fronts;
        std::set<byte_vector> backs;
        for (std::uint64_t seed = 0; seed != 20000; ++seed) {
            const byte_vector result = tested.mutate(stream, seed);
            if (result.size() != stream.size()) continue;
            const byte_view payload = byte_view(result).subspan(one.front, 16);
            const byte_vector honest = stream_of(one.framing, {{{}, {payload.begin(), payload.end()}}});
            if (honest.empty() || honest == result) continue;
            const auto end = result.end() - static_cast<std::ptrdiff_t>(one.back);
            // A bit that is flipped anywhere leaves a wrong checksum too: only a payload that was changed as a whole.
            ++lies;
            fronts.emplace(result.begin(), result.begin() + static_cast<std::ptrdiff_t>(one.front));
            backs.emplace(end, result.end());
        }
        CHECK(lies > 20000 / 256);
        CHECK(lies < 20000 / 12);
        CHECK((one.front == 0 || fronts.size() >= 3));
        CHECK((one.back == 0 || backs.size() >= 3));
    }
}

TEST_CASE("mutator::mutate: inserts, deletes, duplicates, swaps and cuts off frames", "[fuzz][mutator][structure]") {
    for (const std::string_view framing : {"u16be", "u32le,limit=4k+crc32", "cobs", "varint", "redis_bulk", "hdlc"}) {
        INFO(framing);
        const kit tested(order, framing);
        const std::vector<message_bytes> sent = numbered_all(4);
        const byte_vector stream = stream_of(framing, sent);
        unsigned inserted = 0, deleted = 0, duplicated = 0, swapped = 0, cut_off = 0, changed = 0;
        for (std::uint64_t seed = 0; seed != 3000; ++seed) {
            const byte_vector result = tested.mutate(stream, seed);
            const taken got = take_frames(framing, result);
            const unsigned there = kept(sent, got.frames);
            const std::set<byte_vector> different = [&] {
                std::set<byte_vector> all;
                for (const message_bytes& one : got.frames) all.insert(one.payload);
                return all;
            }();
            inserted += there == 4 && got.clean && different.size() > 4 ? 1U : 0U;
            deleted += there == 3 && got.clean && got.frames.size() == 3 ? 1U : 0U;
            duplicated += there == 4 && got.clean && got.frames.size() > 4 && different.size() == 4 ? 1U : 0U;
            swapped += there == 4 && got.frames.size() == 4 && got.frames != sent ? 1U : 0U;
            changed += there == 3 && got.clean && got.frames.size() == 4 ? 1U : 0U;
            const bool is_front =
                result.size() < stream.size() && std::equal(result.begin(), result.end(), stream.begin());
            cut_off += is_front && !got.clean ? 1U : 0U;
        }
        CHECK(inserted > 20);
        CHECK(deleted > 20);
        CHECK(duplicated > 20);
        CHECK(swapped > 20);
        CHECK(cut_off > 10);
        CHECK(changed > 1000);
    }
}

TEST_CASE("mutator::mutate: never gives more than the larger of max_bytes and the input", "[fuzz][mutator][limits]") {
    const kit tested(order, "u32le,limit=4k+crc32");
    const byte_vector stream = stream_of("u32le,limit=4k+crc32", numbered_all(5));
    for (const std::size_t most :
         {std::size_t{0}, std::size_t{1}, stream.size() - 1, stream.size(), stream.size() + 1}) {
        INFO(most);
        std::size_t greatest = 0;
        for (std::uint64_t seed = 0; seed != 2000; ++seed) {
            greatest = std::max(greatest, tested.mutate(stream, seed, nullptr, most).size());
        }
        CHECK(greatest <= std::max(most, stream.size()));
        CHECK(greatest >= stream.size());
    }
    // From nothing it grows to something, within the limit.
    std::size_t greatest = 0;
    for (std::uint64_t seed = 0; seed != 500; ++seed) {
        greatest = std::max(greatest, tested.mutate({}, seed, nullptr, 100).size());
    }
    CHECK(greatest > 10);
    CHECK(greatest <= 100);
    for (std::uint64_t seed = 0; seed != 100; ++seed) CHECK(tested.mutate({}, seed, nullptr, 0).empty());
}

TEST_CASE("mutator::cross_over: whole frames of both streams, in the order that they had",
          "[fuzz][mutator][cross_over]") {
    const std::string_view framing = "u32le,limit=4k+crc32";
    const kit tested(order, framing);
    const std::vector<message_bytes> all = numbered_all(20);
    const std::vector<message_bytes> low(all.begin(), all.begin() + 10);
    const std::vector<message_bytes> high(all.begin() + 10, all.end());
    const byte_vector first = stream_of(framing, low);
    const byte_vector second = stream_of(framing, high);
    unsigned mixed = 0;
    std::set<byte_vector> results;
    for (std::uint64_t seed = 0; seed != 300; ++seed) {
        const byte_vector result = tested.cross(first, second, seed);
        CHECK(result == tested.cross(first, second, seed));
        results.insert(result);
        const taken got = take_frames(framing, result);
        CHECK(got.clean);
        std::vector<message_bytes> from_low, from_high;
        for (const message_bytes& one : got.frames) {
            const bool is_low = std::find(low.begin(), low.end(), one) != low.end();
            CHECK((is_low || std::find(high.begin(), high.end(), one) != high.end()));
            (is_low ? from_low : from_high).push_back(one);
        }
        const auto before = [](const message_bytes& left, const message_bytes& right) {
            return left.payload < right.payload;  // they begin with their number
        };
        CHECK(std::is_sorted(from_low.begin(), from_low.end(), before));
        CHECK(std::is_sorted(from_high.begin(), from_high.end(), before));
        mixed += !from_low.empty() && !from_high.empty() ? 1U : 0U;
    }
    CHECK(results.size() > 100);
    CHECK(mixed > 200);
}

TEST_CASE("mutator::cross_over: takes any bytes, and keeps the limit", "[fuzz][mutator][cross_over][limits]") {
    for (const std::string_view framing : {"u16be", "cobs", "lf", "unframed", "netstring", "eof", "postgres"}) {
        INFO(framing);
        const kit tested(order, framing);
        const byte_vector valid = stream_of(framing == "unframed" ? "eof" : framing, numbered_all(1));
        const std::array<byte_vector, 4> inputs{byte_vector{}, noise(60, 1), noise(3000, 2), valid};
        for (const byte_vector& first : inputs) {
            for (const byte_vector& second : inputs) {
                for (const std::size_t most : {std::size_t{0}, std::size_t{50}, std::size_t{4096}}) {
                    const byte_vector result = tested.cross(first, second, 5, most);
                    CHECK(result.size() <= std::max({most, first.size(), second.size()}));
                }
            }
        }
    }
}

TEST_CASE("mutator::repair: streams with wrong lengths and checksums are valid again", "[fuzz][mutator][repair]") {
    struct damaged {
        std::string_view framing;
        std::size_t first;  // bytes of the frame that are damaged
        std::size_t count;
    };
    // In the last frame the length, as nothing then says where the frame ends; elsewhere the checksum.
    const std::array<damaged, 4> all{
        {{"u32le,limit=4k+crc32", 0, 0}, {"u16be+crc16x25", 0, 0}, {"tfrecord", 0, 0}, {"hdlc+crc16x25", 0, 0}}};
    for (const damaged& one : all) {
        INFO(one.framing);
        const kit tested(order, one.framing);
        unsigned good = 0, untouched = 0, lossless = 0;
        for (unsigned number = 0; number != 1000; ++number) {
            const std::vector<message_bytes> sent{numbered(number), numbered(number + 1), numbered(number + 2)};
            byte_vector stream = stream_of(one.framing, sent);
            // A payload byte of the middle frame is changed: its checksum is wrong.
            const byte_vector front = stream_of(one.framing, {sent[0]});
            const std::size_t at = stream.size() - front.size() / 2;
            stream[at] ^= std::byte{0x02};
            REQUIRE_FALSE(take_frames(one.framing, stream).clean);
            const byte_vector repaired = tested.mutator.repair(stream);
            const taken got = take_frames(one.framing, repaired);
            good += got.clean ? 1U : 0U;
            untouched += repaired == stream ? 1U : 0U;
            lossless += kept({sent[0], sent[1]}, got.frames) == 2 ? 1U : 0U;
        }
        CHECK(good > 600);
        CHECK(untouched > 0);
        CHECK(lossless == 1000);
    }
}

TEST_CASE("mutator::repair: leaves about one stream in 64 as it is, by its bytes", "[fuzz][mutator][repair]") {
    const std::string_view framing = "u32le,limit=4k+crc32";
    const kit tested(order, framing);
    unsigned untouched = 0;
    for (unsigned number = 0; number != 6400; ++number) {
        byte_vector stream = stream_of(framing, {numbered(number)});
        stream.back() ^= std::byte{0x10};
        const byte_vector repaired = tested.mutator.repair(stream);
        CHECK(repaired == tested.mutator.repair(stream));
        untouched += repaired == stream ? 1U : 0U;
    }
    CHECK(untouched > 50);
    CHECK(untouched < 200);
}

TEST_CASE("mutator::repair: a valid stream stays what it is, in all framings", "[fuzz][mutator][repair][lossless]") {
    for (const std::string_view framing : {"u16be", "u32le+crc32", "varint", "netstring", "crlf", "lf", "cobs", "slip",
                                           "hdlc+crc16x25", "tfrecord", "redis_bulk", "i64le", "kafka", "eof"}) {
        INFO(framing);
        const kit tested(order, framing);
        const byte_vector stream = stream_of(framing, numbered_all(framing == "eof" ? 1 : 5));
        CHECK(tested.mutator.repair(stream) == stream);
    }
    const kit alone(order, "unframed");
    CHECK(alone.mutator.repair(bytes_of("any bytes")) == bytes_of("any bytes"));
    CHECK(alone.mutator.repair({}).empty());
}

TEST_CASE("mutator::repair: constants, lengths and checksums inside a record, and of the frame around it",
          "[fuzz][mutator][repair]") {
    const auto what = fuzz::described(fuzz::record(">2s:mark: H:size: {H:s}:text: I:crc:", fuzz::magic("mark", "PN"),
                                                   fuzz::length_of("size", "text"), fuzz::checksum_of("crc", "crc32")));
    const byte_vector text = bytes_of("some text");
    for (const std::string_view framing : {"unframed", "u16be", "u32le,limit=4k+crc32", "hdlc+crc16x25"}) {
        INFO(framing);
        const kit tested(what, framing);
        unsigned right = 0;
        for (unsigned number = 0; number != 200; ++number) {
            message_bytes sent{{}, bytes_of(std::string_view("XX\7\7\0\x9some textabcd", 19))};
            sent.payload[8] = static_cast<std::byte>(number);
            const byte_vector stream = framing == "unframed" ? sent.payload : stream_of(framing, {sent});
            const taken got = take_frames(framing, tested.mutator.repair(stream));
            REQUIRE(got.frames.size() == 1);
            const auto values = format_at(">2s H {H:s} I").unpack(got.frames[0].payload);
            REQUIRE(values);
            structwire::running_checksum sum(structwire::parse_checksum("crc32").value.kind);
            sum.add(byte_view(got.frames[0].payload).first(15));
            right += text_of((*values)[0].as_bytes().value()) == "PN" && (*values)[1].low_bits() == text.size() &&
                             (*values)[3].low_bits() == sum.value()
                         ? 1U
                         : 0U;
        }
        CHECK(right > 180);
        CHECK(right <= 200);
    }
}

TEST_CASE("mutator::repair: the header has its own rules, and a record of no alternative stays",
          "[fuzz][mutator][repair][header]") {
    const auto what =
        fuzz::message(fuzz::record(">B:type: B:mark:", fuzz::magic("mark", 0x55)),
                      fuzz::choice("type", fuzz::when(1, ">H:size: {*}:rest:", fuzz::length_of("size", "rest"))));
    const auto payload = model(what);
    message_bytes known{bytes_of("\1?"), bytes_of("??abc")};
    payload->repair(known);
    CHECK(known == message_bytes{bytes_of("\1\x55"), bytes_of(std::string_view("\0\3abc", 5))});
    message_bytes unknown{bytes_of("\2?"), bytes_of("??abc")};
    payload->repair(unknown);
    CHECK(unknown == message_bytes{bytes_of("\2?"), bytes_of("??abc")});
    fuzz::model_of_any_bytes()->repair(unknown);
    CHECK(unknown == message_bytes{bytes_of("\2?"), bytes_of("??abc")});
}

TEST_CASE("mutator: captured bytes are seeds as they are", "[fuzz][mutator][capture]") {
    // Three messages of a PostgreSQL server: ParameterStatus, ReadyForQuery, CommandComplete.
    const byte_vector capture = [] {
        using namespace std::string_literals;
        return bytes_of("S\0\0\0\x12is_superuser\0on\0"s.substr(0, 1) + "\0\0\0\x14is_superuser\0on\0"s +
                        "Z\0\0\0\x05I"s + "C\0\0\0\x0dSELECT 1\0"s);
    }();
    const auto what = fuzz::message(fuzz::record(">B:type:"),
                                    fuzz::choice("type", fuzz::when('S', "{z}:name: {z}:setting:"),
                                                 fuzz::when('Z', "c:status:"), fuzz::when('C', "{z}:tag:")));
    const kit tested(what, "postgres");
    const taken whole = take_frames("postgres", capture);
    REQUIRE(whole.clean);
    REQUIRE(whole.frames.size() == 3);
    CHECK(tested.wire->split(capture).size() == 3);
    unsigned clean = 0;
    std::set<byte_vector> results;
    for (std::uint64_t seed = 0; seed != 1000; ++seed) {
        const byte_vector result = tested.mutate(capture, seed);
        results.insert(result);
        const taken got = take_frames("postgres", result);
        clean += got.clean && kept(whole.frames, got.frames) >= 1 ? 1U : 0U;
    }
    CHECK(results.size() > 500);
    CHECK(clean > 700);
}
