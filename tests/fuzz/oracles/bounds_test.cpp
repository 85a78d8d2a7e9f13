// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/oracles/bounds.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <time.h>
#include <vector>

#include "fuzz/child_process.hpp"
#include "support/catch.hpp"

namespace fuzz = structwire::fuzz;
using structwire::as_bytes;
using structwire::byte_view;
using structwire::frame;
using test_support::in_child;
using namespace std::chrono_literals;

namespace {

// Memory that no compiler leaves out.
struct block {
    explicit block(std::size_t size) : memory(::operator new(size)) {}
    ~block() { ::operator delete(memory); }
    block(const block&) = delete;
    block& operator=(const block&) = delete;
    void* memory;
};

void spin(std::chrono::nanoseconds time) {
    const auto now = [] {
        timespec spent{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
        return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
    };
    for (const auto end = now() + time; now() < end;) {
    }
}

struct alignas(64) aligned_bytes {
    char content[64];
};

}  // namespace

TEST_CASE("usage_of: peak, largest allocation and number", "[fuzz][bounds]") {
    const auto cost = fuzz::usage_of([] {
        {
            const block first(100), second(30);
        }
        const block third(110);
    });
    CHECK(cost.allocated_bytes == 130);
    CHECK(cost.allocation_bytes == 110);
    CHECK(cost.allocations == 3);
    const auto nothing = fuzz::usage_of([] {});
    CHECK(nothing.allocated_bytes == 0);
    CHECK(nothing.allocations == 0);
}

TEST_CASE("usage_of: all forms of operator new", "[fuzz][bounds]") {
    const auto cost = fuzz::usage_of([] {
        ::operator delete[](::operator new[](10));
        ::operator delete(::operator new(10, std::nothrow), std::nothrow);
        ::operator delete[](::operator new[](10, std::nothrow), std::nothrow);
        ::operator delete(::operator new(10, std::align_val_t(64)), std::align_val_t(64));
        ::operator delete[](::operator new[](10, std::align_val_t(64)), std::align_val_t(64));
        ::operator delete(::operator new(10, std::align_val_t(64), std::nothrow), std::align_val_t(64));
        ::operator delete(::operator new(10), std::size_t{10});
        ::operator delete(::operator new(10, std::align_val_t(64)), 10, std::align_val_t(64));
        const auto aligned = std::make_unique<aligned_bytes>();
        const aligned_bytes* volatile seen = aligned.get();  // so that it is not left out
        if (reinterpret_cast<std::uintptr_t>(seen) % 64 != 0) std::abort();
    });
    CHECK(cost.allocations == 9);
    CHECK(cost.allocated_bytes == 64);
}

TEST_CASE("usage_of: memory from before is not given back, memory that is kept stays", "[fuzz][bounds]") {
    auto before = std::make_unique<block>(1000);
    std::unique_ptr<block> kept;
    const auto cost = fuzz::usage_of([&] {
        before.reset();
        kept = std::make_unique<block>(100);
    });
    CHECK(cost.allocated_bytes == 100 + sizeof(block));
    CHECK(cost.allocations == 2);
}

TEST_CASE("usage_of: malloc counts under AddressSanitizer only", "[fuzz][bounds]") {
    const auto cost = fuzz::usage_of([] {
        void* volatile memory = std::malloc(50);
        memory = std::realloc(memory, 70);
        std::free(memory);
    });
    CHECK(cost.allocations == (test_support::has_address_sanitizer ? 2 : 0));
}

TEST_CASE("usage_of: other threads are not counted", "[fuzz][bounds]") {
    const auto cost = fuzz::usage_of([] { std::thread([] { const block large(1 << 20); }).join(); });
    CHECK(cost.allocation_bytes < 1 << 20);
}

TEST_CASE("usage_of: one inside another", "[fuzz][bounds]") {
    fuzz::usage inner;
    const auto outer = fuzz::usage_of([&] {
        const block first(100);
        inner = fuzz::usage_of([] { const block second(30); });
        const block third(10);
    });
    CHECK(inner.allocated_bytes == 30);
    CHECK(outer.allocated_bytes == 130);
    CHECK(outer.allocations == 3);
}

TEST_CASE("usage_of: CPU time, not time on the clock", "[fuzz][bounds]") {
    CHECK(fuzz::usage_of([] { spin(5ms); }).time >= 5ms);
    const auto asleep = fuzz::usage_of([] { std::this_thread::sleep_for(300ms); }).time;
    CHECK(asleep < 150ms);
}

TEST_CASE("check_bounds: memory at -1, exactly, and +1", "[fuzz][bounds][limits]") {
    const auto twice = [](byte_view bytes) {
        const block first(bytes.size()), second(bytes.size());
        return true;
    };
    CHECK(!fuzz::check_bounds({.max_allocated_bytes = 25}, twice, as_bytes("0123456789ab")));
    CHECK(!fuzz::check_bounds({.max_allocated_bytes = 24}, twice, as_bytes("0123456789ab")));
    const auto found = fuzz::check_bounds({.max_allocated_bytes = 23}, twice, as_bytes("0123456789ab"));
    REQUIRE(found);
    CHECK(found->oracle == "the memory of a call stays within its limit");
    CHECK(found->text == "24 bytes allocated at the same time, allowed are 23 for an input of 12 bytes");
    CHECK(!fuzz::check_bounds({.allocated_bytes_per_input_byte = 2}, twice, as_bytes("0123456789ab")));
    CHECK(fuzz::check_bounds({.allocated_bytes_per_input_byte = 1}, twice, as_bytes("0123456789ab")));
}

TEST_CASE("check_bounds: one allocation and their number at -1, exactly, and +1", "[fuzz][bounds][limits]") {
    const auto three = [](byte_view) {
        for (const std::size_t size : {5u, 40u, 6u}) const block each(size);
    };
    CHECK(!fuzz::check_bounds({.max_allocation_bytes = 41}, three, {}));
    CHECK(!fuzz::check_bounds({.max_allocation_bytes = 40}, three, {}));
    CHECK(fuzz::check_bounds({.max_allocation_bytes = 39}, three, {})->text ==
          "one allocation of 40 bytes, allowed are 39 for an input of 0 bytes");
    CHECK(!fuzz::check_bounds({.max_allocations = 4}, three, {}));
    CHECK(!fuzz::check_bounds({.max_allocations = 3}, three, {}));
    CHECK(fuzz::check_bounds({.max_allocations = 2}, three, {})->text ==
          "3 allocations, allowed are 2 for an input of 0 bytes");
}

TEST_CASE("check_bounds: time", "[fuzz][bounds][limits]") {
    CHECK(!fuzz::check_bounds({.max_time = 60s}, [](byte_view) {}, {}));
    const auto found = fuzz::check_bounds({.max_time = 2ms}, [](byte_view) { spin(3ms); }, {});
    REQUIRE(found);
    CHECK(found->oracle == "the time of a call stays within its limit");
}

TEST_CASE("bounded: returns what the function returns, and takes frames and chunks", "[fuzz][bounds]") {
    auto sized = fuzz::bounded({.max_allocated_bytes = 0}, [](byte_view bytes) { return bytes.size(); });
    CHECK(sized(as_bytes("abc")) == 3);
    auto framed =
        fuzz::bounded({.max_allocated_bytes = 0}, [](const frame& whole) { return whole.payload.size() == 2; });
    CHECK(framed(frame{as_bytes("h"), as_bytes("pp"), 0}));
    // The kit's copies of the chunks are not the function's memory.
    auto chunked = fuzz::bounded({.max_allocated_bytes = 0}, [](const fuzz::chunks& pieces) {
        std::size_t bytes = 0;
        for (const byte_view piece : pieces) bytes += piece.size();
        return bytes;
    });
    const std::vector<std::size_t> cuts{1, 2};
    CHECK(chunked(fuzz::chunks(as_bytes("abcd"), cuts)) == 4);
}

TEST_CASE("bounded: stops inside the allocation that exceeds a limit", "[fuzz][bounds][limits]") {
    const auto end_of = [](const fuzz::limits& allowed, std::size_t size) {
        return in_child([&] {
            auto call = fuzz::bounded(allowed, [&](const frame&) {
                const block large(size);
                std::fputs("behind it\n", stderr);
            });
            call(frame{as_bytes("ab"), as_bytes("cde"), 0});
        });
    };
    CHECK(end_of({.max_allocation_bytes = 100}, 100).is_good());
    const auto end = end_of({.max_allocation_bytes = 100}, 101);
    CHECK(end.signal == SIGABRT);
    CHECK(end.says("one allocation of 101 bytes, allowed are 100 for an input of 5 bytes"));
    CHECK(!end.says("behind it"));
    CHECK(end_of({.allocated_bytes_per_input_byte = 20}, 101).signal == SIGABRT);
    CHECK(end_of({.max_allocations = 0}, 1).signal == SIGABRT);
    CHECK(end_of({.max_allocations = 1}, 1).is_good());
}

TEST_CASE("bounded: stops on time when the function has returned", "[fuzz][bounds][limits]") {
    const auto end = in_child([] { fuzz::bounded({.max_time = 1ms}, [](byte_view) { spin(2ms); })(byte_view()); });
    CHECK(end.signal == SIGABRT);
    CHECK(end.says("ns of CPU time, allowed are 1000000 for an input of 0 bytes"));
}
