// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Streams cut into pieces and written again, whatever the framer.
#include <structwire/fuzz/wire_model.hpp>

#include <algorithm>
#include <array>
#include <expected>
#include <set>
#include <string>

#include "fuzz/support.hpp"
#include "support/resuming_framer.hpp"

namespace {

using namespace fuzz_support;
using fuzz::message_bytes;
using fuzz::wire_piece;
using namespace std::string_view_literals;

constexpr std::array framings{"u8"sv,
                              "u16be"sv,
                              "u32le,limit=4k+crc32"sv,
                              "i24be"sv,
                              "u64le+crc64xz"sv,
                              "varint"sv,
                              "protobuf,canonical"sv,
                              "mqtt"sv,
                              "netstring"sv,
                              "delim=0a"sv,
                              "delim=7c7c/0d"sv,
                              "crlf"sv,
                              "lf"sv,
                              "line"sv,
                              "crlf_strict"sv,
                              "fixed=4"sv,
                              "fixed=8+crc16x25"sv,
                              "cobs"sv,
                              "slip"sv,
                              "hdlc+crc16x25"sv,
                              "tfrecord"sv,
                              "redis_bulk"sv,
                              "grpc"sv,
                              "postgres"sv,
                              "postgres_startup"sv,
                              "kafka"sv,
                              "thrift"sv,
                              "eof"sv,
                              "unframed"sv,
                              "u16be,offset=4,magic=cafe,resync"sv,
                              "cobs,resync+crc32c"sv,
                              "netstring,resync+sum8"sv};

// A letter that says how many bytes follow. Header of one byte, no limit but the alphabet's.
struct letter_framer {
    structwire::step next(byte_view bytes) noexcept {
        using structwire::step;
        if (bytes.size() < 2) return step::need(2 - bytes.size());
        const auto letter = std::to_integer<unsigned>(bytes[1]);
        if (letter < 'a' || letter > 'z') return step::fail(structwire::errc::bad_prefix, 0, letter);
        const std::size_t size = letter - 'a';
        if (bytes.size() < size + 2) return step::need(size + 2 - bytes.size());
        return step::deliver(bytes.first(1), bytes.subspan(2, size), size + 2);
    }
    structwire::step finish(byte_view bytes) noexcept {
        using structwire::step;
        return bytes.empty() ? step::end() : step::fail(structwire::errc::truncated, 0, bytes.size());
    }
    std::expected<structwire::encoded_frame, structwire::error> encode(byte_view payload,
                                                                       byte_view header = {}) noexcept {
        if (header.size() != 1 || payload.size() > 25) return structwire::detail::not_encodable(25, payload.size());
        const std::byte letter = static_cast<std::byte>('a' + payload.size());
        return structwire::encoded_frame(header, {&letter, 1}, payload);
    }
    [[nodiscard]] std::uint64_t max_frame_bytes() const noexcept { return 27; }
};
static_assert(structwire::encoding_framer<letter_framer>);

// What a stream consists of after a split: nothing missing, nothing twice.
void check_whole(const std::vector<wire_piece>& pieces, byte_view stream) {
    std::size_t at = 0;
    for (const wire_piece& piece : pieces) {
        CHECK(piece.begin == at);
        CHECK((piece.end > piece.begin || stream.empty()));
        CHECK((piece.is_frame || piece.content == message_bytes{}));
        at = piece.end;
    }
    CHECK(at == stream.size());
}

std::vector<message_bytes> frames_of(const std::vector<wire_piece>& pieces) {
    std::vector<message_bytes> frames;
    for (const wire_piece& piece : pieces) {
        if (piece.is_frame) frames.push_back(piece.content);
    }
    return frames;
}

std::vector<message_bytes> messages_for(std::string_view framing) {
    byte_vector header;
    if (framing.starts_with("grpc")) header = bytes_of("\0"sv);
    if (framing.starts_with("postgres") && framing != "postgres_startup") header = bytes_of("Q");
    if (framing == "mqtt") header = bytes_of("0");
    if (framing.starts_with("u16be,offset")) header = bytes_of("\xca\xfe\1\2");
    std::vector<message_bytes> all;
    for (const std::string_view text :
         {"four"sv, "abcdef"sv, ""sv, "and more of it"sv, "\x7e\x7d\0\xc0\xdb"sv, "last"sv})
        all.push_back({header, bytes_of(text)});
    return all;
}

}  // namespace

TEST_CASE("wire_model::split: valid streams are their frames, and encode() gives the same bytes back",
          "[fuzz][wire_model]") {
    for (const std::string_view framing : framings) {
        INFO(framing);
        if (framing == "unframed") continue;
        const auto wire = wire_at(framing);
        std::vector<message_bytes> sent;
        byte_vector stream;
        for (const message_bytes& one : messages_for(framing)) {
            const byte_vector bytes = stream_of(framing, {one});
            const auto encoded = wire->encode(one);
            CHECK(encoded.has_value() == !(bytes.empty() && framing != "eof"));
            if (!encoded || (framing == "eof" && !stream.empty())) continue;
            CHECK(encoded->bytes == bytes);
            CHECK(encoded->payload_begin <= encoded->payload_end);
            CHECK(encoded->payload_end <= encoded->bytes.size());
            CHECK(encoded->header_size <= encoded->payload_begin);
            if (encoded->payload_begin != encoded->payload_end) {
                const byte_view inside =
                    byte_view(encoded->bytes)
                        .subspan(encoded->payload_begin, encoded->payload_end - encoded->payload_begin);
                CHECK(text_of(inside) == text_of(one.payload));
            }
            CHECK(encoded->header_size == one.header.size());
            append(stream, bytes);
            if (framing != "eof" || !bytes.empty()) sent.push_back(one);
        }
        REQUIRE_FALSE(sent.empty());
        const auto pieces = wire->split(stream);
        check_whole(pieces, stream);
        CHECK(frames_of(pieces) == sent);
        std::vector<message_bytes> decoded;
        wire->decode(stream, [&](const structwire::frame_event& event) {
            REQUIRE(event);
            decoded.push_back(
                {{event->header.begin(), event->header.end()}, {event->payload.begin(), event->payload.end()}});
            return true;
        });
        CHECK(decoded == sent);
        CHECK_FALSE(wire->check(stream));
    }
}

TEST_CASE("wire_model::split: damaged and random streams too, without gaps", "[fuzz][wire_model][tolerance]") {
    for (const std::string_view framing : framings) {
        INFO(framing);
        const auto wire = wire_at(framing);
        check_whole(wire->split({}), {});
        const byte_vector valid = stream_of(framing == "unframed" ? "eof" : framing, messages_for(framing));
        fuzz::random dice(1);
        for (unsigned round = 0; round != 300; ++round) {
            byte_vector stream = round % 3 == 0 ? noise(dice.below(400), round) : valid;
            if (!stream.empty() && round % 3 != 0) {
                for (std::size_t times = 1 + dice.below(3); times != 0; --times)
                    stream[dice.below(stream.size())] = static_cast<std::byte>(dice.next());
                if (round % 3 == 2) stream.resize(dice.below(stream.size() + 1));
            }
            const auto pieces = wire->split(stream);
            check_whole(pieces, stream);
            // What a frame carries is written again as a frame that carries it.
            for (const message_bytes& frame : frames_of(pieces)) {
                const auto encoded = wire->encode(frame);
                if (!encoded || framing == "unframed") continue;
                CHECK(frames_of(wire->split(encoded->bytes)) == std::vector{frame});
            }
        }
    }
}

TEST_CASE("wire_model::split: finds the next good frame behind bytes of none", "[fuzz][wire_model][tolerance]") {
    const auto wire = wire_at("u32le,limit=4k+crc32");
    const byte_vector one = stream_of("u32le,limit=4k+crc32", {{{}, bytes_of("one")}});
    for (const std::size_t garbage : {1U, 7U, 100U, 255U}) {
        INFO(garbage);
        byte_vector stream = one;
        append(stream, byte_vector(garbage, std::byte{0xff}));
        append(stream, one);
        const auto pieces = wire->split(stream);
        check_whole(pieces, stream);
        REQUIRE(pieces.size() == 3);
        CHECK(pieces[0].is_frame);
        CHECK_FALSE(pieces[1].is_frame);
        CHECK(pieces[1].end - pieces[1].begin == garbage);
        CHECK(pieces[2].is_frame);
    }
}

TEST_CASE("wire_model: unframed, an input is one record", "[fuzz][wire_model][unframed]") {
    const auto wire = fuzz::wire_of(fuzz::unframed);
    const byte_vector stream = bytes_of("all of this\n");
    const auto pieces = wire->split(stream);
    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0].is_frame);
    CHECK(pieces[0].content == message_bytes{{}, stream});
    const auto encoded = wire->encode({{}, stream});
    REQUIRE(encoded);
    CHECK(encoded->bytes == stream);
    CHECK(encoded->payload_begin == 0);
    CHECK(encoded->payload_end == stream.size());
    unsigned calls = 0;
    wire->decode(stream, [&](const structwire::frame_event& event) {
        ++calls;
        return event && text_of(event->payload) == "all of this\n";
    });
    CHECK(calls == 1);
}

TEST_CASE("wire_of: a framer of one's own, which is tested too", "[fuzz][wire_model][own_framer]") {
    const auto wire = fuzz::wire_of(letter_framer{});
    const byte_vector stream = bytes_of("!cab?a+dxyz");
    const auto pieces = wire->split(stream);
    check_whole(pieces, stream);
    CHECK(frames_of(pieces) == std::vector<message_bytes>{{bytes_of("!"), bytes_of("ab")},
                                                          {bytes_of("?"), {}},
                                                          {bytes_of("+"), bytes_of("xyz")}});
    const auto encoded = wire->encode({bytes_of("!"), bytes_of("ab")});
    REQUIRE(encoded);
    CHECK(text_of(encoded->bytes) == "!cab");
    CHECK(encoded->header_size == 1);
    CHECK(encoded->payload_begin == 2);
    CHECK(encoded->payload_end == 4);
    CHECK_FALSE(wire->encode({{}, bytes_of("ab")}));
    CHECK_FALSE(wire->check(stream));

    const kit tested(model(fuzz::message("B:mark:", "{z}:name: B")), fuzz::wire_of(letter_framer{}));
    const byte_vector input = bytes_of("!ehi\0x!fabc\0y"sv);
    unsigned lies = 0;
    std::size_t frames = 0;
    for (std::uint64_t seed = 0; seed != 1000; ++seed) {
        const byte_vector result = tested.mutate(input, seed);
        const auto got = wire->split(result);
        frames += frames_of(got).size();
        lies += frames_of(got).size() != got.size() ? 1U : 0U;
    }
    CHECK(frames > 1500);
    CHECK(lies > 10);
    CHECK(lies < 500);
}

TEST_CASE("wire_of: a framer that cannot encode, and one that goes on behind errors",
          "[fuzz][wire_model][own_framer]") {
    const auto wire = fuzz::wire_of(test_support::resuming_framer{});
    CHECK_FALSE(wire->encode({{}, bytes_of("ab")}));
    const byte_vector stream = bytes_of(
        "ab\xee\xee"
        "cdx"sv);
    const auto pieces = wire->split(stream);
    check_whole(pieces, stream);
    unsigned frames = 0, errors = 0;
    wire->decode(stream, [&](const structwire::frame_event& event) {
        (event ? frames : errors) += 1;
        return true;
    });
    CHECK(frames == 2);
    CHECK(errors == 2);
    const kit tested(model_at("2s"), fuzz::wire_of(test_support::resuming_framer{}));
    std::set<byte_vector> results;
    for (std::uint64_t seed = 0; seed != 500; ++seed) results.insert(tested.mutate(stream, seed));
    CHECK(results.size() > 50);
    CHECK(tested.mutator.repair(stream) == stream);
    CHECK(fuzz::seed_streams(*tested.payload, *tested.wire).size() >= 3);  // the payloads without framing
}

TEST_CASE("wire_model::decode: stops when it is told to", "[fuzz][wire_model]") {
    const auto wire = wire_at("lf");
    unsigned calls = 0;
    wire->decode(structwire::as_bytes("a\nb\nc\nd\n"), [&](const structwire::frame_event&) { return ++calls < 2; });
    CHECK(calls == 2);
}

TEST_CASE("wire_model::check: finds a framer that depends on how its stream is cut", "[fuzz][wire_model][own_framer]") {
    const auto wire = fuzz::wire_of(forgetful_framer{});
    const auto found = wire->check(structwire::as_bytes("abcdefgh"));
    REQUIRE(found);
    CHECK_FALSE(found->oracle.empty());
    CHECK_FALSE(found->text.empty());
}

TEST_CASE("wire_model::check: a finding repeats on the same bytes", "[fuzz][wire_model][own_framer]") {
    // Found or not depends on the bytes alone; so short a stream is cut everywhere.
    const auto wire = fuzz::wire_of(forgetful_framer{});
    for (unsigned number = 0; number != 200; ++number) {
        const std::string stream = std::to_string(number + 100) + "defgh";
        const auto first = wire->check(structwire::as_bytes(stream));
        REQUIRE(first);
        CHECK(fuzz::wire_of(forgetful_framer{})->check(structwire::as_bytes(stream))->text == first->text);
    }
}

TEST_CASE("wire_model::check: one stream in 64 is looked at closely", "[fuzz][wire_model][own_framer][cost]") {
    unsigned closely = 0;
    for (unsigned number = 0; number != 6400; ++number) {
        const auto effort = fuzz::detail::effort_for(structwire::as_bytes(std::to_string(number)));
        CHECK(effort.split_in_two_up_to == (effort.every_delivery ? 64 : 12));
        closely += effort.every_delivery ? 1 : 0;
    }
    CHECK(closely > 50);
    CHECK(closely < 200);
}
