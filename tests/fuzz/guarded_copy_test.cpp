// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/guarded_copy.hpp>

#include <csignal>
#include <cstdint>
#include <unistd.h>
#include <utility>
#include <vector>

#include "fuzz/child_process.hpp"
#include "support/catch.hpp"

namespace fuzz = structwire::fuzz;
using structwire::byte_view;
using test_support::ending;
using test_support::in_child;
using test_support::touch;

namespace {

bool is_fault(const ending& end) { return end.signal == SIGSEGV; }

std::vector<std::byte> sample(std::size_t size) { return std::vector<std::byte>(size, std::byte{0x5a}); }

std::size_t page() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

}  // namespace

TEST_CASE("guarded_copy: one byte behind the end is fatal, the last one is not", "[fuzz][guarded_copy][limits]") {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{17}, page() - 1, page(), page() + 1}) {
        const auto bytes = sample(size);
        const fuzz::guarded_copy copy(bytes);
        REQUIRE(copy.bytes().size() == size);
        CHECK(std::vector(copy.bytes().begin(), copy.bytes().end()) == bytes);
        CHECK(is_fault(in_child([&] { touch(copy.bytes().data() + size); })));
        if (size != 0) CHECK(in_child([&] { touch(copy.bytes().data() + size - 1); }).is_good());
    }
}

TEST_CASE("guarded_copy: a read in front is noticed where the bytes fill their pages", "[fuzz][guarded_copy]") {
    const fuzz::guarded_copy short_copy(sample(10));
    CHECK(in_child([&] { touch(short_copy.bytes().data() - 1); }).is_good());
}

TEST_CASE("guarded_copy: it cannot be written", "[fuzz][guarded_copy]") {
    const fuzz::guarded_copy copy(sample(10));
    CHECK(is_fault(in_child([&] { *const_cast<volatile std::byte*>(copy.bytes().data()) = std::byte{1}; })));
}

TEST_CASE("guarded_copy: moves", "[fuzz][guarded_copy]") {
    fuzz::guarded_copy first(sample(10));
    fuzz::guarded_copy second(std::move(first));
    CHECK(first.bytes().empty());
    CHECK(second.bytes().size() == 10);
    first = std::move(second);
    CHECK(first.bytes().size() == 10);
}

TEST_CASE("on_exact_copy: gives back what the function returns", "[fuzz][guarded_copy]") {
    const auto size_of = [](byte_view bytes) { return bytes.size(); };
    CHECK(fuzz::on_exact_copy(size_of, sample(12)) == 12);
    CHECK(fuzz::on_exact_copy(size_of, {}) == 0);
}

TEST_CASE("on_exact_copy: a function that reads too much does not survive", "[fuzz][guarded_copy]") {
    const auto length_believer = [](byte_view bytes) { touch(bytes.data() + std::to_integer<int>(bytes[0])); };
    for (const int length : {0, 1, 2, 3}) {
        const std::vector<std::byte> message{std::byte(length), std::byte{0}, std::byte{0}};
        const auto end = in_child([&] { fuzz::on_exact_copy(length_believer, message); });
        CHECK(end.is_good() == (length < 3));
    }
    CHECK(!in_child([&] { fuzz::on_exact_copy([](byte_view none) { touch(none.data()); }, {}); }).is_good());
}
