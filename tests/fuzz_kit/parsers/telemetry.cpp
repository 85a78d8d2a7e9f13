// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Telemetry of a weather station: sensors are described by name, then send samples; 4 bytes of length, CRC-32 behind.
// fault: length off by one. A name of exactly 24 bytes fits the buffer, but not with its NUL: AddressSanitizer.
#include <structwire/fuzz.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace {

class reader {
public:
    explicit reader(std::span<const std::byte> bytes) : rest_(bytes) {}

    std::uint64_t number(std::size_t width) {
        std::uint64_t value = 0;
        for (const std::byte byte : take(width)) value = value << 8 | std::to_integer<std::uint64_t>(byte);
        return value;
    }
    std::span<const std::byte> take(std::size_t count) {
        if (count > rest_.size()) {
            failed_ = true;
            return {};
        }
        const auto taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    bool failed() const { return failed_; }
    bool at_end() const { return !failed_ && rest_.empty(); }

private:
    std::span<const std::byte> rest_;
    bool failed_ = false;
};

bool describe(reader& in) {
    std::array<char, 24> name;
    const auto sensor = in.number(2);
    const auto length = static_cast<std::size_t>(in.number(1));
    const auto text = in.take(length);
    if (!in.at_end() || sensor == 0) return false;
#ifdef STRUCTWIRE_FUZZ_REPAIRED
    if (length >= name.size()) return false;
#else
    if (length > name.size()) return false;
#endif
    for (std::size_t index = 0; index != text.size(); ++index) name[index] = static_cast<char>(text[index]);
    name[length] = '\0';
    return std::strlen(name.data()) == length;  // no NUL inside
}

bool samples(reader& in) {
    const auto sensor = in.number(2);
    const auto count = in.number(1);
    std::uint64_t before = 0;
    for (std::uint64_t index = 0; index != count && !in.failed(); ++index) {
        const auto time = in.number(4);
        const auto value = static_cast<std::int16_t>(in.number(2));
        if (time < before || value < -900 || value > 900) return false;
        before = time;
    }
    return in.at_end() && sensor != 0;
}

bool parse(std::span<const std::byte> frame) {
    reader in(frame);
    const auto version = in.number(1);
    const auto kind = in.number(1);
    if (version != 2) return false;
    if (kind == 1) return describe(in);
    if (kind == 2) return samples(in);
    return false;
}

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ(
    fuzz::choice("kind", fuzz::when(1, ">B:version: B:kind: H:sensor: {B:s}:name:", fuzz::one_of("version", {1, 2})),
                 fuzz::when(2, ">B:version: B:kind: H:sensor: {B:(I:time: h:value:)}:samples:",
                            fuzz::one_of("version", {1, 2}))),
    "u32be,limit=4k+crc32", parse)
