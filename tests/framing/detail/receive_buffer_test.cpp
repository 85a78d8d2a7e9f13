// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Memory: exact numbers of allocations, and how much a hostile peer can occupy.
#include <structwire/framing/detail/receive_buffer.hpp>

#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>

#include "framing/support.hpp"

namespace {

std::size_t allocations = 0;
bool memory_is_out = false;

void* allocate(std::size_t size) noexcept {
    ++allocations;
    return memory_is_out ? nullptr : std::malloc(size == 0 ? 1 : size);
}

}  // namespace

void* operator new(std::size_t size) {
    if (void* const memory = allocate(size)) return memory;
    std::abort();
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

using namespace test;
using structwire::as_bytes;
using structwire::byte_view;
using structwire::frame_decoder;
using structwire::framing;

namespace {

std::string stream_of(std::size_t frames, std::size_t payload) {
    std::string stream;
    for (std::size_t count = 0; count != frames; ++count) {
        (void)structwire::append(stream, framing<"u32be">{}, as_bytes(std::string(payload, 'x')));
    }
    return stream;
}

template <class Decoder>
std::size_t take(Decoder& in, byte_view chunk, bool in_place) {
    std::size_t frames = 0;
    if (in_place) {
        const auto room = in.prepare(chunk.size());
        std::memcpy(room.data(), chunk.data(), chunk.size());
        in.commit(chunk.size());
        while (const auto event = in.next()) frames += event->has_value() ? 1u : 0u;
    } else {
        for (const auto event : in.feed(chunk)) frames += event.has_value() ? 1u : 0u;
    }
    return frames;
}

}  // namespace

TEST_CASE("frame_decoder: allocates nothing per frame once it has run", "[framing][memory]") {
    const bool in_place = GENERATE(false, true);
    const std::size_t piece = GENERATE(1u, 7u, 100u, 1500u, 65536u);
    const std::string stream = stream_of(400, 300);
    frame_decoder<framing<"u32be,limit=4k">> in;
    std::size_t frames = 0;
    std::size_t at_warm = 0;
    for (int round = 0; round != 4; ++round) {
        if (round == 1) at_warm = allocations;
        for (std::size_t from = 0; from < stream.size(); from += piece) {
            frames += take(in, as_bytes(std::string_view(stream).substr(from, piece)), in_place);
        }
    }
    const std::size_t at_end = allocations;
    CHECK(frames == 1600);
    CHECK(at_end == at_warm);
}

TEST_CASE("frame_decoder: never allocates for frames that come whole", "[framing][memory]") {
    const std::string stream = stream_of(100, 100);
    frame_decoder<framing<"u32be">> in;
    const std::size_t before = allocations;
    const std::size_t frames = take(in, as_bytes(stream), false);
    const std::size_t after = allocations;
    CHECK(frames == 100);
    CHECK(after == before);
    CHECK(in.capacity() == 0);
}

TEST_CASE("frame_decoder: allocates nothing per frame in any framing once it has run", "[framing][memory]") {
    const std::string text =
        GENERATE("varint", "netstring", "lf", "line", "crlf_strict", "delim=0D0A2E0D0A", "fixed=20", "cobs", "slip",
                 "hdlc+crc16x25", "u16le+crc32c", "tfrecord", "redis_bulk");
    const bool in_place = GENERATE(false, true);
    const std::size_t piece = GENERATE(1u, 50u, 4000u);
    auto framing = *structwire::any_framing::parse(text);
    const std::string payload = "\xc0\xdb\x7e" + std::string(text == "fixed=20" ? 17 : 60, 'x');
    std::string stream;
    for (int count = 0; count != 100; ++count) REQUIRE(structwire::append(stream, framing, as_bytes(payload)));
    frame_decoder<structwire::any_framing> in(framing);
    std::size_t frames = 0;
    std::size_t at_warm = 0;
    for (int round = 0; round != 4; ++round) {
        if (round == 1) at_warm = allocations;
        for (std::size_t from = 0; from < stream.size(); from += piece) {
            frames += take(in, as_bytes(std::string_view(stream).substr(from, piece)), in_place);
        }
    }
    const std::size_t at_end = allocations;
    CHECK(frames == 400);
    CHECK(at_end == at_warm);
}

TEST_CASE("frame_decoder: a thousand hostile prefixes hold a small buffer each", "[framing][memory][limits]") {
    const bool in_place = GENERATE(false, true);
    std::vector<frame_decoder<framing<"u32be,limit=1024M">>> peers(1000);
    std::size_t held = 0;
    for (auto& peer : peers) {
        CHECK(take(peer, as_bytes("\x3f\xff\xff\x00"sv), in_place) == 0);
        held += peer.capacity();
    }
    CHECK(held == 1000 * std::size_t{256});
}

TEST_CASE("frame_decoder: with a fixed capacity uses no heap at all", "[framing][memory][fixed]") {
    const bool in_place = GENERATE(false, true);
    const std::size_t piece = GENERATE(1u, 7u, 100u, 300u);
    const std::string stream = stream_of(50, 96);
    const std::size_t before = allocations;
    std::size_t frames = 0;
    std::size_t held = 0;
    {
        frame_decoder<framing<"u32be,limit=100">, 400> in;
        for (std::size_t from = 0; from < stream.size(); from += piece) {
            frames += take(in, as_bytes(std::string_view(stream).substr(from, piece)), in_place);
        }
        held = in.capacity();
    }
    const std::size_t after = allocations;
    CHECK(after == before);
    CHECK(frames == 50);
    CHECK(held == 400);
}

TEST_CASE("frame_decoder: with a fixed capacity unescapes without heap", "[framing][memory][fixed]") {
    const std::size_t before = allocations;
    std::size_t frames = 0;
    {
        frame_decoder<framing<"slip,limit=20">, 64> in;
        frames += take(in,
                       as_bytes("\xdb\xdc\xdb\xdd\xc0"sv
                                "a\xdb"sv),
                       false);
        frames += take(in, as_bytes("\xdc\xc0"sv), false);
    }
    const std::size_t after = allocations;
    CHECK(after == before);
    CHECK(frames == 2);
}

TEST_CASE("frame_encoder: allocates nothing per frame once it has run", "[framing][memory][frame_encoder]") {
    structwire::frame_encoder<framing<"varint">> out;
    bool all_taken = true;
    std::size_t at_warm = 0;
    for (int round = 0; round != 4; ++round) {
        if (round == 1) at_warm = allocations;
        out.clear();
        for (std::size_t size = 0; size != 300; ++size) {
            const auto room = out.reserve(size);
            std::memset(room.data(), 'x', room.size());
            all_taken = out.commit(size).has_value() && all_taken;
        }
    }
    const std::size_t at_end = allocations;
    CHECK(at_end == at_warm);
    CHECK(all_taken);
}

TEST_CASE("frame_decoder: an announced length reserves nothing", "[framing][memory][limits]") {
    frame_decoder<framing<"u32be,limit=1024M">> in;
    CHECK(take(in, as_bytes("\x3f\xff\xff\x00"sv), false) == 0);
    CHECK(in.needed() == 0x3fffff00);
    CHECK(in.capacity() <= 256);
    frame_decoder<framing<"varint,limit=1024M">> other;
    CHECK(take(other, as_bytes("\xff\xff\xff\xff\3"sv), true) == 0);
    CHECK(other.capacity() <= 256);
}

TEST_CASE("frame_decoder: memory follows the bytes received", "[framing][memory][limits]") {
    const bool in_place = GENERATE(false, true);
    frame_decoder<framing<"u32be,limit=1024M">> in;
    (void)take(in, as_bytes("\x3f\xff\xff\x00"sv), in_place);
    const std::string piece(1000, 'x');
    for (std::size_t received = 4; received < 300000; received += piece.size()) {
        REQUIRE(in.capacity() <= 2 * (received + piece.size()) + 256);
        CHECK(take(in, as_bytes(piece), in_place) == 0);
    }
}

TEST_CASE("frame_decoder: holds at most the largest frame and one read", "[framing][memory][limits]") {
    const bool in_place = GENERATE(false, true);
    const std::size_t piece = GENERATE(1u, 333u, 5000u);
    const std::string stream = stream_of(20, 9990);
    frame_decoder<framing<"u32be,limit=10000">> in;
    std::size_t frames = 0;
    for (std::size_t from = 0; from < stream.size(); from += piece) {
        frames += take(in, as_bytes(std::string_view(stream).substr(from, piece)), in_place);
        REQUIRE(in.capacity() <= 10000 + std::max<std::size_t>(piece, 64));
    }
    CHECK(frames == 20);
}

TEST_CASE("frame_decoder: gives the memory of one outsized frame back", "[framing][memory]") {
    frame_decoder<framing<"u32be">> in;
    const std::string large = stream_of(1, 1000000);
    const std::string usual = stream_of(1, 100);
    CHECK(take(in, as_bytes(large), true) == 1);
    CHECK(in.capacity() >= 1000000);
    for (int round = 0; round != 100; ++round) CHECK(take(in, as_bytes(usual), true) == 1);
    CHECK(in.capacity() <= 65536);
}

TEST_CASE("frame_decoder: says overload when memory runs out", "[framing][memory][errors]") {
    frame_decoder<framing<"u32be">> in;
    REQUIRE(take(in, as_bytes("\0\0\0\1a"sv), false) == 1);
    memory_is_out = true;
    const auto room = in.prepare(10);
    memory_is_out = false;
    CHECK(room.empty());
    const auto event = in.next();
    REQUIRE(event);
    REQUIRE(!*event);
    CHECK(event->error().code == structwire::errc::overload);
    CHECK(event->error().offset == 5);

    frame_decoder<framing<"u32be">> fed;
    memory_is_out = true;
    const std::size_t frames = take(fed, as_bytes("\0\0\0\1a\0\0"sv), false);
    memory_is_out = false;
    CHECK(frames == 1);
    REQUIRE(fed.next());
    CHECK(fed.next()->error().code == structwire::errc::overload);
    CHECK(fed.next()->error().offset == 5);
}
