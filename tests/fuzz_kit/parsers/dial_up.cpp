// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Packets of a dial-up link: address, control, protocol and information between flags, with escapes and a CRC.
// fault: escape over a chunk edge. That the byte before was an escape is forgotten at the end of a chunk: the result
// depends on the cuts.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace {

constexpr std::byte flag{0x7e};
constexpr std::byte escape{0x7d};

std::uint16_t fcs(std::span<const std::byte> bytes) {
    unsigned crc = 0xffff;
    for (const std::byte byte : bytes) {
        crc ^= std::to_integer<unsigned>(byte);
        for (int bit = 0; bit != 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0x8408 : crc >> 1;
    }
    return static_cast<std::uint16_t>(crc ^ 0xffff);
}

class link {
public:
    void receive(std::span<const std::byte> chunk) {
#ifdef STRUCTWIRE_FUZZ_REPAIRED
        bool& escaped = escaped_;
#else
        bool escaped = false;
#endif
        for (const std::byte byte : chunk) {
            if (byte == flag) {
                if (in_sync_ && !escaped) packet();
                packet_.clear();
                in_sync_ = true;
                escaped = false;
            } else if (escaped) {
                packet_.push_back(byte ^ std::byte{0x20});
                escaped = false;
            } else if (byte == escape) {
                escaped = true;
            } else {
                packet_.push_back(byte);
            }
        }
    }
    const std::vector<std::uint32_t>& packets() const { return packets_; }

private:
    void packet() {
        if (packet_.size() < 6 || packet_.size() > 1506) return;
        const auto covered = std::span<const std::byte>(packet_).first(packet_.size() - 2);
        const auto given = word(covered.size(), true);
        if (given != fcs(covered)) return;
        if (packet_[0] != std::byte{0xff} || packet_[1] != std::byte{3}) return;
        const unsigned protocol = word(2, false);
        if (protocol != 0xc021 && protocol != 0x8021 && protocol != 0x0021) return;
        packets_.push_back(protocol << 16 | static_cast<std::uint32_t>(given));
    }

    unsigned word(std::size_t at, bool little) const {
        const auto first = std::to_integer<unsigned>(packet_[at]);
        const auto second = std::to_integer<unsigned>(packet_[at + 1]);
        return little ? second << 8 | first : first << 8 | second;
    }

    std::vector<std::uint32_t> packets_;
    std::vector<std::byte> packet_;
    bool in_sync_ = false;
    [[maybe_unused]] bool escaped_ = false;
};

std::vector<std::uint32_t> parse(const structwire::fuzz::chunks& stream) {
    link receiver;
    for (const auto chunk : stream) receiver.receive(chunk);
    return receiver.packets();
}

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ_STREAM(fuzz::record(">B:address: B:control: H:protocol: {*}:information:",
                                    fuzz::one_of("address", {0xff}), fuzz::one_of("control", {3}),
                                    fuzz::one_of("protocol", {0x0021, 0x8021, 0xc021})),
                       "hdlc,limit=1506+crc16x25", parse)
