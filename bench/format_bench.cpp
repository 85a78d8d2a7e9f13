// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Formats that are compiled at run time, once, with caller memory: `>IHBq` and `>16I`, one record for each item.
/// `bench/python_struct.py` measures CPython's struct.Struct with the same records and prints the ratio.
#include <structwire/format.hpp>

#include <array>
#include <benchmark/benchmark.h>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

namespace {

using structwire::format;
using structwire::value;

struct prepared {
    format compiled;
    std::vector<value> record;
    std::vector<std::byte> wire;
};

prepared prepare(std::string_view text) {
    auto compiled = format::compile(text);
    if (!compiled) std::abort();
    std::vector<value> record;
    for (std::uint64_t index = 0; index != compiled->values(); ++index) record.emplace_back(index % 8);
    auto wire = compiled->pack(record);
    if (!wire) std::abort();
    return {*std::move(compiled), std::move(record), *std::move(wire)};
}

void pack_into(benchmark::State& state, std::string_view text) {
    prepared each = prepare(text);
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(each.record.data());
        if (!each.compiled.pack_into(each.wire, 0, each.record)) std::abort();
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations());
}

void unpack_into(benchmark::State& state, std::string_view text) {
    prepared each = prepare(text);
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(each.wire.data());
        if (!each.compiled.unpack_into(each.wire, each.record)) std::abort();
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations());
}

void iter_unpack(benchmark::State& state, std::string_view text) {
    prepared each = prepare(text);
    constexpr std::size_t records = 1000;
    std::vector<std::byte> wires;
    for (std::size_t index = 0; index != records; ++index) {
        wires.insert(wires.end(), each.wire.begin(), each.wire.end());
    }
    for ([[maybe_unused]] auto _ : state) {
        const auto all = each.compiled.iter_unpack(wires);
        if (!all) std::abort();
        for (const auto& record : *all) {
            if (!record.unpack_into(each.record)) std::abort();
            benchmark::ClobberMemory();
        }
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{records});
}

BENCHMARK_CAPTURE(pack_into, four, ">IHBq")->Name("format pack_into >IHBq");
BENCHMARK_CAPTURE(unpack_into, four, ">IHBq")->Name("format unpack_into >IHBq");
BENCHMARK_CAPTURE(iter_unpack, four, ">IHBq")->Name("format iter_unpack >IHBq");
BENCHMARK_CAPTURE(pack_into, sixteen, ">16I")->Name("format pack_into >16I");
BENCHMARK_CAPTURE(unpack_into, sixteen, ">16I")->Name("format unpack_into >16I");
BENCHMARK_CAPTURE(unpack_into, bits, ">{u4}{u4}BHH{u3}{u13}")->Name("format unpack_into >{u4}{u4}BHH{u3}{u13}");
BENCHMARK_CAPTURE(unpack_into, variable, ">{uv}{uv}I")->Name("format unpack_into >{uv}{uv}I");

}  // namespace
