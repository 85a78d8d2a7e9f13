// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/conversation.hpp"

#include <structwire/framing/framing.hpp>
#include <structwire/net/connection.hpp>

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <exception>
#include <expected>
#include <fcntl.h>
#include <span>
#include <thread>
#include <unistd.h>
#include <utility>

#include "cli/command.hpp"
#include "cli/hex.hpp"
#include "cli/input.hpp"
#include "cli/pack_words.hpp"

namespace structwire::cli {

namespace {

using peer_connection = net::connection<any_framing, channel>;
using line_input = net::connection<any_framing, net::fd_stream>;

net::fd_stream standard_input() {
    return {net::descriptor(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)), net::descriptor()};
}

any_framing line_framing() {
    const framing_argument lines{fmt::format("lf,limit={}", input_argument::max_bytes)};
    return lines.compile();
}

// The thread that reads standard input and writes to the peer.
class line_sender {
public:
    line_sender(peer_connection& peer, const conversation_plan& plan, std::stop_source& stop)
        : peer_(peer), plan_(plan), stop_(stop), lines_(standard_input(), line_framing()) {}

    // False when something was not sent.
    bool run() {
        const bool sent = send_lines();
        if (peer_.write_state()) return sent;
        const auto ended = peer_.shutdown_write(net::deadline::never, stop_.get_token());
        if (ended) return sent;
        has_no_end_ = ended.error().native == ENOTSUP;
        return (has_no_end_ || complain(ended.error())) && sent;
    }

    // Whether the peer cannot be told that there is nothing more: asked behind run().
    [[nodiscard]] bool has_no_end() const { return has_no_end_; }

    // The peer has finished: nobody at a terminal would know that there is nothing more to be typed.
    void peer_finished() {
        if (::isatty(STDIN_FILENO) == 1) input_stop_.request_stop();
    }

    // Wakes a sender that waits for input or for the peer.
    void stop() {
        stop_.request_stop();
        input_stop_.request_stop();
    }

private:
    bool send_lines() {
        std::array<frame, 64> lines;
        while (true) {
            const auto count = lines_.read_batch(lines, net::deadline::never, input_stop_.get_token());
            if (!count) return ends_well(count.error());
            bool good = true;
            for (const frame& line : std::span(lines).first(*count)) {
                good = good && add(line);
            }
            const auto sent = peer_.flush(net::deadline::never, stop_.get_token());
            if (!sent) return complain(sent.error());
            if (!good) return false;
        }
    }

    // The end of the input, which need not be a line, or the end of the conversation.
    bool ends_well(const error& reason) {
        if (reason.code == errc::closed || reason.code == errc::cancelled) return true;
        report(complaint("standard input", reason.offset, reason));
        return false;
    }

    bool add(const frame& line) {
        try {
            const auto queued = peer_.queue_frame(payload_of(line.payload), plan_.header);
            if (!queued && queued.error().code != errc::not_encodable) return complain(queued.error());
            if (!queued) throw bad_input{std::string(describe(queued.error()).view())};
        } catch (const bad_input& bad) {
            report(fmt::format("standard input: payload {} at offset {}: {}", number_, line.offset, bad.message));
            return false;
        }
        ++number_;
        return true;
    }

    byte_view payload_of(byte_view line) {
        if (plan_.pack) {
            made_ = packed(as_text(line));
        } else if (plan_.hex) {
            auto bytes = parse_hex(as_text(line));
            if (!bytes) throw bad_input{fmt::format("not hexadecimal digits in pairs at index {}", bytes.error())};
            made_ = *std::move(bytes);
        } else {
            return line;
        }
        return made_;
    }

    std::vector<std::byte> packed(std::string_view line) {
        const auto words = split_words(line);
        if (!words) throw bad_input{fmt::format("quote at index {} is not closed", words.error())};
        auto bytes = pack_words(*plan_.pack, *words);
        if (!bytes) throw bad_input{std::string(describe(bytes.error()).view())};
        return *std::move(bytes);
    }

    // Silence is the receiver's to report, if there is one.
    bool complain(const error& failure) {
        if (failure.code == errc::cancelled && stop_.stop_requested()) return true;
        if (failure.code != errc::timed_out || !peer_.lower().has_input()) {
            report(fmt::format("{}: sending: {}", plan_.peer, describe(failure).view()));
        }
        return false;
    }

    peer_connection& peer_;
    const conversation_plan& plan_;
    std::stop_source& stop_;
    std::stop_source input_stop_;
    line_input lines_;
    std::vector<std::byte> made_;
    std::uint64_t number_ = 0;
    bool has_no_end_ = false;
};

// The thread that reads from the peer and prints.
class frame_receiver {
public:
    frame_receiver(peer_connection& peer, const conversation_plan& plan, const std::stop_source& stop)
        : peer_(peer), plan_(plan), stop_(stop) {}

    // How reading ended; errc::cancelled also behind the count.
    error run() {
        while (true) {
            const auto got = peer_.read_frame(net::deadline::never, stop_.get_token());
            if (got) {
                all_good_ &= plan_.printer.print(plan_.peer, {}, *got);
                if (++frames_ == plan_.count) return error{.code = errc::closed};
            } else if (const error& failure = got.error(); peer_.read_state() || is_over(failure)) {
                return failure;
            } else {
                plan_.printer.print(plan_.peer, {}, failure);
                all_good_ = false;
            }
        }
    }

    [[nodiscard]] bool all_good() const { return all_good_; }
    [[nodiscard]] bool count_reached() const { return plan_.count != 0 && frames_ == plan_.count; }

private:
    static bool is_over(const error& failure) {
        return failure.code == errc::timed_out || failure.code == errc::cancelled || failure.code == errc::overload;
    }

    peer_connection& peer_;
    const conversation_plan& plan_;
    const std::stop_source& stop_;
    std::uint64_t frames_ = 0;
    bool all_good_ = true;
};

// Who reads our output learns that nothing more will come, while lines are still sent.
void close_standard_output() {
    flush_output();
    const net::descriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    if (nowhere) ::dup2(nowhere.get(), STDOUT_FILENO);
}

class conversation {
public:
    conversation(channel peer, const conversation_plan& plan, std::stop_source& stop)
        : plan_(plan), peer_(std::move(peer), plan.framing), sender_(peer_, plan, stop), receiver_(peer_, plan, stop) {}

    bool run() {
        std::jthread sending([this] { send(); });
        try {
            receive();
        } catch (...) {
            sender_.stop();
            throw;
        }
        sending.join();
        peer_.close();
        return sent_well_ && received_well_;
    }

private:
    void send() {
        try {
            sent_well_ = sender_.run();
        } catch (const std::exception& failure) {
            report(failure.what());
            sent_well_ = false;
        }
        sending_ended_ = true;
    }

    void receive() {
        if (!peer_.lower().has_input()) return;  // a FIFO: only sent to
        const error reason = receiver_.run();
        received_well_ = receiver_.all_good() && end_of(reason);
        if (reason.code == errc::closed && !receiver_.count_reached()) {
            close_standard_output();
            sender_.peer_finished();
        } else {
            sender_.stop();
        }
    }

    // Whether that is how a conversation should end.
    bool end_of(const error& reason) {
        if (reason.code == errc::closed) return true;
        if (reason.code == errc::timed_out && sending_ended_ && sender_.has_no_end()) return true;
        if (reason.code == errc::cancelled) {
            report("stopped by a signal");
        } else {
            plan_.printer.print(plan_.peer, {}, reason);
        }
        return false;
    }

    const conversation_plan& plan_;
    peer_connection peer_;
    line_sender sender_;
    frame_receiver receiver_;
    std::atomic<bool> sending_ended_ = false;
    bool sent_well_ = true;
    bool received_well_ = true;
};

}  // namespace

bool hold_conversation(channel peer, const conversation_plan& plan, std::stop_source& stop) {
    return conversation(std::move(peer), plan, stop).run();
}

}  // namespace structwire::cli
