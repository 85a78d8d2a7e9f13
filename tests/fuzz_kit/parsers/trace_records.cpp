// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Trace records of a controller: a level and a text, stuffed by COBS, decoded as they come in.
// fault: zero behind a full block. A block of 254 bytes implies no zero behind it, but gets one: what is decoded in
// pieces differs from what a second decoder makes of the whole frame, abort.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <vector>

namespace {

using bytes = std::vector<std::byte>;

class trace_decoder {
public:
    void receive(std::span<const std::byte> chunk) {
        for (const std::byte byte : chunk) take(byte);
    }
    const std::vector<bytes>& records() const { return records_; }

private:
    void take(std::byte byte) {
        if (byte == std::byte{0}) return end();
        wire_.push_back(byte);
        if (left_ != 0) {
            decoded_.push_back(byte);
            --left_;
            return;
        }
#ifdef STRUCTWIRE_FUZZ_REPAIRED
        const bool zero = begun_ && code_ != std::byte{0xff};
#else
        const bool zero = begun_;
#endif
        if (zero) decoded_.push_back(std::byte{0});
        code_ = byte;
        left_ = std::to_integer<std::size_t>(byte) - 1;
        begun_ = true;
    }

    void end() {
        const auto second = whole(wire_);
        if (begun_ && left_ == 0) {
            if (!second || *second != decoded_) std::abort();
            if (!decoded_.empty() && decoded_[0] < std::byte{8}) records_.push_back(decoded_);
        }
        wire_.clear();
        decoded_.clear();
        left_ = 0;
        begun_ = false;
    }

    /// A whole frame without its zero, decoded as the paper describes it; nullopt if it is cut short.
    static std::optional<bytes> whole(std::span<const std::byte> wire) {
        bytes out;
        while (!wire.empty()) {
            const auto code = std::to_integer<std::size_t>(wire[0]);
            if (code > wire.size()) return std::nullopt;
            out.insert(out.end(), wire.begin() + 1, wire.begin() + static_cast<std::ptrdiff_t>(code));
            wire = wire.subspan(code);
            if (code != 255 && !wire.empty()) out.push_back(std::byte{0});
        }
        return out;
    }

    std::vector<bytes> records_;
    bytes wire_;
    bytes decoded_;
    std::size_t left_ = 0;
    std::byte code_{};
    bool begun_ = false;
};

std::vector<bytes> parse(const structwire::fuzz::chunks& stream) {
    trace_decoder decoder;
    for (const auto chunk : stream) decoder.receive(chunk);
    return decoder.records();
}

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ_STREAM(fuzz::record("B:level: {*}:text:", fuzz::range("level", 0, 7)), "cobs,limit=1k", parse)
