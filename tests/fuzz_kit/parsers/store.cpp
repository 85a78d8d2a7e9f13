// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Commands of a small store: put, get and delete with keys and values behind varints of at most five bytes.
// fault: varint shift. Seven bits are shifted as an int, so that the fifth byte sets the sign, a length becomes one
// below 2^64, and the sum with the position wraps around: AddressSanitizer.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace {

class command {
public:
    explicit command(std::span<const std::byte> bytes) : bytes_(bytes) {}

    bool run() {
        if (bytes_.empty()) return false;
        const auto what = std::to_integer<unsigned>(bytes_[at_++]);
        if (what < 1 || what > 3) return false;
        const auto key = text();
        if (!key || key->empty() || key->size() > 250) return false;
        hash_ = hash(*key);
        if (what == 1) {
            const auto value = text();
            if (!value) return false;
            hash_ ^= hash(*value);
        }
        return at_ == bytes_.size();
    }

private:
    std::optional<std::uint64_t> varint() {
        std::uint64_t value = 0;
        for (int shift = 0; shift <= 28; shift += 7) {  // less than 2^35: a sum with a position cannot wrap around
            if (at_ == bytes_.size()) return std::nullopt;
            const auto byte = std::to_integer<int>(bytes_[at_++]);
#ifdef STRUCTWIRE_FUZZ_REPAIRED
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
#else
            value |= static_cast<std::uint64_t>((byte & 0x7f) << shift);
#endif
            if (byte < 0x80) return value;
        }
        return std::nullopt;
    }

    std::optional<std::span<const std::byte>> text() {
        const auto length = varint();
        if (!length || at_ + *length > bytes_.size()) return std::nullopt;
        const std::span<const std::byte> found(bytes_.data() + at_, static_cast<std::size_t>(*length));
        at_ += found.size();
        return found;
    }

    static std::uint32_t hash(std::span<const std::byte> text) {
        std::uint32_t sum = 2166136261;
        for (const std::byte byte : text) sum = (sum ^ std::to_integer<std::uint32_t>(byte)) * 16777619;
        return sum;
    }

    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
    std::uint32_t hash_ = 0;
};

bool parse(std::span<const std::byte> frame) { return command{frame}.run(); }

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ(fuzz::choice("what", fuzz::when(1, "B:what: {uv:s}:key: {uv:s}:value:"),
                             fuzz::when(2, "B:what: {uv:s}:key:"), fuzz::when(3, "B:what: {uv:s}:key:")),
                "u16le,limit=4k", parse)
