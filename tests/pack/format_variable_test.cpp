// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Items whose size stands in the bytes, packed and unpacked. What goes wrong with them is in
// format_variable_errors_test.cpp.
#include <structwire/format.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "pack/format_support.hpp"

namespace {

using namespace structwire::testing;
using structwire::errc;
using structwire::error;
using structwire::format;
using structwire::operation;
using structwire::value;

}  // namespace

TEST_CASE("format: says how large a variable record is at least and at most", "[format][variable]") {
    const format text = compiled(">B{H:s}I");
    CHECK(text.is_variable());
    CHECK(text.min_size() == 7);
    CHECK(text.max_size() == 7 + 65535);
    CHECK(text.size() == text.min_size());
    CHECK(text.values() == 3);
    CHECK(compiled("{z}").max_size() == structwire::unlimited_size);
    CHECK_FALSE(compiled(">I").is_variable());
    CHECK(compiled(">I").max_size() == 4);
    CHECK(compiled(">I").calcsize() == 4u);
}

TEST_CASE("format::calcsize: refuses a variable format and names the item", "[format][variable][errors]") {
    error fault = compiled(">B T{H {uv}} {z}").calcsize().error();
    CHECK(fault == error{.code = errc::variable_size, .during = operation::calcsize, .letter = '{', .position = 7});
}

TEST_CASE("format: LEB128, the shortest for every length", "[format][variable][varint]") {
    CHECK(agree("{uv}", {0}, of({0})));
    CHECK(agree("{uv}", {127}, of({0x7f})));
    CHECK(agree("{uv}", {128}, of({0x80, 1})));
    CHECK(agree("{uv}B", {300, 7}, of({0xac, 2, 7})));
    for (unsigned bits = 1; bits <= 64; ++bits) {
        const std::uint64_t number = ~std::uint64_t{0} >> (64 - bits);
        CHECK(packed("{uv}", {number}).size() == (bits + 6) / 7);
        CHECK(unpacked("{uv}", packed("{uv}", {number})) == values{number});
    }
    CHECK(agree("{uv}", {UINT64_MAX}, of({255, 255, 255, 255, 255, 255, 255, 255, 255, 1})));
}

TEST_CASE("format: zigzag LEB128", "[format][variable][varint]") {
    CHECK(agree("{zz}{zz}{zz}{zz}", {0, -1, 1, -2}, of({0, 1, 2, 3})));
    CHECK(agree("{zz}", {-65}, of({0x81, 1})));
    CHECK(agree("{zz}", {INT64_MAX}, of({0xfe, 255, 255, 255, 255, 255, 255, 255, 255, 1})));
    CHECK(agree("{zz}", {INT64_MIN}, of({255, 255, 255, 255, 255, 255, 255, 255, 255, 1})));
    CHECK(unpacked("{zz}", of({1}))[0].kind() == value::type::signed_integer);
}

TEST_CASE("format: NUL-terminated bytes", "[format][variable][text]") {
    CHECK(agree("{z}{z}B", {"ab", "", 7}, of({'a', 'b', 0, 0, 7})));
    const octets wire = of({'a', 'b', 0});
    CHECK(unpacked("{z}", wire)[0].as_bytes()->data() == wire.data());
}

TEST_CASE("format: bytes behind a length of every code", "[format][variable][text]") {
    for (const std::string_view code :
         {"b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "u8", "i8", "u24", "i40", "u56", "u64", "i32", "uv"}) {
        for (const std::string_view order : {"<", ">"}) {
            const std::string text = std::string(order).append("{").append(code).append(":s}H");
            INFO(text);
            const octets wire = packed(text, {"abc", 1});
            CHECK(unpacked(text, wire) == values{"abc", 1});
            CHECK(wire.size() == compiled(text).min_size() + 3);
        }
    }
    CHECK(agree(">{H:s}", {"ab"}, of({0, 2, 'a', 'b'})));
    CHECK(agree("<{u24:s}", {"ab"}, of({2, 0, 0, 'a', 'b'})));
    CHECK(agree("{uv:s}", {""}, of({0})));
    CHECK(compiled("@{n:s}").min_size() == sizeof(std::ptrdiff_t));
    CHECK(unpacked("@{n:s}", packed("@{n:s}", {"abc"})) == values{"abc"});
}

TEST_CASE("format: the longest text that a length can say, at -1, exactly, +1", "[format][variable][limits][errors]") {
    const std::string storage(256, 'x');
    const std::string_view text = storage;
    CHECK(packed("{B:s}", {text.substr(0, 254)}).size() == 255);
    CHECK(packed("{B:s}", {text.substr(0, 255)}).size() == 256);
    CHECK(pack_fault("B{B:s}", {0, text}) == error{.code = errc::wrong_length,
                                                   .during = operation::pack,
                                                   .letter = 's',
                                                   .item = 1,
                                                   .position = 1,
                                                   .offset = 1,
                                                   .wanted = 255,
                                                   .given = 256});
    CHECK(packed("{b:s}", {text.substr(0, 127)}).size() == 128);
    CHECK(pack_fault("{b:s}", {text.substr(0, 128)}).wanted == 127);
}

TEST_CASE("format: the rest", "[format][variable][text]") {
    CHECK(agree(">H{*}", {1, "abc"}, of({0, 1, 'a', 'b', 'c'})));
    CHECK(agree(">H{*}", {1, ""}, of({0, 1})));
    CHECK(agree("{*}", {""}, {}));
}

TEST_CASE("format: a counted group is its count and its elements", "[format][variable][group]") {
    CHECK(agree(">{H:(IB)}H", {2, 1, 2, 3, 4, 9}, of({0, 2, 0, 0, 0, 1, 2, 0, 0, 0, 3, 4, 0, 9})));
    CHECK(agree("{B:(B)}", {0}, of({0})));
    CHECK(agree("{uv:({z})}", {2, "a", ""}, of({2, 'a', 0, 0})));
    CHECK(agree(">{B:({B:(H)})}B", {2, 1, 258, 2, 3, 4, 9}, of({2, 1, 1, 2, 2, 0, 3, 0, 4, 9})));
    CHECK(agree(">{B:(x{u4}{u4}x)}", {2, 1, 2, 3, 4}, of({2, 0, 0x12, 0, 0, 0x34, 0})));
    CHECK(agree("{B:(T{B 2s}:t:)}", {1, 7, "ab"}, of({1, 7, 'a', 'b'})));
    CHECK(unpacked("{B:(B)}", of({0}))[0].kind() == value::type::unsigned_integer);
}

TEST_CASE("format: elements of pads alone take any number", "[format][variable][group][limits]") {
    CHECK(agree(">{B:(3x)}B", {2, 7}, of({2, 0, 0, 0, 0, 0, 0, 7})));
    CHECK(unpacked(">{B:(3x)}B", of({1, 9, 9, 9, 7})) == values{1, 7});
    const error fault = pack_fault(">{Q:(x)}", {UINT64_MAX});
    CHECK(fault.code == errc::total_too_large);
    CHECK(fault.wanted == structwire::format_limits().max_record_bytes);
    CHECK(fault.position == 1);
}

TEST_CASE("format: structures of variable size", "[format][variable][nested]") {
    CHECK(agree(">2T{{B:s}H}:t:B", {"a", 1, "bc", 2, 3}, of({1, 'a', 0, 1, 2, 'b', 'c', 0, 2, 3})));
    CHECK(agree("T{{z}2x}B", {"a", 1}, of({'a', 0, 0, 0, 1})));
    CHECK(agree("0T{{z}}B{uv}", {1, 2}, of({1, 2})));
}

TEST_CASE("format: fixed items behind variable ones are placed from their ends", "[format][variable]") {
    CHECK(agree(">B x {z} x H {u4}{u4} {uv} 2x", {1, "ab", 258, 3, 4, 5},
                of({1, 0, 'a', 'b', 0, 0, 1, 2, 0x34, 5, 0, 0})));
    CHECK(agree("@B H {z} B", {1, 2, "", 3},
                std::endian::native == std::endian::little ? of({1, 0, 2, 0, 0, 3}) : of({1, 0, 0, 2, 0, 3})));
}

TEST_CASE("format::pack: a variable format counts the values that its counts ask for", "[format][variable][errors]") {
    const auto few = [](std::uint64_t wanted, std::uint64_t given) {
        return error{.code = errc::too_few_values, .during = operation::pack, .wanted = wanted, .given = given};
    };
    CHECK(pack_fault(">B{H:s}I", {1, "a"}) == few(3, 2));
    CHECK(pack_fault(">B{H:s}I", {}) == few(3, 0));
    CHECK(pack_fault(">{H:(IB)}H", {2, 1, 2, 3}) == few(6, 4));
    CHECK(pack_fault(">{H:(IB)}H", {1}) == few(4, 1));
    CHECK(pack_fault("{B:({B:(BB)}B)}B", {2, 1, 0, 0, 0, 3, 1}) == few(14, 7));
    CHECK(pack_fault(">{Q:(B)}", {UINT64_MAX, 1}) == few(UINT64_MAX, 2));
    CHECK(pack_fault(">{H:(B)}", {1, 2, 3}) ==
          error{.code = errc::too_many_values, .during = operation::pack, .wanted = 2, .given = 3});
}

TEST_CASE("format::pack: values that items of variable size refuse", "[format][variable][errors]") {
    const auto refused = [](errc code, char letter, std::uint64_t wanted, std::uint64_t given) {
        return error{.code = code,
                     .during = operation::pack,
                     .letter = letter,
                     .item = 1,
                     .position = 2,
                     .offset = 1,
                     .wanted = wanted,
                     .given = given};
    };
    CHECK(pack_fault(">B{uv}", {0, -1}) == refused(errc::out_of_range, 'v', 64, UINT64_MAX));
    CHECK(pack_fault(">B{uv}", {0, 1.0}) == refused(errc::wrong_type, 'v', 64, 0));
    CHECK(pack_fault(">B{zz}", {0, UINT64_MAX}) == refused(errc::out_of_range, 'z', 64, UINT64_MAX));
    CHECK(pack_fault(">B{z}", {0, 1}) == refused(errc::wrong_type, 'z', 0, 0));
    CHECK(pack_fault(">B{z}", {0, std::string_view("ab\0", 3)}) == refused(errc::invalid_value, 'z', 0, 2));
    CHECK(pack_fault(">B{H:s}", {0, 1}) == refused(errc::wrong_type, 's', 0, 0));
    CHECK(pack_fault(">B{*}", {0, 1}) == refused(errc::wrong_type, '*', 0, 0));
    CHECK(pack_fault(">B{H:(B)}", {0, 65536}) == refused(errc::out_of_range, 'H', 16, 65536));
    CHECK(pack_fault(">B{H:(B)}", {0, -1}) == refused(errc::out_of_range, 'H', 16, UINT64_MAX));
    CHECK(pack_fault(">B{h:(B)}", {0, 32768}) == refused(errc::out_of_range, 'h', 16, 32768));
    CHECK(pack_fault(">B{H:(B)}", {0, "a"}) == refused(errc::wrong_type, 'H', 16, 0));
}

TEST_CASE("format::pack: the place of a wrong value in an element", "[format][variable][errors]") {
    CHECK(pack_fault(">B{B:({z}2H)}", {0, 2, "a", 1, 2, "b", 3, 65536}) == error{.code = errc::out_of_range,
                                                                                 .during = operation::pack,
                                                                                 .letter = 'H',
                                                                                 .item = 1,
                                                                                 .position = 10,
                                                                                 .offset = 12,
                                                                                 .wanted = 16,
                                                                                 .given = 65536});
}

TEST_CASE("format::packed_size and pack_into: of variable records", "[format][variable][pack_into]") {
    const format text = compiled(">{H:s}B");
    const values record{"abc", 7};
    CHECK(text.packed_size(record) == 6u);
    octets buffer(8, std::byte{255});
    CHECK(text.pack_into(buffer, 1, record) == 6u);
    CHECK(buffer == of({255, 0, 3, 'a', 'b', 'c', 7, 255}));
    const octets before = buffer;
    CHECK(text.pack_into(buffer, 3, record).error() ==
          error{.code = errc::short_buffer, .during = operation::pack_into, .offset = 3, .wanted = 6, .given = 8});
    CHECK(text.pack_into(buffer, -5, record).error().letter == '-');
    CHECK(text.pack_into(buffer, -9, record).error().code == errc::bad_offset);
    CHECK(text.pack_into(buffer, 0, "abc", 256).error().during == operation::pack_into);
    CHECK(buffer == before);
}

TEST_CASE("format::pack: bytes of a variable record, at -1, exactly, +1", "[format][variable][limits][errors]") {
    const format limited = compiled("{B:s}2x", {.max_record_bytes = 5});
    CHECK(limited.pack("a").has_value());
    CHECK(limited.pack("ab").has_value());
    CHECK(limited.pack("abc").error().code == errc::total_too_large);
    CHECK(limited.pack("abc").error().wanted == 5);
    CHECK(limited.pack("abcdef").error().position == 0);
    CHECK(limited.packed_size(values{"abc"}) == 6u);
}

TEST_CASE("format::pack: every kind of item keeps to the limit of a variable record", "[format][variable][limits]") {
    const struct {
        const char* text;
        values record;
    } cases[] = {{"12s{B:s}", {"a long text", "b"}},
                 {"{B:s}12s", {"b", "a long text"}},
                 {"{B:s}12x", {"b"}},
                 {"12x{B:s}", {"b"}},
                 {">{B:s}Q", {"b", 7}},
                 {">3Q{uv}", {1, 2, 3, 300}},
                 {">{B:(QI)}", {2, 1, 2, 3, 4}},
                 {">{B:(12s{uv})}", {2, "a", 1, "b", 300}},
                 {">{B:(3x)}{uv}", {4, 1}},
                 {"{z}12s{z}", {"ab", "a long text", "cd"}},
                 {">T{12s{z}}H", {"a long text", "b", 7}},
                 {"5s5s5s{B:s}", {"a", "b", "c", "d"}}};
    for (const auto& [text, record] : cases) {
        CAPTURE(text);
        const std::uint64_t size = compiled(text).packed_size(record).value();
        for (std::uint64_t limit = 0; limit <= size + 1; ++limit) {
            CAPTURE(limit);
            const auto packed = compiled(text, {.max_record_bytes = limit}).pack(record);
            REQUIRE(packed.has_value() == (limit >= size));
            if (packed) continue;
            CHECK(packed.error().code == errc::total_too_large);
            CHECK(packed.error().wanted == limit);
        }
    }
}
