// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// `u32be` frames cut out of a stream, against the pointer walk that one writes in C.
#include <structwire/framing.hpp>

#include <benchmark/benchmark.h>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <vector>

namespace {

constexpr std::size_t frames = 8192;
constexpr std::uint32_t limit = 64 * 1024;
using messages = structwire::framing<"u32be,limit=64k">;

std::vector<std::byte> some_stream(std::size_t payload_bytes) {
    std::vector<std::byte> stream;
    const std::vector<std::byte> payload(payload_bytes, std::byte{0x5a});
    for (std::size_t index = 0; index != frames; ++index) {
        if (!structwire::append(stream, messages{}, payload)) return {};
    }
    return stream;
}

// What both do with a frame: enough to need it, too little to hide the cost of finding it.
std::uint64_t look_at(const std::byte* payload, std::size_t size) {
    return size + std::to_integer<std::uint64_t>(payload[size - 1]);
}

std::uint64_t walk(const std::vector<std::byte>& stream) {
    std::uint64_t sum = 0;
    const std::byte* at = stream.data();
    const std::byte* const end = at + stream.size();
    while (end - at >= 4) {
        std::uint32_t size;
        std::memcpy(&size, at, sizeof size);
        if constexpr (std::endian::native == std::endian::little) size = std::byteswap(size);
        if (size > limit || size > static_cast<std::size_t>(end - at) - 4) break;
        sum += look_at(at + 4, size);
        at += 4 + size;
    }
    return sum;
}

std::uint64_t decode(const std::vector<std::byte>& stream) {
    std::uint64_t sum = 0;
    structwire::frame_decoder<messages> in;
    for (const auto& event : in.feed(stream)) {
        if (!event) break;
        sum += look_at(event->payload.data(), event->payload.size());
    }
    return sum;
}

template <auto Cut>
void cut_frames(benchmark::State& state) {
    const auto stream = some_stream(static_cast<std::size_t>(state.range(0)));
    if (stream.empty() || walk(stream) != decode(stream)) state.SkipWithError("the two see different frames");
    for (auto _ : state) {
        benchmark::ClobberMemory();
        auto sum = Cut(stream);
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{frames});
    state.SetBytesProcessed(state.iterations() * std::ssize(stream));
}

BENCHMARK(cut_frames<walk>)->Name("u32be frames of 14/handwritten")->Arg(14);
BENCHMARK(cut_frames<decode>)->Name("u32be frames of 14/structwire")->Arg(14);

}  // namespace
