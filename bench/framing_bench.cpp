// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames cut out of a stream in chunks of 64 KiB, against code written by hand for the one framing.
///
/// Names are `FRAMING PAYLOAD MODE/WHO`. `view`: frames are views into the chunk. `copy`: the chunk goes into a receive
/// buffer first, as read() does, and frames are views there. Decoders live longer than the stream, as on a connection.
#include <structwire/framing.hpp>
#include <structwire/framing/checksum.hpp>

#include <benchmark/benchmark.h>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "framing_limit.hpp"

namespace {

using structwire::byte_view;

constexpr std::size_t kib = 1024;
constexpr std::size_t chunk_size = 64 * kib;
constexpr std::size_t from_memory = 8 * kib * kib;  // bytes of stream
constexpr std::size_t from_l2 = 256 * kib;

struct stream {
    std::vector<std::byte> bytes;
    std::int64_t frames = 0;
    std::uint64_t sum = 0;  // what limit::look_at() says of all frames
};

// Letters; any bytes with `binary`, for the framings that escape some of them.
std::vector<std::byte> some_payload(std::size_t size, bool binary, std::uint32_t& random) {
    std::vector<std::byte> payload(size);
    for (std::byte& byte : payload) {
        random = random * 1664525 + 1013904223;
        byte = static_cast<std::byte>(binary ? random >> 24 : 'a' + (random >> 24) % 26);
    }
    return payload;
}

stream make_stream(std::string_view framing, std::size_t payload, std::size_t total, bool binary) {
    stream made;
    auto encoder = structwire::any_framing::parse(framing);
    std::uint32_t random = 1;
    while (encoder && made.bytes.size() < total) {
        const auto bytes = some_payload(payload, binary, random);
        if (!structwire::append(made.bytes, *encoder, bytes)) return {};
        ++made.frames;
        made.sum += limit::look_at(bytes.data(), bytes.size());
    }
    return made;
}

// Each stream is made once: all who read it read the same memory.
const stream& stream_of(std::string_view framing, std::size_t payload, std::size_t total, bool binary) {
    static std::map<std::tuple<std::string_view, std::size_t, std::size_t>, stream> made;
    const auto [place, added] = made.try_emplace({framing, payload, total});
    if (added) place->second = make_stream(framing, payload, total, binary);
    return place->second;
}

// Who cuts: each takes one chunk in either mode and returns the sum over the frames that ended in it. Never inlined: an
// event loop calls it for a connection that it did not know before, so what a decoder knows is in memory.

template <class Limit>
class by_hand {
public:
    explicit by_hand(std::string_view) {}
    [[gnu::noinline]] std::uint64_t view(byte_view chunk) {
        std::uint64_t sum = 0;
        if (failed_ || !decoder_.view(chunk.data(), chunk.size(), sum)) failed_ = true;
        return sum;
    }
    [[gnu::noinline]] std::uint64_t copy(byte_view chunk) {
        std::uint64_t sum = 0;
        if (failed_ || !decoder_.copy(chunk.data(), chunk.size(), sum)) failed_ = true;
        return sum;
    }

private:
    Limit decoder_;
    bool failed_ = false;
};

template <class Framer>
class by_decoder {
public:
    explicit by_decoder(std::string_view text) {
        if constexpr (std::same_as<Framer, structwire::any_framing>) {
            decoder_ = structwire::frame_decoder<Framer>(structwire::any_framing::parse(text).value());
        }
    }
    [[gnu::noinline]] std::uint64_t view(byte_view chunk) {
        std::uint64_t sum = 0;
        for (const auto& event : decoder_.feed(chunk)) {
            if (!event) break;
            sum += limit::look_at(event->payload.data(), event->payload.size());
        }
        return sum;
    }
    [[gnu::noinline]] std::uint64_t copy(byte_view chunk) {
        std::uint64_t sum = 0;
        const structwire::byte_span room = decoder_.prepare(chunk.size());
        std::memcpy(room.data(), chunk.data(), chunk.size());
        decoder_.commit(chunk.size());
        for (const auto& event : decoder_.events()) {
            if (!event) break;
            sum += limit::look_at(event->payload.data(), event->payload.size());
        }
        return sum;
    }

private:
    structwire::frame_decoder<Framer> decoder_;
};

// Nothing is cut: what any decoder that moves all bytes has to do.
class by_memcpy {
public:
    explicit by_memcpy(std::string_view) {}
    [[gnu::noinline]] std::uint64_t view(byte_view chunk) {
        std::memcpy(room_.data(), chunk.data(), chunk.size());
        benchmark::ClobberMemory();
        return 0;
    }

private:
    std::vector<std::byte> room_ = std::vector<std::byte>(chunk_size);
};

// CRC-32C of the payloads, whose places are known.
template <std::size_t Payload>
class by_crc32c {
public:
    explicit by_crc32c(std::string_view) {}
    [[gnu::noinline]] std::uint64_t view(byte_view stream) {
        std::uint64_t sum = 0;
        for (std::size_t at = 4; at < stream.size(); at += 4 + Payload + 4) {
            auto crc = structwire::crc32c(stream.subspan(at, Payload));
            benchmark::DoNotOptimize(crc);
            sum += limit::look_at(stream.data() + at, Payload);
        }
        return sum;
    }
};

enum class mode { view, copy };

template <mode Mode, std::size_t Chunk, class Who>
std::uint64_t cut(Who& who, byte_view bytes) {
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at < bytes.size(); at += Chunk) {
        const byte_view chunk = bytes.subspan(at, Chunk < bytes.size() - at ? Chunk : bytes.size() - at);
        if constexpr (Mode == mode::view) {
            sum += who.view(chunk);
        } else {
            sum += who.copy(chunk);
        }
    }
    return sum;
}

template <structwire::fixed_string Framing, std::size_t Payload, std::size_t Total, class Who, mode Mode,
          std::size_t Chunk = chunk_size>
void frames(benchmark::State& state) {
    constexpr bool is_memcpy = std::same_as<Who, by_memcpy>;
    constexpr std::string_view text = Framing.view();
    constexpr bool binary = text.starts_with("cobs") || text.starts_with("slip") || text.starts_with("hdlc");
    const stream& from = stream_of(text, Payload, Total, binary);
    Who who(text);
    static const bool right = from.frames != 0 && (is_memcpy || cut<Mode, Chunk>(who, from.bytes) == from.sum);
    if (!right) state.SkipWithError("these are not the frames of the stream");
    for (auto _ : state) {
        auto sum = cut<Mode, Chunk>(who, from.bytes);
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * from.frames);
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(from.bytes.size()));
}

template <structwire::fixed_string Framing>
using structwire_of = by_decoder<structwire::framing<Framing>>;
using any = by_decoder<structwire::any_framing>;

// No loop: clang-tidy takes RegisterBenchmark for a leak.
#define STRUCTWIRE_BENCH_PAIR(name, framing, payload, total, hand, ...)                       \
    BENCHMARK(frames<framing, payload, total, hand, __VA_ARGS__>)->Name(name "/handwritten"); \
    BENCHMARK(frames<framing, payload, total, structwire_of<framing>, __VA_ARGS__>)->Name(name "/structwire")

#define STRUCTWIRE_BENCH_THREE(name, framing, payload, total, hand, ...)     \
    STRUCTWIRE_BENCH_PAIR(name, framing, payload, total, hand, __VA_ARGS__); \
    BENCHMARK(frames<framing, payload, total, any, __VA_ARGS__>)->Name(name "/any_framing")

#define STRUCTWIRE_BENCH_MODES(name, framing, payload, total, hand)                           \
    STRUCTWIRE_BENCH_THREE(name " view", framing, payload, total, by_hand<hand>, mode::view); \
    STRUCTWIRE_BENCH_THREE(name " copy", framing, payload, total, by_hand<hand>, mode::copy)

#define STRUCTWIRE_BENCH_SIZES(name, framing, hand)                         \
    STRUCTWIRE_BENCH_MODES(name " 16 B L2", framing, 16, from_l2, hand);    \
    STRUCTWIRE_BENCH_MODES(name " 16 B", framing, 16, from_memory, hand);   \
    STRUCTWIRE_BENCH_MODES(name " 128 B", framing, 128, from_memory, hand); \
    STRUCTWIRE_BENCH_MODES(name " 1 KiB", framing, kib, from_memory, hand); \
    STRUCTWIRE_BENCH_MODES(name " 64 KiB", framing, 64 * kib, from_memory, hand)

STRUCTWIRE_BENCH_SIZES("u32be", "u32be,limit=128k", limit::behind_length<limit::u32be>);
STRUCTWIRE_BENCH_SIZES("line", "line,limit=128k", limit::lines<true>);
STRUCTWIRE_BENCH_SIZES("lf", "lf,limit=128k", limit::lines<false>);

// One byte in each call.
STRUCTWIRE_BENCH_THREE("u32be 64 KiB bytewise", "u32be,limit=128k", 64 * kib, 8 * 64 * kib,
                       by_hand<limit::behind_length<limit::u32be>>, mode::view, 1);
STRUCTWIRE_BENCH_THREE("line 64 KiB bytewise", "line,limit=128k", 64 * kib, 8 * 64 * kib, by_hand<limit::lines<true>>,
                       mode::view, 1);

STRUCTWIRE_BENCH_MODES("varint 16 B", "varint,limit=128k", 16, from_memory, limit::behind_length<limit::varint>);
STRUCTWIRE_BENCH_MODES("varint 1 KiB", "varint,limit=128k", kib, from_memory, limit::behind_length<limit::varint>);
STRUCTWIRE_BENCH_THREE("delim=0D0A0D0A 1 KiB copy", "delim=0D0A0D0A,limit=128k", kib, from_memory,
                       by_hand<limit::blank_line>, mode::copy);

// The checksum alone is taken of the whole stream at once.
BENCHMARK(frames<"u32be,limit=128k+crc32c", kib, from_memory, by_crc32c<kib>, mode::view, 2 * from_memory>)
    ->Name("u32be+crc32c 1 KiB view : crc32c/handwritten");
BENCHMARK(frames<"u32be,limit=128k+crc32c", kib, from_memory, structwire_of<"u32be,limit=128k+crc32c">, mode::view>)
    ->Name("u32be+crc32c 1 KiB view : crc32c/structwire");

#define STRUCTWIRE_BENCH_STUFFED(name, framing)                                      \
    BENCHMARK(frames<framing, kib, from_memory, by_memcpy, mode::view>)              \
        ->Name(name " 1 KiB view : memcpy/handwritten");                             \
    BENCHMARK(frames<framing, kib, from_memory, structwire_of<framing>, mode::view>) \
        ->Name(name " 1 KiB view : memcpy/structwire")

STRUCTWIRE_BENCH_STUFFED("cobs", "cobs,limit=128k");
STRUCTWIRE_BENCH_STUFFED("slip", "slip,limit=128k");
STRUCTWIRE_BENCH_STUFFED("hdlc", "hdlc,limit=128k");

}  // namespace
