// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Lines of a picture for a small display: a palette and runs of palette indices, behind a mark, a class and an id.
// fault: table index from a field. The index of a run may be as large as the number of colours, one more than there is:
// AddressSanitizer.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace {

struct colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
};

std::size_t little(std::span<const std::byte> bytes, std::size_t at) {
    return std::to_integer<std::size_t>(bytes[at]) | std::to_integer<std::size_t>(bytes[at + 1]) << 8;
}

class picture_line {
public:
    bool load(std::span<const std::byte> bytes) {
        if (bytes.size() < 3) return false;
        width_ = little(bytes, 0);
        const auto count = std::to_integer<std::size_t>(bytes[2]);
        bytes = bytes.subspan(3);
        if (width_ == 0 || width_ > 320 || count < 2 || count > 64 || bytes.size() < 3 * count + 2) return false;
        palette_.resize(count);
        for (colour& entry : palette_) {
            entry = {std::to_integer<std::uint8_t>(bytes[0]), std::to_integer<std::uint8_t>(bytes[1]),
                     std::to_integer<std::uint8_t>(bytes[2])};
            bytes = bytes.subspan(3);
        }
        const std::size_t runs = little(bytes, 0);
        bytes = bytes.subspan(2);
        if (bytes.size() != 2 * runs) return false;
        for (; !bytes.empty(); bytes = bytes.subspan(2)) {
            if (!run(std::to_integer<std::size_t>(bytes[0]), std::to_integer<std::size_t>(bytes[1]))) return false;
        }
        return true;
    }

private:
    bool run(std::size_t length, std::size_t index) {
        if (length == 0 || length > width_ - pixels_.size()) return false;
#ifdef STRUCTWIRE_FUZZ_REPAIRED
        if (index >= palette_.size()) return false;
#else
        if (index > palette_.size()) return false;
#endif
        const colour& of = palette_[index];
        const auto grey = static_cast<std::uint8_t>((3 * of.red + 6 * of.green + of.blue) / 10);
        pixels_.insert(pixels_.end(), length, grey);
        return true;
    }

    std::size_t width_ = 0;
    std::vector<colour> palette_;
    std::vector<std::uint8_t> pixels_;
};

bool parse(const structwire::frame& frame) {
    if (frame.header.size() != 4 || frame.header[2] != std::byte{7} || frame.header[3] > std::byte{3}) return false;
    return picture_line{}.load(frame.payload);
}

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ(
    fuzz::message(fuzz::record("<H:mark: B:class: B:id:", fuzz::magic("mark", 0x454c)),
                  fuzz::record("<H:width: {B:(B:red: B:green: B:blue:)}:palette: {H:(B:length: B:index:)}:runs:",
                               fuzz::range("width", 1, 320))),
    "u16le,offset=4,magic=4c45,limit=4k", parse)
