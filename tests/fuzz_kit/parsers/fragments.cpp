// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Messages in fragments: each frame has a varint as length, flags and, in the first fragment, a channel.
// fault: zero-length frame. A frame without a byte is a sign of life, but not while a message is open: then its flags
// are read behind it, and its body has a size of minus one: AddressSanitizer.
#include <structwire/fuzz.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace {

class assembler {
public:
    bool stream(std::span<const std::byte> bytes) {
        std::size_t at = 0;
        while (at != bytes.size()) {
            std::size_t length = 0;
            unsigned shift = 0;
            for (bool more = true; more; shift += 7) {
                if (at == bytes.size() || shift > 7) return false;
                more = (bytes[at] & std::byte{0x80}) != std::byte{};
                length |= std::to_integer<std::size_t>(bytes[at++] & std::byte{0x7f}) << shift;
            }
            if (length > bytes.size() - at) return false;
            if (!frame(bytes.subspan(at, length))) return false;
            at += length;
        }
        return !open_;
    }

private:
    static constexpr std::byte final{0x80};

    bool frame(std::span<const std::byte> bytes) {
#ifdef STRUCTWIRE_FUZZ_REPAIRED
        if (bytes.empty()) {
#else
        if (bytes.empty() && !open_) {
#endif
            ++signs_of_life_;
            return true;
        }
        if (open_) return append(bytes, 1, std::byte{0});
        if (bytes.size() < 3 || bytes[1] == std::byte{0} || bytes[1] > std::byte{15}) return false;
        used_ = 0;
        return append(bytes, 2, bytes[0] & std::byte{3});
    }

    bool append(std::span<const std::byte> bytes, std::size_t head, std::byte kind) {
        if (open_ == (kind != std::byte{0}) || (bytes[0] & ~final) != kind) return false;
        if (used_ + bytes.size() - head > message_.size()) return false;
        if (bytes.size() != head) std::memcpy(message_.data() + used_, bytes.data() + head, bytes.size() - head);
        used_ += bytes.size() - head;
        open_ = (bytes[0] & final) == std::byte{0};
        return true;
    }

    std::array<std::byte, 512> message_{};
    std::size_t used_ = 0;
    std::size_t signs_of_life_ = 0;
    bool open_ = false;
};

bool parse(std::span<const std::byte> stream) { return assembler{}.stream(stream); }

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ_STREAM(fuzz::record("B:flags: {*}:body:", fuzz::one_of("flags", {0, 1, 2, 0x80, 0x81, 0x82})),
                       "varint,bytes=2,limit=4k", parse)
