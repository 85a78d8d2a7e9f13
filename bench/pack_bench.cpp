// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// `>IHBq`, packed and unpacked, against memcpy and byte swaps by hand.
#include <structwire/pack.hpp>

#include <array>
#include <benchmark/benchmark.h>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace {

constexpr std::size_t record_bytes = 15;
constexpr std::size_t records = 1024;

struct order {
    std::uint32_t id;
    std::uint16_t kind;
    std::uint8_t side;
    std::int64_t price;
};

std::vector<order> some_orders() {
    std::vector<order> orders;
    for (std::uint32_t index = 0; index != records; ++index) {
        orders.push_back({index * 2'654'435'761U, static_cast<std::uint16_t>(index), static_cast<std::uint8_t>(index),
                          std::int64_t{index} * -7});
    }
    return orders;
}

template <class Number>
Number big_endian(Number number) {
    return std::endian::native == std::endian::big ? number : std::byteswap(number);
}

template <class Number>
void put(std::byte* to, Number number) {
    number = big_endian(number);
    std::memcpy(to, &number, sizeof number);
}

template <class Number>
Number take(const std::byte* from) {
    Number number;
    std::memcpy(&number, from, sizeof number);
    return big_endian(number);
}

void handwritten_pack(std::byte* to, const order& from) {
    put(to, from.id);
    put(to + 4, from.kind);
    put(to + 6, from.side);
    put(to + 7, from.price);
}

void structwire_pack(std::byte* to, const order& from) {
    structwire::pack_into<">IHBq">(std::span<std::byte, record_bytes>(to, record_bytes), from.id, from.kind, from.side,
                                   from.price);
}

std::uint64_t handwritten_unpack(const std::byte* from) {
    return take<std::uint32_t>(from) + take<std::uint16_t>(from + 4) + take<std::uint8_t>(from + 6) +
           static_cast<std::uint64_t>(take<std::int64_t>(from + 7));
}

std::uint64_t structwire_unpack(const std::byte* from) {
    const auto [id, kind, side, price] =
        structwire::unpack<">IHBq">(std::span<const std::byte, record_bytes>(from, record_bytes));
    return std::uint64_t{id} + kind + side + static_cast<std::uint64_t>(price);
}

template <auto Pack>
void pack_records(benchmark::State& state) {
    const auto orders = some_orders();
    std::vector<std::byte> wire(records * record_bytes);
    for (auto _ : state) {
        std::byte* to = wire.data();
        for (const order& each : orders) {
            Pack(to, each);
            to += record_bytes;
        }
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{records});
}

template <auto Unpack>
void unpack_records(benchmark::State& state) {
    std::vector<std::byte> wire(records * record_bytes);
    for (std::size_t index = 0; index != wire.size(); ++index) wire[index] = static_cast<std::byte>(index * 37);
    for (auto _ : state) {
        benchmark::ClobberMemory();
        std::uint64_t sum = 0;
        for (std::size_t index = 0; index != records; ++index) sum += Unpack(wire.data() + index * record_bytes);
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{records});
}

BENCHMARK(pack_records<handwritten_pack>)->Name("pack >IHBq/handwritten");
BENCHMARK(pack_records<structwire_pack>)->Name("pack >IHBq/structwire");
BENCHMARK(unpack_records<handwritten_unpack>)->Name("unpack >IHBq/handwritten");
BENCHMARK(unpack_records<structwire_unpack>)->Name("unpack >IHBq/structwire");

}  // namespace
