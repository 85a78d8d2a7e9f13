// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Positions out of a satellite receiver's serial line, past noise and damaged messages. The protocol is u-blox UBX.
#include <structwire/framing.hpp>
#include <structwire/pack.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

// 8-bit Fletcher over everything between the two magic bytes and the checksum: class, id, length, payload.
struct ubx_checksum {
    static constexpr std::size_t size = 2;
    static constexpr std::endian order = std::endian::little;
    struct running {
        std::uint8_t first = 0, second = 0;

        void add(structwire::byte_view bytes) noexcept {
            for (const std::byte byte : bytes) {
                first = static_cast<std::uint8_t>(first + std::to_integer<unsigned>(byte));
                second = static_cast<std::uint8_t>(second + first);
            }
        }
        void add_header(structwire::byte_view header, std::size_t payload_size) noexcept {
            add(header.subspan(2));
            add(structwire::pack<"<H">(static_cast<std::uint16_t>(payload_size)));
        }
        [[nodiscard]] std::uint64_t value() const noexcept { return first | std::uint64_t{second} << 8; }
    };
    static running start() noexcept { return {}; }
};

// Magic, class and id; then a length, which counts neither the four bytes in front of it nor the checksum.
using ubx = structwire::checked_framer<structwire::framing<"u16le,offset=4,magic=b562,adjust=+2,limit=1k,resync">,
                                       ubx_checksum>;

constexpr auto position_header = structwire::pack<"4B">({0xb5, 0x62, 0x01, 0x02});  // NAV-POSLLH
constexpr structwire::fixed_string position =
    "<I:time: i:longitude: i:latitude: i:height: i:sea_height: I:horizontal: I:vertical:";  // degrees * 10^7, mm

std::string message(std::int32_t height) {
    const auto payload =
        structwire::pack<position>(417'113'000, 134'050'000, 525'200'000, height, height, 2'500, 4'000);
    std::string wire;
    (void)structwire::append(wire, ubx{}, payload, position_header).value();
    return wire;
}

// Noise, noise that looks like a message, a flipped bit, a message that breaks off, and an end inside the last one.
std::string noisy_line() {
    std::string flipped = message(3'000);
    flipped[20] ^= 1;
    return "noise" + message(1'000) + "noise, \xb5\x62 among it" + message(2'000) + flipped + message(4'000) +
           message(5'000).substr(0, 15) + message(6'000) + message(7'000).substr(0, 30);
}

std::string line_of(const structwire::frame_event& event) {
    if (!event) return std::to_string(event.error().offset) + ' ' + std::string(name(event.error().code)) + '\n';
    const auto fields = structwire::try_unpack<position>(event->payload);
    const std::string height = fields ? std::to_string(fields->get<"height">()) + " mm\n" : "another message\n";
    return std::to_string(event->offset) + ' ' + height;
}

// Everything that the bytes say, when they come in pieces of `most` bytes.
std::string decode(std::string_view bytes, std::size_t most) {
    std::string log;
    structwire::frame_decoder<ubx> in;
    for (std::size_t begin = 0; begin < bytes.size(); begin += most) {
        for (const auto& event : in.feed(structwire::as_bytes(bytes.substr(begin, most)))) log += line_of(event);
    }
    const auto last = in.finish();
    return last ? log + line_of(*last) : log;
}

// A bad beginning costs one byte, behind which the search goes on: no good message is lost to a bad one before it.
constexpr std::string_view expected =
    "0 bad_magic\n"
    "5 1000 mm\n"
    "41 bad_magic\n"
    "48 too_long\n"
    "59 2000 mm\n"
    "95 bad_checksum\n"
    "131 4000 mm\n"
    "167 bad_checksum\n"
    "182 6000 mm\n"
    "218 truncated\n";

}  // namespace

int main() {
    const std::string line = noisy_line();
    const std::string log = decode(line, line.size());
    std::fputs(log.c_str(), stdout);
    if (log != expected) return 1;
    for (std::size_t most = 1; most != line.size(); ++most) {
        if (decode(line, most) != expected) return 1;
    }
    return 0;
}
