// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Stock counts in batches: open says how many items follow, close takes them all, cancel drops them; COBS.
// fault: missing clear. Cancel leaves the items of its batch in the list, and the next batch that is closed copies them
// into a table that is too small for them: AddressSanitizer.
#include <structwire/fuzz.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace {

struct item {
    std::uint16_t article = 0;
    std::int16_t quantity = 0;
};

std::uint16_t big(std::span<const std::byte> bytes, std::size_t at) {
    return static_cast<std::uint16_t>(std::to_integer<unsigned>(bytes[at]) << 8 |
                                      std::to_integer<unsigned>(bytes[at + 1]));
}

class stock_count {
public:
    bool handle(std::span<const std::byte> frame) {
        if (frame.empty()) return false;
        switch (std::to_integer<unsigned>(frame[0])) {
            case 1: return frame.size() == 2 && open(std::to_integer<std::size_t>(frame[1]));
            case 2: return frame.size() == 5 && add({big(frame, 1), static_cast<std::int16_t>(big(frame, 3))});
            case 3: return frame.size() == 1 && close();
            case 4: return frame.size() == 1 && cancel();
            default: return false;
        }
    }

private:
    bool open(std::size_t count) {
        if (open_ || count == 0 || count > 100) return false;
        expected_ = count;
        received_ = 0;
        open_ = true;
        return true;
    }

    bool add(const item& counted) {
        if (!open_ || received_ == expected_ || counted.quantity < 0) return false;
        items_.push_back(counted);
        ++received_;
        return true;
    }

    bool close() {
        if (!open_ || received_ != expected_) return false;
        const auto table = std::make_unique<item[]>(expected_);
        std::copy(items_.begin(), items_.end(), table.get());
        for (std::size_t index = 0; index != expected_; ++index) stock_[table[index].article] += table[index].quantity;
        items_.clear();
        open_ = false;
        return true;
    }

    bool cancel() {
        if (!open_) return false;
        open_ = false;
#ifdef STRUCTWIRE_FUZZ_REPAIRED
        items_.clear();
#endif
        return true;
    }

    std::map<std::uint16_t, int> stock_;
    std::vector<item> items_;
    std::size_t expected_ = 0;
    std::size_t received_ = 0;
    bool open_ = false;
};

auto session() {
    return [parser = stock_count{}](std::span<const std::byte> frame) mutable { return parser.handle(frame); };
}

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ(fuzz::choice("kind", fuzz::when(1, ">B:kind: B:count:"),
                             fuzz::when(2, ">B:kind: H:article: h:quantity:"), fuzz::when(3, ">B:kind:"),
                             fuzz::when(4, ">B:kind:")),
                "cobs,limit=256", session)
