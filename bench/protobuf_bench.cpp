// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Delimited messages from memory, through pipes and over TCP: structwire, the runtime alone, its delimited functions.
///
///     structwire_protobuf_bench WORK MESSAGE ROUNDS PASSES
///
/// WORK is read, write (both from and to memory, one message object for all), fresh_read (a new object for each message),
/// fresh_write (filled in for each message), pipe or tcp. MESSAGE is trade (40 bytes), text (1 KiB, a string) or book
/// (about 1 KiB, many fields). All contestants take turns, ROUNDS times, with at least PASSES MiB each. Prints a line
/// for each: its name, and the nanoseconds of processor time for a message of each round; for pipe and tcp those of both
/// processes, and a slash, and of the receiving one.
///
/// In front of the first round it is checked that all read the same messages and write the same bytes.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protobuf_memory.hpp"
#include "protobuf_messages.hpp"
#include "protobuf_streams.hpp"

namespace {

using limit::bytes;

struct contestant {
    const char* name;
    std::function<void()> check;
    std::function<work::cost()> measure;
    std::vector<work::cost> costs{};
};

/// Processor time of this process for one of `count` messages.
template <class Action>
work::cost timed(std::size_t count, const Action& action) {
    const double before = work::other_process::read(CLOCK_PROCESS_CPUTIME_ID);
    action();
    return {(work::other_process::read(CLOCK_PROCESS_CPUTIME_ID) - before) / static_cast<double>(count), 0};
}

template <class Who, bool Fresh, class Message>
contestant reading(const sample::set<Message>& from, std::size_t passes) {
    const auto check = [&from] {
        sample::place<Message, Fresh> place;
        std::size_t index = 0;
        Who::read(from.stream_bytes(), place, [&](const Message& got) {
            const Message& sent = from.messages[index++ % from.messages.size()];
            work::require(got.SerializeAsString() == sent.SerializeAsString(), Who::name);
        });
        work::require(index == from.count, Who::name);
    };
    const auto measure = [&from, passes] {
        sample::place<Message, Fresh> place;
        std::uint64_t sum = 0;
        const auto cost = timed(passes * from.count, [&] {
            for (std::size_t pass = 0; pass != passes; ++pass) {
                Who::read(from.stream_bytes(), place, [&](const Message& got) { sum += sample::look_at(got); });
            }
        });
        work::require(sum == passes * from.sum, Who::name);
        return cost;
    };
    return {Who::name, check, measure};
}

/// Looks like the messages, but each is made when it is asked for.
template <class Message>
struct made_anew {
    class iterator {
    public:
        explicit iterator(const Message* at) : at_(at) {}
        Message operator*() const { return *at_; }
        iterator& operator++() {
            ++at_;
            return *this;
        }
        bool operator==(const iterator&) const = default;

    private:
        const Message* at_;
    };
    [[nodiscard]] iterator begin() const { return iterator(from.data()); }
    [[nodiscard]] iterator end() const { return iterator(from.data() + from.size()); }

    const std::vector<Message>& from;
};

template <class Who, bool Fresh, class Message>
contestant writing(const sample::set<Message>& from, std::size_t passes) {
    const auto write = [&from](std::size_t times, const auto& send) {
        if constexpr (Fresh) {
            Who::write(made_anew<Message>{from.messages}, times, send);
        } else {
            Who::write(from.messages, times, send);
        }
    };
    const auto check = [&from, write] {
        std::string all;
        write(from.repeats,
              [&](bytes batch) { all.append(reinterpret_cast<const char*>(batch.data()), batch.size()); });
        work::require(all == from.stream, Who::name);
    };
    const auto measure = [&from, write, passes] {
        std::size_t written = 0;
        const auto cost = timed(passes * from.count,
                                [&] { write(passes * from.repeats, [&](bytes batch) { written += batch.size(); }); });
        work::require(written == passes * from.stream.size(), Who::name);
        return cost;
    };
    return {Who::name, check, measure};
}

template <class Who, class Sender, class Receiver, class Message>
contestant sending(const sample::set<Message>& from, std::size_t passes, bool tcp) {
    const auto measure = [&from, passes, tcp] { return streams::trip<Sender, Receiver>(from, passes, tcp); };
    return {Who::name, [] {}, measure};  // each receiver checks what it got
}

template <class Who, class Message>
contestant sending(const sample::set<Message>& from, std::size_t passes, bool tcp) {
    return sending<Who, typename Who::sender, typename Who::receiver>(from, passes, tcp);
}

template <bool Fresh, class Message>
std::vector<contestant> readers(const sample::set<Message>& from, std::size_t passes) {
    std::vector<contestant> all{
        reading<memory::parse_alone, Fresh>(from, passes), reading<memory::copy_and_parse, Fresh>(from, passes),
        reading<memory::own_feed, Fresh>(from, passes),    reading<memory::own_prepare, Fresh>(from, passes),
        reading<memory::own_decoder, Fresh>(from, passes), reading<memory::util_array, Fresh>(from, passes),
        reading<memory::util_coded, Fresh>(from, passes),  reading<memory::util_stream, Fresh>(from, passes),
    };
    if constexpr (!Fresh) {  // it fills one object
        all.insert(all.begin() + 2, reading<memory::own_messages, Fresh>(from, passes));
    }
    return all;
}

template <class Message>
std::vector<contestant> writers(const sample::set<Message>& from, std::size_t passes) {
    return {
        writing<memory::serialize_alone, false>(from, passes), writing<memory::own_writer, false>(from, passes),
        writing<memory::util_array, false>(from, passes),      writing<memory::util_string, false>(from, passes),
        writing<memory::util_coded, false>(from, passes),      writing<memory::util_stream, false>(from, passes),
    };
}

/// @tparam Stream  over what the library reads and writes by itself
template <class Stream, class Message>
std::vector<contestant> senders(const sample::set<Message>& from, std::size_t passes, bool tcp) {
    using calls = streams::own_calls;
    using read = streams::own_read<Stream>;
    return {
        sending<streams::by_hand>(from, passes, tcp),
        sending<calls, typename calls::sender, typename calls::template receiver<Message>>(from, passes, tcp),
        sending<read, typename read::sender, typename read::template receiver<Message>>(from, passes, tcp),
        sending<streams::own_message_stream<Stream, Message>>(from, passes, tcp),
        sending<streams::own_connection<Stream>>(from, passes, tcp),
        sending<streams::util_zero_copy>(from, passes, tcp),
        sending<streams::util_coded>(from, passes, tcp),
        sending<streams::util_stream>(from, passes, tcp),
        sending<streams::util_descriptor>(from, passes, tcp),
    };
}

template <class Message>
std::vector<contestant> contestants(std::string_view work, const sample::set<Message>& from, std::size_t passes) {
    if (work == "read") return readers<false>(from, passes);
    if (work == "fresh_read") return readers<true>(from, passes);
    if (work == "write") return writers(from, passes);
    if (work == "fresh_write") {
        return {writing<memory::serialize_alone, true>(from, passes), writing<memory::own_writer, true>(from, passes)};
    }
    if (work == "tcp") return senders<streams::net::stream>(from, passes, true);
    work::require(work == "pipe", "this work");
    return senders<streams::net::fd_stream>(from, passes, false);
}

template <class Message>
void run(std::string_view work, const sample::set<Message>& from, std::size_t rounds, std::size_t passes) {
    auto all = contestants(work, from, passes);
    for (const contestant& one : all) one.check();
    for (; rounds != 0; --rounds) {
        for (contestant& one : all) one.costs.push_back(one.measure());
    }
    const bool alone = work != "pipe" && work != "tcp";
    for (const contestant& one : all) {
        std::printf("%s:", one.name);
        for (const work::cost& cost : one.costs) {
            std::printf(" %.3f", cost.both);
            if (!alone) std::printf("/%.3f", cost.other);
        }
        std::printf("\n");
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 5) return 2;
    work::use_one_core();
    const std::string_view work = arguments[1], message = arguments[2];
    const std::size_t rounds = std::strtoul(arguments[3], nullptr, 10);
    const std::size_t passes = std::strtoul(arguments[4], nullptr, 10);
    if (message == "trade") run(work, sample::trades(), rounds, passes);
    if (message == "text") run(work, sample::texts(), rounds, passes);
    if (message == "book") run(work, sample::books(), rounds, passes);
}
