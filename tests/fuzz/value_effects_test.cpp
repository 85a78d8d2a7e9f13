// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What happens to the values of a record: each kind of change has its share of the mutations.
#include <structwire/framing/checksum.hpp>
#include <structwire/fuzz/annotation.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/support.hpp"

namespace {

using namespace fuzz_support;
using namespace std::string_literals;
using namespace std::string_view_literals;
using fuzz::message_bytes;

// Enough for a change that happens to one message in a hundred.
constexpr unsigned many = 4000;

// The message after one mutation, by as many different ones.
std::vector<message_bytes> results(const kit& tested, const message_bytes& from, unsigned all = many) {
    std::vector<message_bytes> made;
    made.reserve(all);
    for (unsigned seed = 0; seed != all; ++seed) made.push_back(tested.changed(from, seed));
    return made;
}

std::vector<message_bytes> results(const kit& tested, std::string_view payload, unsigned all = many) {
    return results(tested, message_bytes{{}, bytes_of(payload)}, all);
}

template <class Is>
std::ptrdiff_t share(const std::vector<message_bytes>& made, Is is) {
    return std::count_if(made.begin(), made.end(), is);
}

// The number in `width` bytes, the greatest first.
std::uint64_t number_at(byte_view bytes, std::size_t at, std::size_t width) {
    std::uint64_t number = 0;
    for (const std::byte byte : bytes.subspan(at, width)) number = number << 8 | std::to_integer<std::uint64_t>(byte);
    return number;
}

// How many results are of the size of a field alone, and hold such a number.
template <class Is>
std::ptrdiff_t share_of_numbers(const std::vector<message_bytes>& made, std::size_t width, Is is) {
    return share(made, [&](const message_bytes& one) {
        return one.payload.size() == width && is(number_at(one.payload, 0, width));
    });
}

bool has_front(byte_view whole, byte_view front) {
    return whole.size() >= front.size() && std::equal(front.begin(), front.end(), whole.begin());
}

byte_vector behind(const byte_vector& bytes, std::size_t front) {
    return {bytes.begin() + static_cast<std::ptrdiff_t>(std::min(front, bytes.size())), bytes.end()};
}

}  // namespace

TEST_CASE("payload_model::mutate: headers are changed, while the payload stays", "[fuzz][payload_model][header]") {
    const std::array<fuzz::payload_description, 3> all{
        fuzz::message(">I:id: B:flags:", ">I:x: I:y:"),                 // by its own format
        fuzz::described(fuzz::format_text::at_run_time(">I:x: I:y:")),  // of which nothing is known
        fuzz::described(fuzz::any_bytes)};
    const message_bytes from{bytes_of("\x11\x22\x33\x44\x55"), bytes_of("\x66\x77\x88\x99\xaa\xbb\xcc\xdd")};
    for (const auto& one : all) {
        const auto made = results(kit(one, "unframed"), from);
        CHECK(share(made, [&](const message_bytes& changed) {
                  return changed.header != from.header && changed.header.size() == 5 && changed.payload == from.payload;
              }) > 300);
    }
    // A value of it, as only one who knows the format would change it.
    CHECK(share(results(kit(all[0], "unframed"), from), [&](const message_bytes& changed) {
              return text_of(changed.header) == "\x44\x33\x22\x11\x55" && changed.payload == from.payload;
          }) > 5);
}

TEST_CASE("payload_model::mutate: a record gets the tag of another one, or of none, and stays as it is behind it",
          "[fuzz][payload_model][choice]") {
    const kit in_payload(fuzz::choice("kind", fuzz::when(0x1234, ">H:kind: I:x:"), fuzz::when(0x8765, ">H:kind: I:y:")),
                         "unframed");
    const byte_vector body = bytes_of("\x11\x22\x33\x44");
    const auto made = results(in_payload, "\x12\x34\x11\x22\x33\x44");
    const auto with_tag = [&](std::uint64_t tag) {
        return share(made, [&](const message_bytes& one) {
            return one.payload.size() == 6 && number_at(one.payload, 0, 2) == tag && behind(one.payload, 2) == body;
        });
    };
    CHECK(with_tag(0x8765) > 15);
    CHECK(with_tag(0x8766) > 7);

    const kit in_header(
        fuzz::message(">H:kind:", fuzz::choice("kind", fuzz::when(0x1234, ">I:x:"), fuzz::when(0x8765, ">I:y:"))),
        "unframed");
    const message_bytes from{bytes_of("\x12\x34"), body};
    CHECK(share(results(in_header, from), [&](const message_bytes& one) {
              return text_of(one.header) == "\x87\x65" && one.payload == body;
          }) > 10);
}

TEST_CASE("payload_model::mutate: a number becomes a size, a place, or another value of the record",
          "[fuzz][payload_model][related]") {
    const kit tested(">I:offset: I:other: {H:s}:text:", "unframed");
    const std::string record = "\x55\x66\x77\x88\x99\xaa\xbb\xcc"s + "\0\xd3"s + std::string(211, 'x');
    const auto made = results(tested, record, 60000);
    const auto became = [&](std::uint64_t number) {
        return share(made, [&](const message_bytes& one) {
            return one.payload.size() == record.size() && number_at(one.payload, 0, 4) == (number & 0xffffffff);
        });
    };
    CHECK(became(0x99aabbcc) > 40);          // what the other field holds
    CHECK(became(0x99aabbcd) > 10);          // a neighbour
    CHECK(became(0x99aabbcb) > 10);          // the other one
    CHECK(became(~0x99aabbccull + 1) > 10);  // the sum is zero
    CHECK(became(211) > 50);                 // the size of the text
    CHECK(became(221) > 80);                 // of the record
    CHECK(became(217) > 80);                 // of what stands behind the field
}

TEST_CASE("payload_model::mutate: a number in the other byte order, and with the other sign",
          "[fuzz][payload_model][fields]") {
    const auto made = results(kit(">I", "unframed"), "\x12\x34\x56\x78");
    CHECK(share_of_numbers(made, 4, [](std::uint64_t number) { return number == 0x78563412; }) > 60);
    CHECK(share_of_numbers(made, 4, [](std::uint64_t number) { return number == ~0x12345678u + 1u; }) > 60);
    // Bits that are no whole bytes have no byte order.
    const auto bits = results(kit(">{u12}{x4}", "unframed"), "\x12\x30");
    CHECK(share_of_numbers(bits, 2, [](std::uint64_t number) { return number == 0xedd0; }) > 140);
}

TEST_CASE("payload_model::mutate: a number a little below zero, of every common width",
          "[fuzz][payload_model][fields][limits]") {
    const auto made = results(kit(">Q", "unframed"), "\x12\x34\x56\x78\x9a\xbc\xde\xf0", 20000);
    for (const unsigned width : {8u, 16u, 32u, 64u}) {
        INFO(width);
        const std::uint64_t all = ~std::uint64_t{0} >> (64 - width);
        CHECK(share_of_numbers(made, 8,
                               [&](std::uint64_t number) { return number <= all - 20 && number >= all - 63; }) > 25);
    }
}

TEST_CASE("payload_model::mutate: a number whose product with a small one is small again",
          "[fuzz][payload_model][fields][limits]") {
    const auto made = results(kit(">Q", "unframed"), "\x12\x34\x56\x78\x9a\xbc\xde\xf0", 60000);
    for (const unsigned width : {15u, 16u, 31u, 32u, 63u, 64u}) {
        INFO(width);
        const std::uint64_t all = ~std::uint64_t{0} >> (64 - width);
        // An even factor has a half, with which the product is one of the width below.
        CHECK(share_of_numbers(made, 8, [&](std::uint64_t number) {
                  bool is_small = false;
                  for (std::uint64_t times = 33; times <= 63; times += 2) {
                      is_small = is_small || (number * times & all) <= 2 * times;
                  }
                  return is_small && number > all / 64 && number <= all / 33 + 2;
              }) > (width % 2 == 0 ? 30 : 10));
    }
}

TEST_CASE("payload_model::mutate: each of the floating-point numbers that parsers get wrong",
          "[fuzz][payload_model][fields][limits]") {
    struct floating {
        std::string_view text;
        std::size_t width;
        std::vector<std::uint64_t> special;  // infinities, NaN of both kinds, one, the largest, the least normal
    };
    const std::array<floating, 4> all{
        {{">e", 2, {0x7c00, 0xfc00, 0x7e00, 0x7c01, 0x3c00, 0xbc00, 0x7bff, 0xfbff, 0x0400, 0x8001}},
         {">{bf16}", 2, {0x7f80, 0xff80, 0x7fc0, 0x7f81, 0x3f80, 0xbf80, 0x7f7f, 0xff7f, 0x0080, 0x8001}},
         {">f",
          4,
          {0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001, 0x3f800000, 0xbf800000, 0x7f7fffff, 0xff7fffff, 0x00800000,
           0x80000001}},
         {">d",
          8,
          {0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000, 0x7ff0000000000001, 0x3ff0000000000000,
           0xbff0000000000000, 0x7fefffffffffffff, 0xffefffffffffffff, 0x0010000000000000, 0x8000000000000001}}}};
    for (const floating& one : all) {
        const auto made = results(kit(one.text, "unframed"), "\x12\x34\x56\x78\x9a\xbc\xde\xf0"sv.substr(0, one.width));
        for (const std::uint64_t special : one.special) {
            INFO(one.text << ' ' << std::hex << special);
            CHECK(share_of_numbers(made, one.width, [&](std::uint64_t number) { return number == special; }) > 40);
        }
    }
}

TEST_CASE("payload_model::mutate: the length of a Pascal string is too small and too large, over the same bytes",
          "[fuzz][payload_model][texts][limits]") {
    const std::string content = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM";
    const auto made = results(kit("40p", "unframed"), "\5" + content);
    for (const unsigned length : {0u, 1u, 39u, 40u, 255u}) {
        INFO(length);
        CHECK(share(made, [&](const message_bytes& one) {
                  return one.payload.size() == 40 && number_at(one.payload, 0, 1) == length &&
                         behind(one.payload, 1) == bytes_of(content);
              }) > 80);
    }
}

TEST_CASE("payload_model::mutate: bytes are put behind a record, and it is cut off, wherever it may be",
          "[fuzz][payload_model][structure]") {
    const byte_vector from = noise(200, 1);
    const auto made = results(kit("200s", "unframed"), message_bytes{{}, from}, 10000);
    CHECK(share(made, [&](const message_bytes& one) {
              return one.payload.size() > 200 && has_front(one.payload, from);
          }) > 80);
    for (const std::size_t size : {16u, 1u, 2u}) {
        CHECK(share(made, [&](const message_bytes& one) {
                  return one.payload.size() == 200 + size && has_front(one.payload, from);
              }) > 4);
    }
    CHECK(share(made, [&](const message_bytes& one) {
              return one.payload.size() < 180 && has_front(from, one.payload);
          }) > 60);
}

TEST_CASE("range: what lies between the ends, everywhere", "[fuzz][annotation][range]") {
    const kit numbers(fuzz::described(fuzz::record(">I:price:", fuzz::range("price", 0x1000000, 0x10ffffff))),
                      "unframed");
    const auto made = results(numbers, "\x77\x66\x55\x44");
    for (std::uint64_t part = 1; part <= 16; ++part) {
        INFO(part);
        CHECK(share_of_numbers(made, 4, [&](std::uint64_t number) {
                  return number >> 24 == part && number != 0x1000000 && number != 0x10ffffff;
              }) > 40);
    }
    const kit floats(fuzz::described(fuzz::record(">f:ratio:", fuzz::range("ratio", 16.0, 32.0))), "unframed");
    const auto ratios = results(floats, "\x12\x34\x56\x78");
    for (std::uint64_t part = 0; part != 8; ++part) {
        INFO(part);
        CHECK(share_of_numbers(ratios, 4, [&](std::uint64_t number) {
                  return number >> 20 == (0x41800000u >> 20) + part && number != 0x41800000;
              }) > 80);
    }
}

TEST_CASE("length_of: is right but for a share that is near what is right, or far from it",
          "[fuzz][annotation][length_of][lies]") {
    const kit tested(fuzz::described(fuzz::record(">H:size: {*}:body:", fuzz::length_of("size", "body"))), "unframed");
    const auto made = results(tested, "\0\x64" + std::string(100, 'x'), 20000);
    const auto says = [&](auto wrong) {
        return share(made, [&](const message_bytes& one) {
            const std::size_t right = one.payload.size() - 2;
            return right > 2 && right < 2000 && right != 100 && number_at(one.payload, 0, 2) == wrong(right);
        });
    };
    CHECK(says([](std::size_t right) { return right; }) > 5000);
    CHECK(says([](std::size_t right) { return right + 1; }) > 10);
    CHECK(says([](std::size_t right) { return right - 1; }) > 10);
    CHECK(says([](std::size_t right) { return right * 2; }) > 10);
    CHECK(says([](std::size_t) { return 0x8000u; }) > 10);
}

TEST_CASE("checksum_of: is right but for a share that is near what is right, or far from it",
          "[fuzz][annotation][checksum_of][lies]") {
    const kit tested(fuzz::described(fuzz::record(">40s:body: I:sum:", fuzz::checksum_of("sum", "crc32"))), "unframed");
    const byte_vector from = noise(44, 1);
    const auto made = results(tested, message_bytes{{}, from}, 20000);
    const auto says = [&](auto wrong) {
        return share(made, [&](const message_bytes& one) {
            if (one.payload.size() != 44 || has_front(one.payload, byte_view(from).first(40))) return false;
            structwire::running_checksum sum(structwire::checksum_kind::crc32);
            sum.add(byte_view(one.payload).first(40));
            return number_at(one.payload, 40, 4) == (wrong(sum.value()) & 0xffffffff);
        });
    };
    CHECK(says([](std::uint64_t right) { return right; }) > 10000);
    CHECK(says([](std::uint64_t right) { return right + 1; }) > 10);
    CHECK(says([](std::uint64_t right) { return right - 1; }) > 10);
    CHECK(says([](std::uint64_t right) { return right * 2; }) > 10);
    CHECK(says([](std::uint64_t) { return 0u; }) > 10);
}

TEST_CASE("payload_model::mutate: lengths and counts in front of the same content are wrong",
          "[fuzz][payload_model][lies][limits]") {
    const std::string content(200, 'x');
    for (const auto& [format, right] : {std::pair(">{H:s}:text:"sv, 200u), std::pair(">{H:(20s:x:)}:list:"sv, 10u)}) {
        INFO(format);
        const char length[] = {0, static_cast<char>(right)};
        const auto made = results(kit(format, "unframed"), std::string(length, 2) + content, 40000);
        for (const unsigned wrong : {0u, right - 1, right + 1, right * 2, 0x7fffu, 0x8000u, 0xffffu}) {
            INFO(wrong);
            CHECK(share(made, [&](const message_bytes& one) {
                      return one.payload.size() == 202 && number_at(one.payload, 0, 2) == wrong &&
                             behind(one.payload, 2) == bytes_of(content);
                  }) > 10);
        }
    }
}

TEST_CASE("payload_model::mutate: the first 256 values of an array are reached, and 4096 of a record",
          "[fuzz][payload_model][limits]") {
    struct repeated {
        std::string_view text;
        std::string front;
        std::size_t all, reached;
    };
    // A group is a value itself.
    const std::array<repeated, 2> formats{
        {{">300H:list:", "", 300, 256}, {">{H:(H:x:)}:list:", "\x10\x04", 4100, 4095}}};
    for (const repeated& one : formats) {
        INFO(one.text);
        const auto made = results(kit(one.text, "unframed"), one.front + std::string(2 * one.all, '\0'), 500);
        const auto counts_to = [&](std::size_t last) {
            return share(made, [&](const message_bytes& changed) {
                if (changed.payload.size() != one.front.size() + 2 * one.all) return false;
                const std::size_t at = one.front.size() + 2 * last;
                return number_at(changed.payload, at, 2) == last && number_at(changed.payload, at - 2, 2) == last - 1 &&
                       number_at(changed.payload, at + 2, 2) != last + 1;
            });
        };
        CHECK(counts_to(one.reached - 1) > 5);
    }
}

TEST_CASE("payload_model::mutate: the count of a group stays right beyond the values that are looked at",
          "[fuzz][payload_model][groups][limits]") {
    for (const bool annotated : {false, true}) {
        INFO(annotated);
        const kit tested(annotated
                             ? fuzz::described(fuzz::record(">H:n: {H:(B:x:)}:list:", fuzz::length_of("n", "list")))
                             : fuzz::described(">H:n: {H:(B:x:)}:list:"),
                         "unframed");
        byte_vector record(4 + 6000, std::byte{7});
        for (const std::size_t at : {0u, 2u}) {
            record[at] = std::byte{6000 >> 8};
            record[at + 1] = std::byte{6000 & 0xff};
        }
        unsigned right = 0;
        for (unsigned seed = 0; seed != 300; ++seed) {
            fuzz::message_bytes message{{}, record};
            fuzz::mutation_tools tools{.dice = fuzz::random(seed), .max_bytes = 8192};
            tested.payload->mutate(message, tools);
            const byte_vector& made = message.payload;
            const std::size_t count =
                made.size() < 4 ? 0
                                : std::to_integer<std::size_t>(made[2]) * 256 + std::to_integer<std::size_t>(made[3]);
            right += made.size() >= 4 && count == made.size() - 4 ? 1U : 0U;
        }
        CHECK(right > 200);
    }
}
