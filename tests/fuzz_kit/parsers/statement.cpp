// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Parameters of a prepared statement: each has a signed length, and -1 stands for null; HDLC with its CRC.
// fault: sign of a length. Lengths below -1 are not refused, since they are not longer than the rest either, and become
// the huge size of a copy: AddressSanitizer.
#include <structwire/fuzz.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace {

constexpr int most_parameters = 8;

class statement {
public:
    bool bind(std::span<const std::byte> frame) {
        if (frame.size() < 4 || frame[0] != std::byte{'B'}) return false;
        const int handle = number(frame.data() + 1);
        const int count = std::to_integer<int>(frame[3]);
        if (handle <= 0 || handle > 500 || count > most_parameters) return false;
        std::size_t at = 4;
        for (int index = 0; index != count; ++index) {
            if (!parameter(frame, at)) return false;
        }
        return at == frame.size();
    }

private:
    static int number(const std::byte* from) {
        return static_cast<std::int16_t>(std::to_integer<int>(from[0]) << 8 | std::to_integer<int>(from[1]));
    }

    bool parameter(std::span<const std::byte> frame, std::size_t& at) {
        if (frame.size() - at < 2) return false;
        const int length = number(frame.data() + at);
        at += 2;
        const int rest = static_cast<int>(frame.size() - at);
        if (length == -1) {
            ++nulls_;
            return true;
        }
#ifdef STRUCTWIRE_FUZZ_REPAIRED
        if (length < 0 || length > rest || length > 64) return false;
#else
        if (length > rest || length > 64) return false;
#endif
        if (length == 0) return true;
        std::memcpy(value_.data(), frame.data() + at, static_cast<std::size_t>(length));
        at += static_cast<std::size_t>(length);
        hash_ = hash_ * 31 + std::to_integer<unsigned>(value_[0]);
        return true;
    }

    std::array<std::byte, 64> value_{};
    unsigned nulls_ = 0;
    unsigned hash_ = 0;
};

bool parse(std::span<const std::byte> frame) { return statement{}.bind(frame); }

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ(fuzz::record(">B:kind: h:handle: {B:({h:s}:value:)}:parameters:", fuzz::one_of("kind", {'B'}),
                             fuzz::range("handle", 1, 500)),
                "hdlc,limit=2k+crc16x25", parse)
