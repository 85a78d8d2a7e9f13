// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Every checksum against its published check value and against a bitwise computation, in all pieces; their texts.
#include <structwire/framing/checksum.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/both_times.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::string_view_literals;
using structwire::as_bytes;
using structwire::byte_view;
using structwire::checksum_kind;
using structwire::checksum_table;
using structwire::checksum_trailer;
using structwire::crc32c;
using structwire::find_checksum;
using structwire::parse_checksum;
using structwire::running_checksum;

std::uint64_t checksum(checksum_kind kind, byte_view bytes) {
    running_checksum running(kind);
    running.add(bytes);
    return running.value();
}

std::vector<std::byte> some_bytes(std::size_t size, std::uint32_t state = 1) {
    std::vector<std::byte> bytes(size);
    for (std::byte& each : bytes) {
        state = state * 1'664'525 + 1'013'904'223;
        each = static_cast<std::byte>(state >> 24U);
    }
    return bytes;
}

// The parameters of a CRC, as catalogues give them.
struct crc_parameters {
    unsigned width;
    std::uint64_t polynomial, first;
    bool reflect_in, reflect_out;
    std::uint64_t last;
};

std::uint64_t reflected(std::uint64_t value, unsigned width) {
    std::uint64_t turned = 0;
    for (unsigned bit = 0; bit != width; ++bit) turned |= (value >> bit & 1) << (width - 1 - bit);
    return turned;
}

// The oracle: the definition, one bit after the other, highest first.
std::uint64_t bitwise(const crc_parameters& crc, byte_view bytes) {
    const std::uint64_t mask = ~std::uint64_t{0} >> (64 - crc.width);
    std::uint64_t value = crc.first;
    for (const std::byte byte : bytes) {
        const auto number = std::to_integer<std::uint64_t>(byte);
        const std::uint64_t in = crc.reflect_in ? reflected(number, 8) : number;
        for (unsigned bit = 8; bit-- != 0;) {
            const bool divides = ((value >> (crc.width - 1)) ^ (in >> bit)) & 1;
            value = (value << 1 & mask) ^ (divides ? crc.polynomial : 0);
        }
    }
    return (crc.reflect_out ? reflected(value, crc.width) : value) ^ crc.last;
}

// The sums by their definitions.
std::uint64_t naive_sums(byte_view bytes, std::uint64_t first, std::uint64_t modulus, unsigned shift) {
    std::uint64_t second = 0;
    for (const std::byte byte : bytes) {
        first = (first + std::to_integer<std::uint64_t>(byte)) % modulus;
        second = (second + first) % modulus;
    }
    return second << shift | first;
}

std::uint64_t naive_internet(byte_view bytes) {
    std::uint64_t sum = 0;
    for (std::size_t index = 0; index != bytes.size(); ++index) {
        sum += std::to_integer<std::uint64_t>(bytes[index]) << (index % 2 == 0 ? 8 : 0);
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return ~sum & 0xffff;
}

std::uint64_t naive(checksum_kind kind, byte_view bytes) {
    std::uint64_t sum = 0;
    std::uint64_t parity = 0;
    for (const std::byte byte : bytes) {
        sum += std::to_integer<std::uint64_t>(byte);
        parity ^= std::to_integer<std::uint64_t>(byte);
    }
    constexpr std::uint64_t all = ~std::uint64_t{0};
    switch (kind) {
        case checksum_kind::none: return 0;
        case checksum_kind::sum8: return sum % 256;
        case checksum_kind::lrc8: return (256 - sum % 256) % 256;
        case checksum_kind::xor8: return parity;
        case checksum_kind::crc8: return bitwise({8, 0x07, 0, false, false, 0}, bytes);
        case checksum_kind::crc8maxim: return bitwise({8, 0x31, 0, true, true, 0}, bytes);
        case checksum_kind::crc16arc: return bitwise({16, 0x8005, 0, true, true, 0}, bytes);
        case checksum_kind::crc16modbus: return bitwise({16, 0x8005, 0xffff, true, true, 0}, bytes);
        case checksum_kind::crc16xmodem: return bitwise({16, 0x1021, 0, false, false, 0}, bytes);
        case checksum_kind::crc16ccitt: return bitwise({16, 0x1021, 0xffff, false, false, 0}, bytes);
        case checksum_kind::crc16kermit: return bitwise({16, 0x1021, 0, true, true, 0}, bytes);
        case checksum_kind::crc16x25: return bitwise({16, 0x1021, 0xffff, true, true, 0xffff}, bytes);
        case checksum_kind::crc24openpgp: return bitwise({24, 0x864cfb, 0xb704ce, false, false, 0}, bytes);
        case checksum_kind::crc32: return bitwise({32, 0x04c11db7, 0xffffffff, true, true, 0xffffffff}, bytes);
        case checksum_kind::crc32c: return bitwise({32, 0x1edc6f41, 0xffffffff, true, true, 0xffffffff}, bytes);
        case checksum_kind::crc64xz: return bitwise({64, 0x42f0e1eba9ea3693, all, true, true, all}, bytes);
        case checksum_kind::fletcher16: return naive_sums(bytes, 0, 255, 8);
        case checksum_kind::adler32: return naive_sums(bytes, 1, 65521, 16);
        case checksum_kind::inet16: return naive_internet(bytes);
    }
    return 0;
}

std::string text_of(const checksum_trailer& trailer) {
    std::string text;
    structwire::append_checksum_text(text, trailer);
    return text;
}

}  // namespace

TEST_CASE("running_checksum: gives the published check values, split anywhere", "[framing][checksum]") {
    const byte_view digits = as_bytes("123456789");
    for (const auto& row : checksum_table) {
        INFO(row.name);
        CHECK(checksum(row.kind, digits) == row.check);
        CHECK(naive(row.kind, digits) == row.check);
        for (std::size_t first = 0; first <= digits.size(); ++first) {
            for (std::size_t second = first; second <= digits.size(); ++second) {
                running_checksum running(row.kind);
                running.add(digits.first(first));
                running.add(digits.subspan(first, second - first));
                running.add(digits.subspan(second));
                CHECK(running.value() == row.check);
            }
        }
    }
}

TEST_CASE("running_checksum: agrees with the definition at every length and alignment", "[framing][checksum]") {
    constexpr std::size_t longest = 300;
    for (const auto& row : checksum_table) {
        INFO(row.name);
        for (std::size_t size = 0; size <= longest; ++size) {
            const std::vector<std::byte> bytes = some_bytes(size, static_cast<std::uint32_t>(size));
            const std::uint64_t expected = naive(row.kind, bytes);
            bool same = true;
            for (std::size_t alignment = 0; alignment != 8; ++alignment) {
                std::vector<std::byte> moved(alignment + size);  // ends where the input ends
                std::copy(bytes.begin(), bytes.end(), moved.begin() + static_cast<std::ptrdiff_t>(alignment));
                same = same && checksum(row.kind, byte_view(moved).subspan(alignment)) == expected;
            }
            INFO("size " << size);
            CHECK(same);
        }
    }
}

TEST_CASE("running_checksum: agrees with the definition on long input in pieces", "[framing][checksum]") {
    std::vector<std::byte> bytes = some_bytes(20'000);
    bytes.resize(40'000, std::byte{0xff});  // the sums are largest here
    for (const auto& row : checksum_table) {
        INFO(row.name);
        const std::uint64_t expected = naive(row.kind, bytes);
        CHECK(checksum(row.kind, bytes) == expected);
        for (const std::size_t piece : {1U, 3U, 7U, 1535U, 1536U, 1537U, 5551U, 5553U, 16001U}) {
            running_checksum running(row.kind);
            for (byte_view rest = bytes; !rest.empty();) {
                const std::size_t size = std::min(piece, rest.size());
                running.add(rest.first(size));
                running.add({});
                rest = rest.subspan(size);
            }
            CHECK(running.value() == expected);
        }
    }
}

TEST_CASE("running_checksum: its value can be asked for on the way", "[framing][checksum]") {
    for (const auto& row : checksum_table) {
        INFO(row.name);
        running_checksum running(row.kind);
        CHECK(running.value() == naive(row.kind, {}));
        running.add(as_bytes("12345"));
        CHECK(running.value() == naive(row.kind, as_bytes("12345")));
        running.add(as_bytes("6789"));
        CHECK(running.value() == row.check);
    }
}

TEST_CASE("running_checksum: fits the examples of the documents that define it", "[framing][checksum]") {
    // RFC 1071, section 3: 00 01 f2 03 f4 f5 f6 f7 add up to ddf2.
    const auto words = structwire::testing::bytes(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
    CHECK(checksum(checksum_kind::inet16, words) == (~0xddf2U & 0xffff));
    // RFC 3720, B.4: 32 zero bytes, 32 of ff, 00 to 1f; the document shows the bytes on the wire.
    std::array<std::byte, 32> bytes{};
    CHECK(crc32c(bytes) == 0x8a9136aa);
    bytes.fill(std::byte{0xff});
    CHECK(crc32c(bytes) == 0x62a8ab43);
    for (std::size_t index = 0; index != bytes.size(); ++index) bytes[index] = static_cast<std::byte>(index);
    CHECK(crc32c(bytes) == 0x46dd794e);
}

TEST_CASE("crc32c: the instruction and the table agree at every length", "[framing][checksum][crc32c]") {
    const std::vector<std::byte> bytes = some_bytes(2 * 1536 + 40);
    const byte_view all = bytes;
    bool same = true;
    for (std::size_t size = 0; size <= all.size(); ++size) {
        const byte_view now = all.subspan(size % 9 <= all.size() - size ? size % 9 : 0, size);
        const auto before = static_cast<std::uint32_t>(size * 0x9e3779b9);
        same =
            same && structwire::detail::add_crc32c(before, now) == structwire::detail::add_crc32c_by_table(before, now);
    }
    CHECK(same);
    CHECK(crc32c(as_bytes("123456789")) == 0xe3069283);
    CHECK(crc32c({}) == 0);
}

TEST_CASE("crc32c: masks as TFRecord does", "[framing][checksum][crc32c]") {
    const std::uint32_t crc = crc32c(as_bytes("123456789"));
    CHECK(structwire::masked_crc32c(as_bytes("123456789")) == ((crc >> 15 | crc << 17) + 0xa282ead8U));
    STATIC_REQUIRE(structwire::mask_crc32c(0) == 0xa282ead8);
    // A record as TensorFlow's own tests of its event files have it: length, its CRC, data, its CRC.
    const auto record =
        "\x18\0\0\0\0\0\0\0\xa3\x7fK\"\t\0\0\xc0%\xddu\xd5"
        "A\x1a\rbrain.Event:1\xec\xf3"
        "2\x8d"sv;
    CHECK(structwire::masked_crc32c(as_bytes(record.substr(0, 8))) == 0x224b7fa3);
    CHECK(structwire::masked_crc32c(as_bytes(record.substr(12, 24))) == 0x8d32f3ec);
}

TEST_CASE("checksum_table: has one row for every kind, in order", "[framing][checksum]") {
    for (std::size_t row = 0; row != checksum_table.size(); ++row) {
        const auto& facts = checksum_table[row];
        INFO(facts.name);
        CHECK(static_cast<std::size_t>(facts.kind) == row);
        CHECK(find_checksum(facts.name) == facts.kind);
        CHECK(structwire::name(facts.kind) == facts.name);
        CHECK(std::count_if(checksum_table.begin(), checksum_table.end(),
                            [&](const auto& other) { return other.name == facts.name; }) == 1);
        CHECK((facts.size == 8 || facts.check >> 8 * facts.size == 0));
        CHECK((facts.kind == checksum_kind::none || !facts.source.empty()));
    }
    STRUCTWIRE_BOTH_TIMES(structwire::info_of(static_cast<checksum_kind>(200)).kind == checksum_kind::none);
    STRUCTWIRE_BOTH_TIMES(find_checksum("crc32c") == checksum_kind::crc32c);
    STRUCTWIRE_BOTH_TIMES(find_checksum("crc32d") == checksum_kind::none);
    STRUCTWIRE_BOTH_TIMES(find_checksum("CRC32") == checksum_kind::none);
}

TEST_CASE("checksum_trailer: has the order in which its protocols send it", "[framing][checksum]") {
    STRUCTWIRE_BOTH_TIMES(checksum_trailer{checksum_kind::crc16x25}.order == std::endian::little);
    STRUCTWIRE_BOTH_TIMES(checksum_trailer{.kind = checksum_kind::adler32}.order == std::endian::big);
    STRUCTWIRE_BOTH_TIMES(checksum_trailer{.kind = checksum_kind::crc64xz}.size() == 8);
    STRUCTWIRE_BOTH_TIMES(checksum_trailer{} == checksum_trailer{.kind = checksum_kind::none});
    STRUCTWIRE_BOTH_TIMES(checksum_trailer{}.usable() && checksum_trailer{}.size() == 0);
    STRUCTWIRE_BOTH_TIMES(!checksum_trailer{.kind = checksum_kind::sum8, .order = std::endian::big}.usable());
    STRUCTWIRE_BOTH_TIMES(!checksum_trailer{.kind = static_cast<checksum_kind>(19)}.usable());
    STRUCTWIRE_BOTH_TIMES(!checksum_trailer{.payload_only = true}.usable());
    const checksum_trailer odd{.kind = checksum_kind::crc32, .order = static_cast<std::endian>(3)};
    CHECK(!odd.usable());
}

TEST_CASE("parse_checksum: reads every checksum in every order and back", "[framing][checksum][parse]") {
    for (const auto& row : checksum_table) {
        if (row.kind == checksum_kind::none) continue;
        for (const std::string_view order : {""sv, "le"sv, "be"sv}) {
            for (const std::string_view part : {""sv, ":payload"sv}) {
                const std::string text = std::string(row.name) + std::string(order) + std::string(part);
                INFO(text);
                const auto parsed = parse_checksum(text);
                if (row.size == 1 && !order.empty()) {
                    CHECK(!parsed.ok);
                    CHECK(parsed.position == row.name.size());
                    continue;
                }
                REQUIRE(parsed.ok);
                const std::endian said = order == "be" ? std::endian::big : std::endian::little;
                const checksum_trailer expected{row.kind, order.empty() ? row.order : said, !part.empty()};
                CHECK(parsed.value == expected);
                CHECK(parsed.value.usable());
                const bool usual = parsed.value.order == row.order;
                const std::string canonical =
                    std::string(row.name) + (usual ? "" : std::string(order)) + std::string(part);
                CHECK(text_of(parsed.value) == canonical);
                CHECK(parse_checksum(canonical).value == parsed.value);
            }
        }
    }
    CHECK(text_of({}).empty());
}

TEST_CASE("parse_checksum: says where a text is wrong", "[framing][checksum][parse]") {
    const auto place = [](std::string_view text) {
        const auto parsed = parse_checksum(text);
        CHECK(!parsed.ok);
        CHECK(parsed.value == checksum_trailer{});
        return parsed.position;
    };
    for (const std::string_view text : {""sv, "le"sv, "be"sv, ":payload"sv, "none"sv, "crc"sv, "crc32d"sv, "CRC32"sv,
                                        "crc32lebe"sv, "crc32 "sv, "crc32+sum8"sv, "crc32,limit=1"sv, "crc\0"sv}) {
        INFO(text);
        CHECK(place(text) == 0);
    }
    CHECK(place("xor8be") == 4);
    CHECK(place("crc8maximle:payload") == 9);
    CHECK(place("crc32:") == 6);
    CHECK(place("crc32be:header") == 8);
    CHECK(place("crc32be:payload:payload") == 8);
    CHECK(place("sum8:Payload") == 5);
    STRUCTWIRE_BOTH_TIMES(parse_checksum("crc32be:payload").value.payload_only);
    STRUCTWIRE_BOTH_TIMES(!parse_checksum("crc31").ok);
}
