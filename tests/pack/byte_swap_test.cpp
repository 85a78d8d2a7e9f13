// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/detail/byte_swap.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "byte_swap_kernels.hpp"
#include "support/catch.hpp"

namespace {

using structwire::detail::byte_swap_kernels;
using structwire::detail::copy_swapped_function;

constexpr std::size_t longest = 300;        // elements
constexpr std::size_t last_alignment = 64;  // one more than a cache line has
constexpr std::size_t guard = 64;           // bytes in front of and behind the run: the widest vector
constexpr std::byte untouched{0xa5};

// Every byte differs from its neighbours and from `untouched` nearly always.
std::vector<std::byte> some_bytes(std::size_t size) {
    std::vector<std::byte> bytes(size);
    std::uint32_t state = 1;
    for (std::byte& each : bytes) {
        state = state * 1'664'525 + 1'013'904'223;
        each = static_cast<std::byte>(state >> 24U);
    }
    return bytes;
}

// The oracle: one byte after the other.
void swap_naively(std::byte* to, const std::byte* from, std::size_t count, std::size_t size) {
    for (std::size_t index = 0; index != count * size; ++index) {
        const std::size_t place = index % size;
        to[index] = from[index - place + (size - 1 - place)];
    }
}

// One way to swap elements of one size, under test.
struct subject {
    std::string name;
    std::size_t size;
    copy_swapped_function swap;
};

std::vector<subject> all_subjects() {
    std::vector<subject> subjects{{"in use", 2, structwire::detail::copy_swapped_2},
                                  {"in use", 4, structwire::detail::copy_swapped_4},
                                  {"in use", 8, structwire::detail::copy_swapped_8}};
    for (const auto& kernel : byte_swap_kernels()) {
        if (!kernel.supported) continue;
        subjects.push_back({kernel.name, 2, kernel.swap_2});
        subjects.push_back({kernel.name, 4, kernel.swap_4});
        subjects.push_back({kernel.name, 8, kernel.swap_8});
    }
    return subjects;
}

struct placement {
    std::size_t count;
    std::size_t to;    // bytes behind an aligned address
    std::size_t from;  // likewise
};

// Buffers of one subject: what it reads, what it writes, what it should have written.
class trial {
public:
    explicit trial(const subject& tried) : tried_(tried) {}

    bool apart(placement where) {
        const std::byte* const from = source_.data() + where.from;
        const std::vector<std::byte> before(from, from + where.count * tried_.size);
        expect(where, from);
        tried_.swap(written() + where.to, from, where.count);
        return as_expected(where) && std::equal(before.begin(), before.end(), from);
    }

    bool in_place(placement where) {
        const std::byte* const from = source_.data() + where.from;
        expect(where, from);
        std::copy_n(from, where.count * tried_.size, written() + where.to);
        tried_.swap(written() + where.to, written() + where.to, where.count);
        return as_expected(where);
    }

private:
    static constexpr std::size_t capacity = guard + last_alignment + longest * 8 + guard;

    std::byte* written() { return written_.data() + guard; }

    void expect(placement where, const std::byte* from) {
        written_.fill(untouched);
        expected_.fill(untouched);
        swap_naively(expected_.data() + guard + where.to, from, where.count, tried_.size);
    }

    bool as_expected(placement where) const {
        const std::size_t used = guard + where.to + where.count * tried_.size + guard;
        return std::equal(written_.begin(), written_.begin() + static_cast<std::ptrdiff_t>(used), expected_.begin());
    }

    alignas(64) std::array<std::byte, capacity> written_{};
    std::array<std::byte, capacity> expected_{};
    std::vector<std::byte> source_ = some_bytes(last_alignment + longest * 8);
    subject tried_;
};

// Every length with every alignment of the output; and, as 7 and 65 have no common factor, of the input.
template <class Try>
std::optional<placement> first_failure(Try&& succeeds) {
    for (std::size_t count = 0; count <= longest; ++count) {
        for (std::size_t to = 0; to <= last_alignment; ++to) {
            const placement where{count, to, (to * 7 + count) % (last_alignment + 1)};
            if (!succeeds(where)) return where;
        }
    }
    return {};
}

std::string text(std::optional<placement> where) {
    if (!where) return "none";
    return std::to_string(where->count) + " elements, output at " + std::to_string(where->to) + ", input at " +
           std::to_string(where->from);
}

}  // namespace

TEST_CASE("copy_swapped: reverses each element, apart, every kernel, length and alignment", "[byte_swap]") {
    for (const subject& each : all_subjects()) {
        trial buffers(each);
        INFO(each.name << ", " << each.size << " bytes");
        CHECK(text(first_failure([&](placement where) { return buffers.apart(where); })) == "none");
    }
}

TEST_CASE("copy_swapped: reverses each element once, in place, every kernel, length and alignment", "[byte_swap]") {
    for (const subject& each : all_subjects()) {
        trial buffers(each);
        INFO(each.name << ", " << each.size << " bytes");
        CHECK(text(first_failure([&](placement where) { return buffers.in_place(where); })) == "none");
    }
}

// For AddressSanitizer, which sees what lies outside a block of the heap.
TEST_CASE("copy_swapped: reads and writes nothing outside the run", "[byte_swap][limits]") {
    for (const subject& each : all_subjects()) {
        INFO(each.name << ", " << each.size << " bytes");
        std::size_t failures = 0;
        for (std::size_t count = 0; count <= longest; ++count) {
            const std::vector<std::byte> from = some_bytes(count * each.size);
            std::vector<std::byte> to(from.size());
            std::vector<std::byte> expected(from.size());
            each.swap(to.data(), from.data(), count);
            swap_naively(expected.data(), from.data(), count, each.size);
            if (to != expected) ++failures;
        }
        CHECK(failures == 0);
    }
}

TEST_CASE("copy_swapped: long runs", "[byte_swap]") {
    constexpr std::size_t count = 100'003;
    for (const subject& each : all_subjects()) {
        INFO(each.name << ", " << each.size << " bytes");
        std::vector<std::byte> bytes = some_bytes(count * each.size);
        std::vector<std::byte> to(bytes.size());
        std::vector<std::byte> expected(bytes.size());
        swap_naively(expected.data(), bytes.data(), count, each.size);
        each.swap(to.data(), bytes.data(), count);
        CHECK((to == expected));
        each.swap(bytes.data(), bytes.data(), count);
        CHECK((bytes == expected));
    }
}

TEST_CASE("copy_swapped: runs longer than the caches, at whole and at odd addresses", "[byte_swap]") {
    constexpr std::size_t bytes = structwire::detail::streamed_bytes + 72;
    const std::vector<std::byte> from = some_bytes(bytes);
    std::vector<std::byte> to(guard + bytes + guard);
    for (const std::size_t size : {std::size_t{2}, std::size_t{4}, std::size_t{8}}) {
        std::vector<std::byte> expected(bytes);
        swap_naively(expected.data(), from.data(), bytes / size, size);
        for (const subject& each : all_subjects()) {
            if (each.size != size) continue;
            for (const std::size_t first : {guard + 8, guard - 1}) {
                INFO(each.name << ", " << size << " bytes, from byte " << first);
                std::fill(to.begin(), to.end(), untouched);
                each.swap(to.data() + first, from.data(), bytes / size);
                CHECK(std::memcmp(to.data() + first, expected.data(), bytes) == 0);
                CHECK(to[first - 1] == untouched);
                CHECK(to[first + bytes] == untouched);
            }
        }
    }
}

TEST_CASE("byte_swap_kernels: there is one that every CPU supports, and each has a name of its own", "[byte_swap]") {
    const auto kernels = byte_swap_kernels();
    CHECK(kernels.front().supported);
    for (std::size_t index = 1; index < kernels.size(); ++index) {
        CHECK(std::string(kernels[index].name) != kernels[index - 1].name);
    }
}
