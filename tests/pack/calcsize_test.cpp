// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/calcsize.hpp>

#include <cstddef>
#include <type_traits>

#include "support/catch.hpp"

using structwire::calcsize;

namespace {

// The layout that `@` follows, without the padding at its end.
struct c_record {
    char a;
    long b;
    short c;
    double d;
    char e;
    void* f;
    bool g;
    float h;
};

constexpr std::size_t next_multiple(std::size_t size, std::size_t of) { return (size + of - 1) / of * of; }

}  // namespace

TEST_CASE("calcsize: standard sizes have no alignment", "[calcsize]") {
    STATIC_REQUIRE(calcsize<"<xcbB?hHeiIlLfqQd"> == 5 + 3 * 2 + 5 * 4 + 3 * 8);
    STATIC_REQUIRE(calcsize<">I H 8s"> == 14);
    STATIC_REQUIRE(calcsize<">bl"> == 5);
    STATIC_REQUIRE(calcsize<"=bq"> == 9);
    STATIC_REQUIRE(calcsize<">IHBq"> == 15);
}

TEST_CASE("calcsize: nothing has size 0", "[calcsize]") {
    STATIC_REQUIRE(calcsize<""> == 0);
    STATIC_REQUIRE(calcsize<"@"> == 0);
    STATIC_REQUIRE(calcsize<">0I0s0p0x"> == 0);
}

TEST_CASE("calcsize: zero-count items align in @", "[calcsize][native]") {
    STATIC_REQUIRE(calcsize<"<llh0l"> == 10);
    STATIC_REQUIRE(calcsize<"@llh0l"> == next_multiple(2 * sizeof(long) + 2, alignof(long)));
    STATIC_REQUIRE(calcsize<"@b0l"> == next_multiple(1, alignof(long)));
    STATIC_REQUIRE(calcsize<"@0l"> == 0);
}

TEST_CASE("calcsize: @ lays out as a C struct, without padding at the end", "[calcsize][native]") {
    STATIC_REQUIRE(calcsize<"@blhdbP?f"> == offsetof(c_record, h) + sizeof(float));
    STATIC_REQUIRE(calcsize<"@lb"> == sizeof(long) + 1);
}

TEST_CASE("calcsize: is of the type of sizes", "[calcsize]") {
    STATIC_REQUIRE(std::is_same_v<decltype(calcsize<">I">), const std::size_t>);
}
