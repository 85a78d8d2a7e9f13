// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a parser's faults need to be found: each kind of change happens, and often enough.
#include <structwire/fuzz/mutator.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <set>
#include <string>
#include <string_view>

#include "fuzz/support.hpp"

namespace {

using namespace fuzz_support;

// How many of `all` changes of a stream are as `is` says.
template <class Is>
unsigned share(const kit& tested, structwire::byte_view stream, Is is, unsigned all = 4000) {
    unsigned count = 0;
    for (unsigned seed = 0; seed != all; ++seed) count += is(tested.mutate(stream, seed)) ? 1U : 0U;
    return count;
}

byte_vector stream_of(const kit& tested, std::initializer_list<std::string_view> payloads) {
    byte_vector stream;
    for (const std::string_view payload : payloads) {
        const auto bytes = structwire::as_bytes(payload);
        const auto encoded = tested.wire->encode({{}, byte_vector(bytes.begin(), bytes.end())});
        REQUIRE(encoded.has_value());
        stream.insert(stream.end(), encoded->bytes.begin(), encoded->bytes.end());
    }
    return stream;
}

}  // namespace

TEST_CASE("mutator: frames of fixed size are made of bytes of any number", "[fuzz][mutator][fixed]") {
    for (const std::string_view framing : {"fixed=12", "fixed=12+crc16modbus", "fixed=1"}) {
        INFO(framing);
        const kit tested(fuzz::any_bytes, framing);
        CHECK(share(tested, {}, [&](const byte_vector& made) {
                  const taken got = take_frames(framing, made);
                  return got.clean && !got.frames.empty();
              }) > 1500);
    }
}

TEST_CASE("mutator: nearly every result is another stream than the input", "[fuzz][mutator]") {
    const kit tested(fuzz::choice("kind", fuzz::when(1, ">B:kind: H:id:", fuzz::range("id", 1, 2)),
                                  fuzz::when(2, ">B:kind: B:flag:", fuzz::magic("flag", 7))),
                     "u8");
    const byte_vector stream = stream_of(tested, {"\2\7"});
    CHECK(share(tested, stream, [&](const byte_vector& made) { return made == stream; }) < 80);
}

TEST_CASE("mutator: a payload is made as large as the framing takes, and a byte smaller", "[fuzz][mutator][limits]") {
    for (const std::string_view framing :
         {"u16be,limit=300", "u16be,limit=300+crc32", "lf,limit=300", "cobs,limit=300"}) {
        INFO(framing);
        const kit tested(">B:kind: {*}:text:", framing);
        const auto fits = [&](std::size_t size) {
            return tested.wire->encode({{}, byte_vector(size, std::byte{'A'})}).has_value();
        };
        std::size_t most = 200;
        while (fits(most + 1)) ++most;
        for (const std::size_t size : {most, most - 1}) {
            CHECK(share(tested, stream_of(tested, {"kABC"}), [&](const byte_vector& made) {
                      const taken got = take_frames(framing, made);
                      return std::any_of(
                          got.frames.begin(), got.frames.end(),
                          [size](const fuzz::message_bytes& frame) { return frame.payload.size() == size; });
                  }) > 8);
        }
    }
}

TEST_CASE("mutator: a session's later messages take values over from earlier ones", "[fuzz][mutator][borrow]") {
    const kit tested(fuzz::choice("kind", fuzz::when(1, ">B:kind: I:id:"), fuzz::when(2, ">B:kind: H:x: I:id:")), "u8");
    const byte_vector stream =
        stream_of(tested, {std::string_view("\1\x12\x34\x56\x78", 5), std::string_view("\2\0\0\0\0\0\1", 7)});
    CHECK(share(tested, stream, [&](const byte_vector& made) {
              const taken got = take_frames("u8", made);
              return std::any_of(got.frames.begin(), got.frames.end(), [](const fuzz::message_bytes& frame) {
                  return structwire::as_text(frame.payload) == std::string_view("\2\0\0\x12\x34\x56\x78", 7);
              });
          }) > 20);
}

TEST_CASE("mutator: a message is followed by many that count up in one field, or are the same",
          "[fuzz][mutator][series]") {
    const kit tested(">H:id: B:x:", "u8");
    const byte_vector stream = stream_of(tested, {std::string_view("\0\1\2", 3)});
    const auto count_up = [](std::size_t many) {
        return [many](const byte_vector& made) {
            std::set<byte_vector> different;
            for (const auto& frame : take_frames("u8", made).frames) different.insert(frame.payload);
            return different.size() >= many;
        };
    };
    const auto are_the_same = [](std::size_t many) {
        return [many](const byte_vector& made) {
            const auto frames = take_frames("u8", made).frames;
            return frames.size() >= many && frames.front() == frames.back();
        };
    };
    constexpr unsigned all = 20000;
    CHECK(share(tested, stream, count_up(17), all) > 50);
    CHECK(share(tested, stream, count_up(65), all) > 20);
    CHECK(share(tested, stream, count_up(128), all) > 10);
    CHECK(share(tested, stream, are_the_same(17), all) > 20);
    CHECK(share(tested, stream, are_the_same(128), all) > 2);
}

TEST_CASE("mutator: the values of a field in the elements of a group become different ones",
          "[fuzz][mutator][groups]") {
    const kit tested(">{B:(H:key:)}:list:", "u8");
    const byte_vector stream = stream_of(tested, {std::string_view("\4\0\5\0\5\0\5\0\5", 9)});
    CHECK(share(tested, stream, [&](const byte_vector& made) {
              return structwire::as_text(made) == std::string_view("\x9\4\0\5\0\6\0\7\0\x8", 10);
          }) > 20);
}

TEST_CASE("mutator: a text has sizes about those of buffers", "[fuzz][mutator][limits]") {
    const kit tested(">{H:s}:text:", "u16be");
    std::set<std::size_t> sizes;
    for (unsigned seed = 0; seed != 20000; ++seed) {
        fuzz::message_bytes message{
            {}, byte_vector{std::byte{0}, std::byte{3}, std::byte{'a'}, std::byte{'b'}, std::byte{'c'}}};
        sizes.insert(tested.changed(message, seed).payload.size() - 2);
    }
    for (const std::size_t power : {8u, 16u, 32u, 64u, 128u, 256u, 512u, 1024u}) {
        for (const std::size_t size : {power - 1, power, power + 1}) CHECK(sizes.contains(size));
    }
}

TEST_CASE("mutator: a record is put into a field of another one", "[fuzz][mutator][nested]") {
    const kit tested("B:tag: {B:s}:value:", "u8");
    const byte_vector stream = stream_of(tested, {std::string_view("\7\2ab", 4)});
    CHECK(share(tested, stream, [&](const byte_vector& made) {
              return structwire::as_text(made) == std::string_view("\6\7\4\7\2ab", 7);
          }) > 8);
}

TEST_CASE("mutator: a wrong length in LEB128 is -1 in 32 bits, too", "[fuzz][mutator][lies]") {
    const kit tested("{uv:s}:text:", "u8");
    const byte_vector stream = stream_of(tested, {std::string_view("\3abc", 4)});
    const auto has_it = [](const byte_vector& made) {
        return structwire::as_text(made).find("\xff\xff\xff\xff\x0f") != std::string_view::npos;
    };
    CHECK(share(tested, stream, has_it, 40000) > 3);
}

TEST_CASE("mutator: bytes of the stream are changed as they are, and what they break stays broken",
          "[fuzz][mutator][raw]") {
    const kit tested(">100s:text:", "u32be+crc32");
    const byte_vector stream = stream_of(tested, {std::string(100, 'x')});
    const auto differences = [&](const byte_vector& made, std::size_t from, std::size_t to) {
        std::size_t count = 0;
        for (std::size_t index = from; index != to; ++index) count += made[index] != stream[index] ? 1U : 0U;
        return count;
    };
    // The payload without the checksum.
    CHECK(share(tested, stream, [&](const byte_vector& made) {
              return made.size() == stream.size() && differences(made, 4, 104) != 0 &&
                     differences(made, 0, 4) + differences(made, 104, 108) == 0;
          }) > 60);
    // More bytes or fewer between a length and a checksum that stay.
    const byte_view all = stream;
    CHECK(share(tested, stream, [&](const byte_vector& made) {
              if (made.size() == all.size() || made.size() < 8) return false;
              const byte_view front = byte_view(made).first(4), end = byte_view(made).last(4);
              return std::ranges::equal(front, all.first(4)) && std::ranges::equal(end, all.last(4)) &&
                     !take_frames("u32be+crc32", made).clean;
          }) > 45);
}

TEST_CASE("mutator: what the framing adds is wrong in every way, around a payload that is another one",
          "[fuzz][mutator][lies]") {
    const kit tested(">1000s:text:", "u32be+crc32");
    const std::string text(1000, 'x');
    const byte_vector stream = stream_of(tested, {text});
    std::array<unsigned, 5> lies{};  // one more, one less, a bit, 0, 255
    unsigned lengths = 0, checksums = 0, others = 0;
    for (unsigned seed = 0; seed != 20000; ++seed) {
        const byte_vector made = tested.mutate(stream, seed);
        if (made.size() != stream.size() || structwire::as_text(made).substr(4, 1000) == text) continue;
        const auto right = tested.wire->encode({{}, byte_vector(made.begin() + 4, made.end() - 4)})->bytes;
        const auto [wrong, meant] = std::mismatch(made.begin(), made.end(), right.begin());
        if (wrong == made.end() || !std::equal(wrong + 1, made.end(), meant + 1)) continue;
        (wrong - made.begin() < 4 ? lengths : checksums) += 1;
        const auto number = std::to_integer<unsigned>(*wrong), old = std::to_integer<unsigned>(*meant);
        const bool is_next = number == ((old + 1) & 0xff) || number == ((old - 1) & 0xff);
        const bool is_any = !is_next && number != 0 && number != 255;
        lies[0] += number == ((old + 1) & 0xff) ? 1U : 0U;
        lies[1] += number == ((old - 1) & 0xff) ? 1U : 0U;
        lies[2] += is_any && std::has_single_bit(number ^ old) ? 1U : 0U;
        lies[3] += number == 0 ? 1U : 0U;
        lies[4] += number == 255 ? 1U : 0U;
        others += is_any && !std::has_single_bit(number ^ old) ? 1U : 0U;
    }
    for (const unsigned lie : lies) CHECK(lie > 10);
    CHECK(others > 15);
    CHECK(lengths > 40);
    CHECK(checksums > 45);
}

TEST_CASE("mutator: a series counts up in any of the fields, and in the header's", "[fuzz][mutator][series]") {
    const kit tested(">H:first: H:second: {*}:third:", "u8");
    const byte_vector stream = stream_of(tested, {std::string_view("\x10\x20\x30\x40 abc", 8)});
    for (const std::size_t last : {1u, 3u, 7u}) {
        INFO(last);
        CHECK(share(tested, stream, [&](const byte_vector& made) {
                  const auto frames = take_frames("u8", made).frames;
                  if (frames.size() < 4) return false;
                  for (std::size_t index = 0; index != frames.size(); ++index) {
                      byte_vector expected = frames[0].payload;
                      if (expected.size() <= last) return false;
                      expected[last] = static_cast<std::byte>(std::to_integer<std::size_t>(expected[last]) + index);
                      if (frames[index].payload != expected) return false;
                  }
                  return true;
              }) > 12);
    }
    const kit with_header(fuzz::message(">B:number:", ">I:x:"), "unframed");
    const fuzz::message_bytes from{{std::byte{5}}, byte_vector(4)};
    unsigned in_header = 0, in_payload = 0;
    for (unsigned seed = 0; seed != 400; ++seed) {
        fuzz::message_bytes next = from;
        with_header.payload->count_up(next, 3, fuzz::random(seed));
        in_header += next.header[0] == std::byte{8} && next.payload == from.payload ? 1U : 0U;
        in_payload += next.header == from.header && next.payload[3] == std::byte{3} ? 1U : 0U;
    }
    CHECK(in_header > 50);
    CHECK(in_payload > 150);
    CHECK(in_header + in_payload == 400);
}

TEST_CASE("payload_model::borrow: from records of another kind, by name, and without one by what a value is",
          "[fuzz][payload_model][borrow]") {
    const kit tested(fuzz::choice("kind", fuzz::when(1, ">B:kind: I:id: I:x: {B:s}:name:"),
                                  fuzz::when(2, ">B:kind: H:port: I:id: {*}:text:")),
                     "unframed");
    using namespace std::string_view_literals;
    const fuzz::message_bytes first{{}, bytes_of("\1\x11\x22\x33\x44\x55\x66\x77\x88\3abc"sv)};
    const fuzz::message_bytes second{{}, bytes_of("\2\0\0\0\0\0\0"sv)};
    const auto borrowed = [&](const fuzz::message_bytes& to, const fuzz::message_bytes& from,
                              std::string_view becomes) {
        unsigned count = 0;
        for (unsigned seed = 0; seed != 1000; ++seed) {
            fuzz::message_bytes changed = to;
            fuzz::random dice(seed);
            const bool is_changed = tested.payload->borrow(changed, from, dice);
            CHECK(is_changed == (changed != to));
            count += text_of(changed.payload) == becomes ? 1U : 0U;
        }
        return count;
    };
    CHECK(borrowed(second, first, "\2\0\0\x11\x22\x33\x44"sv) > 150);  // the same name
    CHECK(borrowed(second, first, "\2\0\0\x55\x66\x77\x88"sv) == 0);   // ... and no other number then
    CHECK(borrowed(second, first, "\2\x33\x44\0\0\0\0"sv) > 70);       // no such name
    CHECK(borrowed(second, first, "\2\x77\x88\0\0\0\0"sv) > 70);
    CHECK(borrowed(second, first, "\2\0\0\0\0\0\0abc"sv) > 150);  // a text
}

TEST_CASE("mutator: frames trade places, and any one of them is left out", "[fuzz][mutator][structure]") {
    const kit tested(fuzz::any_bytes, "u8");
    const std::vector<std::string_view> all{"first of them", "second of them", "third of them"};
    const byte_vector stream = stream_of(tested, {all[0], all[1], all[2]});
    const auto becomes = [&](std::initializer_list<std::string_view> payloads) {
        const byte_vector wanted = stream_of(tested, payloads);
        return share(tested, stream, [&](const byte_vector& made) { return made == wanted; });
    };
    CHECK(becomes({all[1], all[0], all[2]}) > 10);
    CHECK(becomes({all[2], all[1], all[0]}) > 10);
    CHECK(becomes({all[0], all[2], all[1]}) > 10);
    CHECK(becomes({all[1], all[2]}) > 20);
    CHECK(becomes({all[0], all[2]}) > 20);
    CHECK(becomes({all[0], all[1]}) > 20);
    CHECK(becomes({all[0], all[0], all[1], all[2]}) > 5);  // twice, at its place and at another one
    CHECK(becomes({all[0], all[1], all[0], all[2]}) > 5);
}

TEST_CASE("mutator::cross_over: of each place the one frame, the other, both, or none", "[fuzz][mutator][cross_over]") {
    const kit tested(fuzz::any_bytes, "u8");
    const byte_vector left = stream_of(tested, {"a1", "a2"}), right = stream_of(tested, {"b1", "b2"});
    const auto becomes = [&](std::initializer_list<std::string_view> payloads) {
        const byte_vector wanted = stream_of(tested, payloads);
        unsigned count = 0;
        for (unsigned seed = 0; seed != 1600; ++seed) count += tested.cross(left, right, seed) == wanted ? 1U : 0U;
        return count;
    };
    CHECK(becomes({}) > 50);
    for (const std::string_view first : {"a1", "b1"}) {
        CHECK(becomes({first}) > 50);
        for (const std::string_view second : {"a2", "b2"}) CHECK(becomes({first, second}) > 50);
        CHECK(becomes({first, "a2", "b2"}) > 50);
    }
    CHECK(becomes({"a1", "b1"}) > 50);
    CHECK(becomes({"a2", "b2"}) > 50);
    CHECK(becomes({"a1", "b1", "a2", "b2"}) > 50);
}
