// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Snapshots of a key-value store: a mark, a version and counted entries of 12 bytes; 4 bytes of length, little-endian.
// fault: count times size overflow. Twelve times the count is computed in 32 bits, so that a huge count passes for a
// small one and entries are read behind the payload: AddressSanitizer.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>

namespace {

constexpr std::uint32_t entry_bytes = 12;

template <class Number>
Number little(const std::byte* from) {
    Number value = 0;
    for (std::size_t index = sizeof(Number); index-- != 0;) {
        value = static_cast<Number>(value << 8 | std::to_integer<Number>(from[index]));
    }
    return value;
}

class snapshot {
public:
    bool load(std::span<const std::byte> bytes) {
        if (bytes.size() < 10 || std::memcmp(bytes.data(), "SNAP", 4) != 0) return false;
        const auto version = little<std::uint16_t>(bytes.data() + 4);
        if (version == 0 || version > 3) return false;
        const auto count = little<std::uint32_t>(bytes.data() + 6);
        const auto rest = bytes.subspan(10);
#ifdef STRUCTWIRE_FUZZ_REPAIRED
        const std::uint64_t needed = std::uint64_t{count} * entry_bytes;
#else
        const std::uint64_t needed = count * entry_bytes;
#endif
        if (needed > rest.size()) return false;  // what is behind the entries belongs to later versions
        for (std::uint32_t index = 0; index != count; ++index) {
            if (!add(rest.data() + std::size_t{index} * entry_bytes)) return false;
        }
        return true;
    }

private:
    bool add(const std::byte* entry) {
        const auto key = little<std::uint32_t>(entry);
        const auto size = little<std::uint32_t>(entry + 4);
        const auto stamp = little<std::uint32_t>(entry + 8);
        if (total_ + size > 0x10000000) return false;
        total_ += size;
        auto& newest = stamps_[key];
        newest = newest < stamp ? stamp : newest;
        return true;
    }

    std::map<std::uint32_t, std::uint32_t> stamps_;
    std::uint64_t total_ = 0;
};

bool parse(std::span<const std::byte> frame) { return snapshot{}.load(frame); }

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ(fuzz::record("<4s:mark: H:version: {I:(I:key: I:size: I:stamp:)}:entries: {*}:later:",
                             fuzz::magic("mark", "SNAP"), fuzz::range("version", 1, 3)),
                "u32le,limit=64k", parse)
