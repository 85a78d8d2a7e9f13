// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Firmware update: begin says size and version, numbered parts follow, finish compares a sum; CRC-16.
// fault: state kept after an error. A part out of order ends the transfer and frees the image, but what remains says
// that one is running, so that the next part is written to memory that is gone: AddressSanitizer.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace {

class update {
public:
    bool handle(std::span<const std::byte> frame) {
        if (frame.empty()) return false;
        const auto fields = frame.subspan(1);
        bool good = false;
        switch (std::to_integer<unsigned>(frame[0])) {
            case 1: return fields.size() == 6 && begin(number(fields.first(4)), number(fields.subspan(4)));
            case 2: good = fields.size() >= 3 && part(number(fields.first(2)), fields.subspan(2)); break;
            case 3: good = fields.size() == 2 && finish(number(fields)); break;
            default: return false;
        }
        if (!good) give_up();
        return good;
    }

private:
    static std::size_t number(std::span<const std::byte> bytes) {
        std::size_t value = 0;
        for (const std::byte byte : bytes) value = value << 8 | std::to_integer<std::size_t>(byte);
        return value;
    }

    bool begin(std::size_t size, std::size_t version) {
        if (running_ || size == 0 || size > 512 || version <= installed_) return false;
        image_ = std::make_unique<std::byte[]>(size);
        size_ = size;
        version_ = version;
        used_ = 0;
        next_ = 0;
        running_ = true;
        return true;
    }

    bool part(std::size_t index, std::span<const std::byte> counted) {
        const auto length = std::to_integer<std::size_t>(counted[0]);
        const auto data = counted.subspan(1);
        if (!running_ || index != next_ || data.size() != length || length == 0 || length > size_ - used_) return false;
        std::memcpy(image_.get() + used_, data.data(), length);
        used_ += length;
        ++next_;
        return true;
    }

    bool finish(std::size_t sum) {
        if (!running_ || used_ != size_) return false;
        std::size_t computed = 0;
        for (std::size_t index = 0; index != size_; ++index) computed += std::to_integer<std::size_t>(image_[index]);
        if ((computed & 0xffff) != sum) return false;
        installed_ = version_;
        running_ = false;
        return true;
    }

    void give_up() {
        image_.reset();
#ifdef STRUCTWIRE_FUZZ_REPAIRED
        running_ = false;
#endif
    }

    std::unique_ptr<std::byte[]> image_;
    std::size_t size_ = 0;
    std::size_t used_ = 0;
    std::size_t next_ = 0;
    std::size_t version_ = 0;
    std::size_t installed_ = 7;
    bool running_ = false;
};

auto session() {
    return [parser = std::make_unique<update>()](std::span<const std::byte> frame) { return parser->handle(frame); };
}

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ(fuzz::choice("kind", fuzz::when(1, ">B:kind: I:size: H:version:", fuzz::range("size", 1, 512)),
                             fuzz::when(2, ">B:kind: H:index: {B:s}:data:"), fuzz::when(3, ">B:kind: H:sum:")),
                "u16be,limit=1k+crc16ccitt", session)
