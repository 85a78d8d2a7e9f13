// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Archive files without any framing: a directory of offsets and lengths, then the data that they lie in.
// fault: sum of offset and length. It is computed in 32 bits, so that a large offset passes with a length that makes
// the sum wrap around, and is read far behind the data: AddressSanitizer.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace {

struct entry {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    unsigned kind = 0;
};

class archive {
public:
    explicit archive(std::span<const std::byte> file) : rest_(file) {}

    bool load() {
        if (rest_.size() < 8 || std::memcmp(rest_.data(), "ARC\x1a", 4) != 0) return false;
        rest_ = rest_.subspan(4);
        if (number(2) != 3) return false;
        const std::uint32_t entries = number(2);
        if (entries > 32 || rest_.size() < std::size_t{entries} * 9 + 4) return false;
        for (std::uint32_t index = 0; index != entries; ++index) {
            entry next;
            next.offset = number(4);
            next.length = number(4);
            next.kind = number(1);
            directory_.push_back(next);
        }
        if (number(4) != rest_.size()) return false;
        for (const entry& of : directory_) {
            if (!check(of)) return false;
        }
        return true;
    }

private:
    std::uint32_t number(std::size_t width) {
        std::uint32_t value = 0;
        for (std::size_t index = width; index-- != 0;)
            value = value << 8 | std::to_integer<std::uint32_t>(rest_[index]);
        rest_ = rest_.subspan(width);
        return value;
    }

    bool check(const entry& of) const {
        if (of.kind == 0) return of.length == 0;  // a folder
        if (of.kind > 2 || of.length == 0) return false;
#ifdef STRUCTWIRE_FUZZ_REPAIRED
        if (std::uint64_t{of.offset} + of.length > rest_.size()) return false;
#else
        if (of.offset + of.length > rest_.size()) return false;
#endif
        const bool text = of.kind == 1;
        return !text || rest_[of.offset] < std::byte{0x80};
    }

    std::span<const std::byte> rest_;
    std::vector<entry> directory_;
};

bool parse(std::span<const std::byte> file) { return archive{file}.load(); }

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ(fuzz::record("<4s:mark: H:version: {H:(I:offset: I:length: B:kind:)}:directory: I:bytes: {*}:data:",
                             fuzz::magic("mark", "ARC\x1a"), fuzz::one_of("version", {2, 3}),
                             fuzz::length_of("bytes", "data")),
                fuzz::unframed, parse)
