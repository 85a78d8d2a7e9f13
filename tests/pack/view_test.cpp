// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/pack.hpp>
#include <structwire/pack/unpack.hpp>
#include <structwire/pack/view.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::byte_view;
using structwire::errc;
using structwire::error;
using structwire::mutable_view;
using structwire::operation;
using structwire::pack;
using structwire::view;
using structwire::testing::bytes;

using reading = structwire::record_view<">I:id: H:kind: 8s:symbol:">;
using writing = structwire::mutable_record_view<">I:id: H:kind: 8s:symbol:">;

static_assert(std::is_trivially_copyable_v<reading> && sizeof(reading) == sizeof(void*));
static_assert(std::is_trivially_copyable_v<writing> && std::is_convertible_v<writing, reading>);
static_assert(!std::is_convertible_v<reading, writing>);

template <class View, std::size_t Index>
concept writes = requires(View record) { record.template set<Index>(1u); };
template <class View, std::size_t Index>
concept reads = requires(View record) { record.template get<Index>(); };
static_assert(writes<writing, 0> && !writes<reading, 0> && !writes<writing, 3>);
static_assert(reads<writing, 2> && reads<reading, 2> && !reads<reading, 3>);

constexpr auto wire = pack<">I H 8s">(42, 7, "BTCUSD");

constexpr error failure(std::size_t size) {
    constexpr std::array<std::byte, 16> more{};
    const auto got = structwire::try_view<">I:id: H:kind: 8s:symbol:">(byte_view(more).first(size));
    return got ? error{.code = errc{}} : got.error();
}

// What `set` makes of a record of zeros, and of one of ones, in the field number 1.
template <structwire::fixed_string Text, class Value>
constexpr bool only_field_1_changes(Value value) {
    for (const int filling : {0, 255}) {
        std::array<std::byte, structwire::layout_of<Text>.size> record;
        record.fill(static_cast<std::byte>(filling));
        const auto before = structwire::unpack<Text>(record);
        const auto [first, second, third] = before;
        mutable_view<Text>(record).template set<1>(value);
        const auto [first_after, second_after, third_after] = structwire::unpack<Text>(record);
        if (first_after != first || second_after != value || third_after != third) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("view: loads the field that is asked for", "[view]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const auto record = view<">I:id: H:kind: 8s:symbol:">(wire);
        return record.get<"id">() == 42 && record.get<1>() == 7 && record.get<"symbol">() == "BTCUSD" &&
               record.get<2>().data() == wire.data() + 6;
    }());
    STATIC_REQUIRE(std::is_same_v<decltype(view<">I:id: H 8s">(wire).get<1>()), std::uint16_t>);
}

TEST_CASE("view: gives all fields and the bytes", "[view]") {
    STRUCTWIRE_BOTH_TIMES(view<">I H 8s">(wire).fields() == structwire::unpack<">I H 8s">(wire));
    STRUCTWIRE_BOTH_TIMES(view<">I H 8s">(wire).bytes().data() == wire.data());
    STATIC_REQUIRE(std::is_same_v<decltype(view<">I H 8s">(wire).bytes()), std::span<const std::byte, 14>>);
}

TEST_CASE("view: reaches what unpack reaches: arrays, structures, bits, aligned fields", "[view]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto bits = pack<">{u3}{i10}{u3} 2H 2T{BB} ?">(5, -3, 6, {1, 2}, {{3, 4}, {5, 6}}, true);
        const auto record = view<">{u3}:low:{i10}:middle:{u3}:high: 2H:pair: 2T{BB}:inner: ?:end:">(bits);
        return record.get<"low">() == 5 && record.get<"middle">() == -3 && record.get<"high">() == 6 &&
               record.get<"pair">()[1] == 2 && record.get<"inner">()[1].get<0>() == 5 && record.get<"end">();
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto aligned = pack<"@BI">(1, 9);
        return view<"@BI">(aligned).get<1>() == 9;
    }());
}

TEST_CASE("view: looks into records that are too large to be unpacked", "[view][limits]") {
    std::vector<std::byte> large(80001);
    large.back() = std::byte{7};
    const auto record = structwire::try_mutable_view<">20000I:numbers: B:end:">(large);
    REQUIRE(record);
    CHECK(record->get<"end">() == 7);
    record->set<"end">(8);
    CHECK(large.back() == std::byte{8});
    CHECK(record->bytes().size() == 80001);
}

TEST_CASE("mutable_view: stores one field and touches no other", "[view]") {
    STRUCTWIRE_BOTH_TIMES([] {
        auto copy = wire;
        const auto record = mutable_view<">I:id: H:kind: 8s:symbol:">(copy);
        record.set<"id">(7);
        record.set<2>("X");
        return copy == pack<">I H 8s">(7, 7, "X") && record.get<"kind">() == 7 && record.get<"symbol">() == "X";
    }());
    STRUCTWIRE_BOTH_TIMES(only_field_1_changes<">BHB">(std::uint16_t{0x1234}));
    STRUCTWIRE_BOTH_TIMES(only_field_1_changes<"<HqH">(std::int64_t{-2}));
    STRUCTWIRE_BOTH_TIMES(only_field_1_changes<"@BIB">(std::uint32_t{77}));
}

TEST_CASE("mutable_view: fields of bits leave their neighbours alone", "[view][bits]") {
    STRUCTWIRE_BOTH_TIMES([] {
        auto record = bytes(0xff, 0xff, 0);
        const auto packet = mutable_view<">{u3}:a:{u10}:b:{u3}:c:B">(record);
        packet.set<"b">(0);
        const bool cleared = record == bytes(0xe0, 0x07, 0);
        packet.set<"b">(0x201);
        return cleared && record == bytes(0xf0, 0x0f, 0) && packet.get<"b">() == 0x201;
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        auto record = bytes(0xff, 0xff);
        mutable_view<"<{u3}{u10}{u3}">(record).set<1>(0);
        return record == bytes(0x07, 0xe0);
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        auto record = bytes(0xff, 0xff, 0xff, 0xff);
        const auto flags = mutable_view<">{u4}3{u8}{u4}">(record);
        flags.set<1>({0, 0x12, 0});
        return record == bytes(0xf0, 0x01, 0x20, 0x0f) && flags.get<1>()[1] == 0x12;
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        auto record = bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
        mutable_view<">{u4}{u64}{u4}">(record).set<1>(0);
        return record == bytes(0xf0, 0, 0, 0, 0, 0, 0, 0, 0x0f);
    }());
}

TEST_CASE("mutable_view: takes what pack takes", "[view]") {
    STRUCTWIRE_BOTH_TIMES([] {
        std::array<std::byte, 16> record{};
        const auto packet = mutable_view<">e ? c 3s (2)H T{BH} H">(record);
        packet.set<0>(1.5);
        packet.set<1>(true);
        packet.set<2>('z');
        packet.set<3>(std::array<char, 3>{'a', 'b', 'c'});
        packet.set<4>({1, 2});
        packet.set<5>({3, 4});
        packet.set<6>(structwire::low_bits(0x12345));
        return record == pack<">e?c3s(2)HT{BH}H">(1.5, true, 'z', "abc", {1, 2}, {3, 4}, 0x2345);
    }());
}

TEST_CASE("mutable_view: a view that writes is one that reads", "[view]") {
    std::array<std::byte, 4> record{};
    const auto packet = mutable_view<">I:id:">(record);
    const structwire::record_view<">I:id:"> same = packet;
    packet.set<0>(9u);
    CHECK(same.get<"id">() == 9);
    CHECK(packet.bytes().data() == record.data());
}

TEST_CASE("try_view: takes exactly the size, and says what is missing or extra", "[view][errors][limits]") {
    STRUCTWIRE_BOTH_TIMES(failure(14).code == errc{});
    STRUCTWIRE_BOTH_TIMES(failure(13) == error{.code = errc::short_buffer,
                                               .during = operation::unpack,
                                               .item = 2,
                                               .position = 16,
                                               .offset = 13,
                                               .wanted = 14,
                                               .given = 13});
    STRUCTWIRE_BOTH_TIMES(failure(15).code == errc::extra_bytes && failure(15).offset == 14);
    const std::string text = "abcd";
    CHECK(structwire::try_view<"4s">(text)->get<0>() == "abcd");
}

TEST_CASE("try_mutable_view: writes to any contiguous bytes", "[view]") {
    std::vector<unsigned char> numbers{0, 1, 2};
    const auto got = structwire::try_mutable_view<">BH">(numbers);
    REQUIRE(got);
    got->set<1>(0x0506);
    CHECK(numbers == std::vector<unsigned char>{0, 5, 6});
    CHECK(structwire::try_mutable_view<">BI">(numbers).error().code == errc::short_buffer);
}
