// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Which of many deadlines comes next.
#ifndef STRUCTWIRE_SRC_NET_DEADLINE_QUEUE_HPP
#define STRUCTWIRE_SRC_NET_DEADLINE_QUEUE_HPP

#include <structwire/net/deadline.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace structwire::net::detail {

/// A heap in which nothing is ever moved: a deadline that is put off stays where it is, and who takes it looks whether
/// it still holds. So a connection that receives frame after frame costs nothing here.
class deadline_queue {
public:
    struct entry {
        deadline when;
        std::uint64_t key;

        friend bool operator>(const entry& left, const entry& right) noexcept { return left.when > right.when; }
    };

    void push(const deadline& when, std::uint64_t key) {
        heap_.push_back({when, key});
        std::ranges::push_heap(heap_, std::greater<>());
    }

    /// The earliest; never if there is none.
    [[nodiscard]] deadline next() const noexcept { return heap_.empty() ? deadline::never : heap_.front().when; }

    /// Takes the earliest if it has come by `now`.
    std::optional<entry> take(deadline::clock::time_point now) {
        if (heap_.empty() || heap_.front().when > deadline::at(now)) return std::nullopt;
        std::ranges::pop_heap(heap_, std::greater<>());
        const entry first = heap_.back();
        heap_.pop_back();
        return first;
    }

    /// Throws the others out.
    template <class Holds>
    void keep_if(const Holds& holds) noexcept {
        std::erase_if(heap_, [&](const entry& each) { return !holds(each); });
        std::ranges::make_heap(heap_, std::greater<>());
    }

    void reserve(std::size_t count) { heap_.reserve(count); }

    [[nodiscard]] std::size_t size() const noexcept { return heap_.size(); }

private:
    std::vector<entry> heap_;
};

}  // namespace structwire::net::detail

#endif
