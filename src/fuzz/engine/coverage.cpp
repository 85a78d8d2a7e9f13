// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/coverage.hpp"

#include <structwire/fuzz/random.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <link.h>
#include <span>

#include "fuzz/engine/interface.hpp"

// The callbacks run inside of the target, at every block and before main: no constructors, no allocation. CMakeLists.txt
// keeps this file free of any instrumentation.
namespace structwire::fuzz::engine::coverage {

namespace {

// Where the program or a shared library lies. Addresses differ from run to run, the distance to the start does not.
struct module_range {
    std::uintptr_t first = 0;
    std::uintptr_t size = 0;
    std::uint64_t number = 0;
};

constexpr std::size_t max_modules = 64;

// Of the thread that calls the target, and of no other: the map would be torn, and differ from run to run.
constinit thread_local bool counting [[gnu::tls_model("initial-exec")]] = false;
constinit thread_local bool calls_target [[gnu::tls_model("initial-exec")]] = false;
constinit std::atomic<bool> instrumented = false;
constinit bool value_profile = false;
constinit std::uint32_t previous_block = 0;
constinit std::uint32_t touched_count = 0;
constinit std::uint32_t switch_turn = 0;
constinit std::uint32_t byte_turn = 0;
constinit std::array<std::uint8_t, map_size> counters{};
constinit std::array<std::uint32_t, map_size> touched_places{};
constinit std::array<comparison, 256> integer_table{};
constinit std::array<byte_comparison, 64> byte_table{};
constinit std::array<module_range, max_modules> modules{};
constinit std::size_t module_count = 0;
constinit module_range latest_module{};
constinit std::array<part, 64> all_parts{};
constinit std::size_t part_count = 0;
constinit part current_part{};

constexpr std::array<std::uint8_t, 256> buckets = [] {
    std::array<std::uint8_t, 256> table{};
    for (std::size_t count = 0; count < table.size(); ++count) {
        table[count] = count <= 3     ? static_cast<std::uint8_t>(count == 0 ? 0 : count - 1)
                       : count <= 7   ? 3
                       : count <= 15  ? 4
                       : count <= 31  ? 5
                       : count <= 127 ? 6
                                      : 7;
    }
    return table;
}();

int add_module(dl_phdr_info* info, std::size_t, void*) {
    if (module_count == max_modules) return 1;
    std::uintptr_t first = UINTPTR_MAX;
    std::uintptr_t last = 0;
    for (std::size_t at = 0; at < info->dlpi_phnum; ++at) {
        const auto& segment = info->dlpi_phdr[at];
        if (segment.p_type != PT_LOAD) continue;
        first = std::min<std::uintptr_t>(first, info->dlpi_addr + segment.p_vaddr);
        last = std::max<std::uintptr_t>(last, info->dlpi_addr + segment.p_vaddr + segment.p_memsz);
    }
    if (first < last) modules[module_count] = {first, last - first, random(module_count).next()};
    ++module_count;
    return 0;
}

bool select_module(std::uintptr_t address) {
    const auto found = std::ranges::find_if(
        modules, [address](const module_range& module) { return address - module.first < module.size; });
    if (found == modules.end()) return false;
    latest_module = *found;
    return true;
}

// A number for an address in code that is the same in every run of the program.
[[gnu::always_inline]] inline std::uint64_t place_of(const void* code) {
    const auto address = reinterpret_cast<std::uintptr_t>(code);
    if (address - latest_module.first >= latest_module.size && !select_module(address)) {
        module_count = 0;  // loaded since then, or no module at all
        dl_iterate_phdr(add_module, nullptr);
        if (!select_module(address)) return 0;
    }
    return (address - latest_module.first + latest_module.number) * 0x9E3779B97F4A7C15U;
}

[[gnu::always_inline]] inline void count(std::uint32_t place) {
    std::uint8_t& counter = counters[place];
    if (counter == 0) touched_places[touched_count++] = place;
    if (counter != 255) ++counter;
}

// Addresses are left out: they differ without a reason in the input.
[[gnu::always_inline]] inline void trace_value(std::uint64_t site, std::uint64_t value) {
    const bool is_address = value >> 32 != 0 && value >> 48 == 0;
    if (!is_address) current_part.trace += (site ^ value) * 0xBF58476D1CE4E5B9U;
}

[[gnu::always_inline]] inline void compare(const void* code, std::uint64_t first, std::uint64_t second) {
    if (!counting) return;
    const std::uint64_t site = place_of(code);
    trace_value(site, first);
    trace_value(~site, second);
    if (first != second) integer_table[(site + first * 31 + second) >> 32 & 255] = {first, second};
    if (!value_profile) return;
    const auto distance = static_cast<std::uint32_t>(std::popcount(first ^ second));
    const auto place = edges + ((static_cast<std::uint32_t>(site >> 48) + distance) & (edges - 1));
    if (counters[place] == 0) count(place);
}

// The address of the caller is often that of the sanitizer: the latest block says better where this is. It is no part of
// the trace: code that is not instrumented calls memcmp too.
void compare_bytes(const void* first, std::size_t first_size, const void* second, std::size_t second_size) {
    if (first_size == 0 || second_size == 0) return;
    byte_comparison& slot = byte_table[(previous_block + byte_turn++ % 4) % byte_table.size()];
    slot.first_size = static_cast<std::uint8_t>(std::min(first_size, byte_comparison::max_size));
    slot.second_size = static_cast<std::uint8_t>(std::min(second_size, byte_comparison::max_size));
    std::memcpy(slot.first.data(), first, slot.first_size);
    std::memcpy(slot.second.data(), second, slot.second_size);
}

}  // namespace

void start(std::size_t size) {
    for (const std::uint32_t place : touched()) counters[place] = 0;
    touched_count = 0;
    part_count = 0;
    calls_target = true;
    structwire_fuzz_enter(size);
}

void stop() { structwire_fuzz_leave(); }
void use_value_profile(bool on) { value_profile = on; }
bool is_instrumented() { return instrumented.load(std::memory_order_relaxed) || touched_count != 0; }
std::span<const std::uint32_t> touched() { return std::span(touched_places).first(touched_count); }
std::uint32_t feature_at(std::uint32_t place) { return place * 8 + buckets[counters[place]]; }
bool has_feature(std::uint32_t feature) { return counters[feature / 8] != 0 && feature_at(feature / 8) == feature; }
std::span<const part> parts() { return std::span(all_parts).first(part_count); }
std::span<const comparison> comparisons() { return integer_table; }
std::span<const byte_comparison> byte_comparisons() { return byte_table; }

std::uint64_t work() {
    std::uint64_t sum = 0;
    for (const std::uint32_t place : touched()) sum += counters[place];
    return sum;
}

}  // namespace structwire::fuzz::engine::coverage

namespace coverage = structwire::fuzz::engine::coverage;

// The names are those that the compilers call. NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {

void structwire_fuzz_enter(std::size_t size) {
    if (!coverage::calls_target) return;
    coverage::previous_block = 0;
    coverage::current_part = {size, 0};
    coverage::counting = true;
}

// Without a block nothing was given to the parser: what a kit does before its first enter.
void structwire_fuzz_leave() {
    if (coverage::counting && coverage::part_count < coverage::all_parts.size()) {
        coverage::all_parts[coverage::part_count++] = coverage::current_part;
    }
    coverage::counting = false;
}

void __sanitizer_cov_trace_pc() {
    if (!coverage::counting) {
        coverage::instrumented.store(true, std::memory_order_relaxed);
        return;
    }
    const auto block = static_cast<std::uint32_t>(coverage::place_of(__builtin_return_address(0)) >> 48);
    coverage::current_part.trace += (block + 1) * 0x94D049BB133111EBU;
    coverage::count(block ^ coverage::previous_block);
    coverage::previous_block = block >> 1;  // so that A to B and B to A differ, and a loop of one block is not 0
}

#define STRUCTWIRE_COMPARE(name, type)                                 \
    void __sanitizer_cov_trace_##name(type first, type second) {       \
        coverage::compare(__builtin_return_address(0), first, second); \
    }
STRUCTWIRE_COMPARE(cmp1, std::uint8_t)
STRUCTWIRE_COMPARE(cmp2, std::uint16_t)
STRUCTWIRE_COMPARE(cmp4, std::uint32_t)
STRUCTWIRE_COMPARE(cmp8, std::uint64_t)
STRUCTWIRE_COMPARE(const_cmp1, std::uint8_t)
STRUCTWIRE_COMPARE(const_cmp2, std::uint16_t)
STRUCTWIRE_COMPARE(const_cmp4, std::uint32_t)
STRUCTWIRE_COMPARE(const_cmp8, std::uint64_t)
#undef STRUCTWIRE_COMPARE

void __sanitizer_cov_trace_cmpf(float first, float second) {
    coverage::compare(__builtin_return_address(0), std::bit_cast<std::uint32_t>(first),
                      std::bit_cast<std::uint32_t>(second));
}

void __sanitizer_cov_trace_cmpd(double first, double second) {
    coverage::compare(__builtin_return_address(0), std::bit_cast<std::uint64_t>(first),
                      std::bit_cast<std::uint64_t>(second));
}

// `cases` are: their number, the width in bits, the values. One of them per call, in turn: a large switch would push
// everything else out of the table.
void __sanitizer_cov_trace_switch(std::uint64_t value, const std::uint64_t* cases) {
    if (!coverage::counting || cases[0] == 0) return;
    const void* code = __builtin_return_address(0);
    coverage::trace_value(coverage::place_of(code), value);
    coverage::compare(code, value, cases[2 + coverage::switch_turn++ % cases[0]]);
}

// AddressSanitizer calls these, where they exist, from its own memcmp and the like.
void __sanitizer_weak_hook_memcmp(const void*, const void* first, const void* second, std::size_t size, int result) {
    if (coverage::counting && result != 0) coverage::compare_bytes(first, size, second, size);
}

void __sanitizer_weak_hook_strncmp(const void*, const char* first, const char* second, std::size_t size, int result) {
    if (coverage::counting && result != 0)
        coverage::compare_bytes(first, strnlen(first, size), second, strnlen(second, size));
}

void __sanitizer_weak_hook_strcmp(const void*, const char* first, const char* second, int result) {
    if (coverage::counting && result != 0)
        coverage::compare_bytes(first, std::strlen(first), second, std::strlen(second));
}
}
// NOLINTEND(bugprone-reserved-identifier)
