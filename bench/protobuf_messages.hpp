// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The messages of the Protocol Buffers benchmarks, and the stream that the runtime itself makes of them.
#ifndef STRUCTWIRE_BENCH_PROTOBUF_MESSAGES_HPP
#define STRUCTWIRE_BENCH_PROTOBUF_MESSAGES_HPP

#include <google/protobuf/util/delimited_message_util.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <order_book.pb.h>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <trade.pb.h>
#include <vector>

#include "transport_limit.hpp"
#include "transport_work.hpp"

namespace sample {

using limit::bytes;
using structwire::demo::OrderBook;
using structwire::demo::Trade;

inline constexpr std::size_t largest_frame = 1100;       // of all messages here
inline constexpr std::size_t from_memory = 1024 * 1024;  // bytes of stream, at least

/// Numbers without a pattern, but the same in every run.
class numbers {
public:
    /// One of `count` numbers from `first` on.
    std::uint64_t from(std::uint64_t first, std::uint64_t count) {
        state_ = state_ * 6364136223846793005 + 1442695040888963407;
        return first + (state_ >> 20) % count;
    }
    char letter() { return static_cast<char>('A' + from(0, 26)); }

private:
    std::uint64_t state_ = 1;
};

/// A share, a place and a currency, or as many letters as are asked for: 21 make a Trade of 40 bytes.
inline std::string symbol(numbers& random, std::size_t size) {
    std::string text = "US0378331005.XNAS.USD";
    text.resize(size, '.');
    for (std::size_t at = 2; at != size; ++at) {
        if (text[at] != '.' || at > 21) text[at] = random.letter();
    }
    return text;
}

/// Every value takes the same number of bytes each time, so that the processor foresees the branches of the parser: the
/// less it costs, the harder is the limit. Prices are in billionths, 17 to 2000 a piece.
inline void fill(Trade& trade, numbers& random, std::size_t symbol_size) {
    trade.set_id(static_cast<std::uint32_t>(random.from(1U << 28, 1U << 31)));
    trade.set_price(static_cast<std::int64_t>(random.from(17'200'000'000, 1'900'000'000'000)));
    trade.set_quantity(static_cast<std::int32_t>(random.from(8192, 900'000)));
    trade.set_symbol(symbol(random, symbol_size));
}

inline void fill(OrderBook& book, numbers& random, std::size_t levels) {
    book.set_symbol(symbol(random, 21));
    book.set_sequence(random.from(1ULL << 35, 1ULL << 40));
    book.set_time(random.from(1'700'000'000'000'000'000, 1ULL << 56));
    const auto price = static_cast<std::int64_t>(random.from(17'200'000'000, 1'900'000'000'000));
    for (std::size_t index = 0; index != 2 * levels; ++index) {
        const bool bid = index < levels;
        OrderBook::Level& level = bid ? *book.add_bids() : *book.add_asks();
        level.set_price(bid ? price - static_cast<std::int64_t>(random.from(1, 10'000'000))
                            : price + static_cast<std::int64_t>(random.from(1, 10'000'000)));
        level.set_quantity(static_cast<std::uint32_t>(random.from(128, 16'000)));
        level.set_orders(static_cast<std::uint32_t>(random.from(1, 100)));
    }
}

/// What is done with a message: enough to need each of its fields, too little to hide what it cost to get it.
inline std::uint64_t look_at(const Trade& trade) {
    return trade.id() + static_cast<std::uint64_t>(trade.price()) + static_cast<std::uint64_t>(trade.quantity()) +
           trade.symbol().size() + static_cast<unsigned char>(trade.symbol().back());
}
inline std::uint64_t look_at(const OrderBook& book) {
    const auto bids = static_cast<std::size_t>(book.bids_size()), asks = static_cast<std::size_t>(book.asks_size());
    return book.sequence() + book.time() + bids + asks + static_cast<unsigned char>(book.symbol().back()) +
           static_cast<std::uint64_t>(book.bids(book.bids_size() - 1).price()) + book.asks(0).quantity();
}

/// Messages, and all of them as often as it takes to fill from_memory bytes, written by the runtime's own function.
template <class Message>
struct set {
    std::vector<Message> messages;
    std::size_t repeats = 0;
    std::size_t count = 0;  // in the stream
    std::string stream;
    std::uint64_t sum = 0;  // of look_at() of these

    [[nodiscard]] bytes stream_bytes() const { return std::as_bytes(std::span(stream)); }
};

/// @param parameter  bytes of symbol or levels on each side
template <class Message>
set<Message> make(std::size_t count, std::size_t parameter) {
    set<Message> made;
    numbers random;
    std::ostringstream once;
    made.messages.resize(count);
    for (Message& message : made.messages) {
        fill(message, random, parameter);
        work::require(google::protobuf::util::SerializeDelimitedToOstream(message, &once), "a message");
        work::require(message.ByteSizeLong() + 2 <= largest_frame, "the size of a message");
        made.sum += look_at(message);
    }
    const std::string all = std::move(once).str();
    while (made.stream.size() < from_memory) {
        made.stream += all;
        ++made.repeats;
    }
    made.count = made.repeats * count;
    made.sum *= made.repeats;
    return made;
}

/// 40 bytes each.
inline set<Trade> trades() {
    auto made = make<Trade>(1024, 21);
    for (const Trade& trade : made.messages) work::require(trade.ByteSizeLong() == 40, "40 bytes");
    return made;
}
/// 1 KiB each, nearly all of it one string: parsing is little more than a copy.
inline set<Trade> texts() {
    auto made = make<Trade>(128, 1024 - 20);
    for (const Trade& trade : made.messages) work::require(trade.ByteSizeLong() == 1024, "1 KiB");
    return made;
}
/// About 1 KiB each, in 68 fields.
inline set<OrderBook> books() { return make<OrderBook>(128, 32); }

/// Where each message goes: one object for all of them, as a program does that counts nanoseconds, or a new one each
/// time.
template <class Message, bool Fresh>
class place {
public:
    Message& next() {
        if constexpr (Fresh) message_.emplace();
        return *message_;
    }

private:
    std::optional<Message> message_{std::in_place};
};

}  // namespace sample

#endif
