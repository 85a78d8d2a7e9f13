// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/load_value.hpp>

#include <cstddef>

#include "pack/format_support.hpp"

namespace {

using namespace structwire::testing;
using structwire::errc;
using structwire::error;
using structwire::load_value;
using structwire::load_variable;
using structwire::operation;
using structwire::value;

}  // namespace

TEST_CASE("load_value: bits and integers of odd sizes", "[format][load_value]") {
    const auto bits = compiled(">{u3}3{i7}2{u4}");
    const octets wire = packed(">{u3}3{i7}2{u4}", {5, -2, 0, 33, 1, 2});
    CHECK(load_value(bits.items()[0], wire.data()) == value(5));
    CHECK(load_value(bits.items()[1], wire.data(), 0) == value(-2));
    CHECK(load_value(bits.items()[1], wire.data(), 1) == value(0));
    CHECK(load_value(bits.items()[1], wire.data() + bits.items()[1].offset, 2) == value(33));
    CHECK(load_value(bits.items()[2], wire.data() + bits.items()[2].offset, 1) == value(2));
    CHECK(load_value(compiled(">2{u24}").items()[0], of({0, 0, 1, 0, 0, 2}).data(), 1) == value(2));
    CHECK(load_value(compiled("(2)2s").items()[0], wire.data(), 1).as_bytes()->data() == wire.data() + 2);
}

TEST_CASE("load_value: an item without a value is 0", "[format][load_value]") {
    CHECK(load_value(compiled("T{B}").items()[0], of({7}).data()) == value(0));
    CHECK(load_value(compiled("x").items()[0], of({7}).data()) == value(0));
}

TEST_CASE("load_variable: numbers, bytes and counts, and the bytes that they take", "[format][load_variable]") {
    const octets wire = of({0xac, 2, 'a', 0, 9, 9});
    const auto number = load_variable(compiled("{uv}").items()[0], wire);
    CHECK(number->content == value(300));
    CHECK(number->bytes == 2);
    const auto text = load_variable(compiled("{z}").items()[0], structwire::byte_view(wire).subspan(2));
    CHECK(text->content == value("a"));
    CHECK(text->bytes == 2);
    const auto count = load_variable(compiled("<{B:(B)}").items()[0], structwire::byte_view(of({2, 1, 1})));
    CHECK(count->content == value(2));
    CHECK(count->bytes == 1);
    CHECK(load_variable(compiled("{*}").items()[0], wire)->bytes == 6);
}

TEST_CASE("load_variable: what is short or bad", "[format][load_variable][errors]") {
    CHECK(load_variable(compiled(">B{H:(IB)}").items()[1], of({0, 3, 1})).error() == error{.code = errc::short_buffer,
                                                                                           .during = operation::unpack,
                                                                                           .position = 2,
                                                                                           .offset = 3,
                                                                                           .wanted = 17,
                                                                                           .given = 3});
    CHECK(load_variable(compiled("{uv}").items()[0], of({0x80, 0})).error() ==
          error{.code = errc::bad_varint, .during = operation::unpack, .letter = 'v', .position = 0, .offset = 0});
    CHECK(load_variable(compiled("{b:s}").items()[0], of({255})).error().code == errc::bad_count);
}
