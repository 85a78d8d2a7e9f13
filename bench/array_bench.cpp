// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Runs of numbers to big-endian bytes, from L1 to memory, against memcpy, a loop by hand and a Boost.Endian loop.
#include <structwire/pack/array.hpp>

#include <boost/endian/conversion.hpp>

#include <benchmark/benchmark.h>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace {

constexpr std::size_t kib = 1024;
constexpr std::size_t mib = 1024 * kib;

template <class Number>
using bits = structwire::unsigned_of_size<sizeof(Number)>;

// All read and write the same memory: how fast memcpy is depends on the place by a factor of two.
struct memory {
    std::vector<std::byte> wire = std::vector<std::byte>(64 * mib, std::byte{1});
    std::vector<std::byte> numbers = std::vector<std::byte>(64 * mib, std::byte{2});
};

memory& shared_memory() {
    static memory shared;
    return shared;
}

template <class Number>
void copy(std::span<std::byte> wire, std::span<const Number> numbers) {
    std::memcpy(wire.data(), numbers.data(), wire.size());
}

template <class Number>
void loop(std::span<std::byte> wire, std::span<const Number> numbers) {
    std::byte* to = wire.data();
    for (const Number number : numbers) {
        auto raw = std::bit_cast<bits<Number>>(number);
        if constexpr (std::endian::native == std::endian::little) raw = std::byteswap(raw);
        std::memcpy(to, &raw, sizeof raw);
        to += sizeof raw;
    }
}

template <class Number>
void boost_loop(std::span<std::byte> wire, std::span<const Number> numbers) {
    auto* to = reinterpret_cast<unsigned char*>(wire.data());
    for (const Number number : numbers) {
        boost::endian::endian_store<bits<Number>, sizeof number, boost::endian::order::big>(
            to, std::bit_cast<bits<Number>>(number));
        to += sizeof number;
    }
}

template <structwire::fixed_string Text, class Number>
void structwire_array(std::span<std::byte> wire, std::span<const Number> numbers) {
    auto packed = structwire::try_pack_array<Text>(wire, numbers);
    benchmark::DoNotOptimize(packed);
}

template <class Number, auto Convert, std::size_t Bytes>
void run(benchmark::State& state) {
    std::size_t bytes = Bytes;
    benchmark::DoNotOptimize(bytes);  // otherwise the compiler writes a memcpy of this size
    const std::span<const Number> numbers(reinterpret_cast<const Number*>(shared_memory().numbers.data()),
                                          bytes / sizeof(Number));
    const std::span<std::byte> wire(shared_memory().wire.data(), bytes);
    for (auto _ : state) {
        Convert(wire, numbers);
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(state.iterations() * std::int64_t{Bytes});
}

// Named so that main.cpp prints the ratio to memcpy. No loop: clang-tidy takes RegisterBenchmark for a leak.
#define STRUCTWIRE_BENCH_ARRAY(name, bytes, type, text)                                                      \
    BENCHMARK(run<type, copy<type>, (bytes)>)->Name("array " name " : memcpy/handwritten");                  \
    BENCHMARK(run<type, structwire_array<text, type>, (bytes)>)->Name("array " name " : memcpy/structwire"); \
    BENCHMARK(run<type, loop<type>, (bytes)>)->Name("array " name " : loop/handwritten");                    \
    BENCHMARK(run<type, boost_loop<type>, (bytes)>)->Name("array " name " : Boost.Endian/handwritten")

#define STRUCTWIRE_BENCH_SIZES(name, type, text)                  \
    STRUCTWIRE_BENCH_ARRAY(name " 1 KiB", kib, type, text);       \
    STRUCTWIRE_BENCH_ARRAY(name " 16 KiB", 16 * kib, type, text); \
    STRUCTWIRE_BENCH_ARRAY(name " 4 MiB", 4 * mib, type, text);   \
    STRUCTWIRE_BENCH_ARRAY(name " 64 MiB", 64 * mib, type, text)

STRUCTWIRE_BENCH_SIZES("u16", std::uint16_t, ">H");
STRUCTWIRE_BENCH_SIZES("u32", std::uint32_t, ">I");
STRUCTWIRE_BENCH_SIZES("u64", std::uint64_t, ">Q");
STRUCTWIRE_BENCH_SIZES("f64", double, ">d");

}  // namespace
