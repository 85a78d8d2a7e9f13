// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/channel.hpp"

#include <structwire/net/byte_stream.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "cli/command.hpp"

namespace structwire::cli {

static_assert(net::byte_stream<channel>);

silence_limit silence_of(const std::optional<double>& seconds) {
    if (!seconds) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(*seconds));
}

channel::channel(net::stream socket, silence_limit limit)
    : lower_(std::move(socket)),
      limit_(limit),
      moved_(std::make_unique<std::atomic<clock::rep>>(clock::now().time_since_epoch().count())) {}

channel::channel(net::fd_stream line, std::unique_ptr<raw_terminal> terminal, silence_limit limit)
    : lower_(std::move(line)),
      terminal_(std::move(terminal)),
      limit_(limit),
      moved_(std::make_unique<std::atomic<clock::rep>>(clock::now().time_since_epoch().count())) {}

net::deadline channel::end_of_silence() const {
    if (!limit_) return net::deadline::never;
    const clock::time_point moved{clock::duration(moved_->load())};
    return net::deadline::at(moved + std::chrono::duration_cast<clock::duration>(*limit_));
}

template <class Move>
std::expected<std::size_t, error> channel::until_silent(const net::deadline& until, Move move) {
    while (true) {
        const auto done = move(std::min(until, end_of_silence()));
        if (done) {
            moved_->store(clock::now().time_since_epoch().count());
            return done;
        }
        const bool over = until.expired() || end_of_silence().expired();  // the other direction may have moved
        if (over || done.error().code != errc::timed_out) return done;
    }
}

std::expected<std::size_t, error> channel::read_some(byte_span room, const net::deadline& until,
                                                     const std::stop_token& stop) {
    return until_silent(until, [&](const net::deadline& end) {
        return std::visit([&](auto& lower) { return lower.read_some(room, end, stop); }, lower_);
    });
}

std::expected<std::size_t, error> channel::write_some(std::span<const byte_view> pieces, const net::deadline& until,
                                                      const std::stop_token& stop) {
    return until_silent(until, [&](const net::deadline& end) {
        return std::visit([&](auto& lower) { return lower.write_some(pieces, end, stop); }, lower_);
    });
}

std::expected<void, error> channel::shutdown_write() {
    return std::visit([](auto& lower) { return lower.shutdown_write(); }, lower_);
}

void channel::close() noexcept {
    terminal_.reset();
    std::visit([](auto& lower) { lower.close(); }, lower_);
}

bool channel::has_input() const {
    const auto* const line = std::get_if<net::fd_stream>(&lower_);
    return line == nullptr || line->input_handle() >= 0;
}

bool channel::has_output() const {
    const auto* const line = std::get_if<net::fd_stream>(&lower_);
    return line == nullptr || line->output_handle() >= 0;
}

namespace {

[[noreturn]] void fail(const std::string& text, int reason) {
    throw bad_input{fmt::format("{}: {}", text, std::strerror(reason))};
}

// It is this program's from now on, and nobody's who is executed by it.
net::descriptor take_over(const std::string& text, int number) {
    if (::fcntl(number, F_SETFD, FD_CLOEXEC) != 0) fail(text, errno);
    return net::descriptor(number);
}

net::fd_stream from_descriptors(const place& at, const std::string& text) {
    net::descriptor input = take_over(text, at.input);
    if (at.output != at.input) return {std::move(input), take_over(text, at.output)};
    const int mode = ::fcntl(at.input, F_GETFL) & O_ACCMODE;
    if (mode == O_RDONLY) return {std::move(input), net::descriptor()};
    if (mode == O_WRONLY) return {net::descriptor(), std::move(input)};
    return net::fd_stream(std::move(input));
}

// Without O_NONBLOCK a FIFO and a serial line would wait for the other side in open(), which nothing could end.
net::descriptor open_path(const std::string& path, int mode) {
    net::descriptor opened(::open(path.c_str(), mode | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
    if (opened) ::fcntl(opened.get(), F_SETFL, ::fcntl(opened.get(), F_GETFL) & ~O_NONBLOCK);
    return opened;
}

// To write to a FIFO somebody has to read it; until somebody does, the system has nothing that could be waited for.
net::descriptor open_fifo(const std::string& path, line_use use, silence_limit limit) {
    constexpr std::chrono::milliseconds pause{10};
    const net::deadline until = limit ? net::deadline::in(*limit) : net::deadline::never;
    while (true) {
        net::descriptor opened = open_path(path, use == line_use::receive ? O_RDONLY : O_WRONLY);
        if (opened || errno != ENXIO) return opened;
        if (until.expired()) throw bad_input{fmt::format("{}: nobody reads it", path)};
        std::this_thread::sleep_for(pause);
    }
}

net::fd_stream from_path(const std::string& path, line_use use, silence_limit limit) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) fail(path, errno);
    if (S_ISSOCK(status.st_mode)) throw bad_input{fmt::format("{}: is a socket; write unix:{}", path, path), 2};
    if (S_ISDIR(status.st_mode)) fail(path, EISDIR);
    if (S_ISREG(status.st_mode)) {
        throw bad_input{fmt::format("{}: is a file; `structwire frames` reads one, `frame` writes one", path), 2};
    }
    const bool fifo = S_ISFIFO(status.st_mode);
    net::descriptor opened = fifo ? open_fifo(path, use, limit) : open_path(path, O_RDWR);
    if (!opened) fail(path, errno);
    if (!fifo) return net::fd_stream(std::move(opened));
    if (use == line_use::receive) return {std::move(opened), net::descriptor()};
    return {net::descriptor(), std::move(opened)};
}

}  // namespace

channel open_line(const place& at, const std::string& text, line_use use, silence_limit limit) {
    if (at.path.empty()) return {from_descriptors(at, text), nullptr, limit};
    net::fd_stream line = from_path(at.path, use, limit);
    std::unique_ptr<raw_terminal> terminal;
    if (::isatty(line.input_handle()) == 1) terminal = std::make_unique<raw_terminal>(line.input_handle());
    return {std::move(line), std::move(terminal), limit};
}

}  // namespace structwire::cli
