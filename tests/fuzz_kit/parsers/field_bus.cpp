// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Field bus: telegrams of 8 bytes with a CRC; one byte holds direction, class and number of the unit.
// fault: bit-field mask. The mask of the unit has six bits for a field of five, so that an odd class, as diagnostics
// have, makes it 32 to 63: an index behind the table, AddressSanitizer.
#include <structwire/fuzz.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace {

enum class telegram_class : unsigned { read = 0, diagnose = 1, write = 2, reset = 3 };

struct telegram {
    bool reply;
    telegram_class kind;
    unsigned unit;
    unsigned point;
    unsigned value;
    unsigned sequence;
};

telegram decode(std::span<const std::byte> bytes) {
    const auto byte = [&](std::size_t at) { return std::to_integer<unsigned>(bytes[at]); };
#ifdef STRUCTWIRE_FUZZ_REPAIRED
    constexpr unsigned unit_mask = 0x1f;
#else
    constexpr unsigned unit_mask = 0x3f;
#endif
    return {(byte(0) & 0x80) != 0,  static_cast<telegram_class>(byte(0) >> 5 & 3),
            byte(0) & unit_mask,    byte(1),
            byte(2) << 8 | byte(3), byte(4) << 8 | byte(5)};
}

class bus {
public:
    bool take(const telegram& received) {
        switch (received.kind) {
            case telegram_class::read:
                if (received.reply && received.value > 4095) return false;  // a converter of 12 bits
                break;
            case telegram_class::write:
                if (received.point >= 0xf0) return false;  // not the points of diagnostics
                break;
            case telegram_class::diagnose:
                if (!received.reply || received.point < 0xf0 || received.value > 99) return false;
                break;
            case telegram_class::reset:
                if (received.reply || received.point != 0 || received.value != 0x55aa) return false;
                break;
        }
        ++seen_[received.unit];
        return received.sequence != 0;
    }

private:
    std::array<std::uint8_t, 32> seen_{};
};

bool parse(std::span<const std::byte> frame) { return frame.size() == 6 && bus{}.take(decode(frame)); }

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ(">{u1}:reply: {u2}:class: {u5}:unit: B:point: H:value: H:sequence:", "fixed=8+crc16modbus", parse)
