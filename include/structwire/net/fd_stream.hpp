// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A stream over descriptors that are no sockets: pipes, terminals, serial lines.
#ifndef STRUCTWIRE_NET_FD_STREAM_HPP
#define STRUCTWIRE_NET_FD_STREAM_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/descriptor.hpp>

#include <cstddef>
#include <expected>
#include <span>
#include <stop_token>

namespace structwire::net {

/// Reads from one descriptor and writes to the same or to another, closed by its destructor. Models byte_stream.
///
/// For whatever read() and write() work on: pipes, terminals, serial lines, files; sockets too. No flag or setting of
/// a descriptor is touched: they are shared with other processes. A serial line is set up by the user, raw and with
/// VMIN at least 1, because otherwise a read that finds nothing looks like the end.
///
/// Where a deadline or a stop exists, the call polls before it reads or writes; where neither exists it is one plain
/// system call. Nobody else may read from the same pipe or terminal meanwhile, or write to it, or the call can wait
/// beyond its deadline.
/// Threads:    one thread may read while another writes. Two readers or two writers at a time are not allowed, nor
///             is any use while the stream is moved, closed or destroyed: request a stop, join, then close.
/// Signals:    interrupted calls go on with the time that is left. No write raises SIGPIPE: it is blocked in the
///             calling thread around a write (two system calls more), and one that was pending before stays.
/// Example:
/// ```
/// net::descriptor line(::open("/dev/ttyUSB0", O_RDWR | O_NOCTTY | O_CLOEXEC));
/// termios mode{};
/// ::tcgetattr(line.get(), &mode);
/// ::cfmakeraw(&mode);
/// ::tcsetattr(line.get(), TCSANOW, &mode);
/// net::connection device(net::fd_stream(std::move(line)), framing<"cobs,limit=1k,resync">{});
/// ```
class fd_stream {
public:
    /// A closed stream.
    fd_stream() noexcept = default;

    /// Takes over one descriptor for both directions.
    explicit fd_stream(descriptor both) noexcept;

    /// Takes over a descriptor for each direction: two pipes, or standard input and output. Either may hold none.
    fd_stream(descriptor input, descriptor output) noexcept;

    /// Reads what is there, waiting for the first byte.
    ///
    /// @param room where to; not empty
    /// @return     how many bytes, 0 at the end: every writer has closed the pipe, or the file ends
    /// Errors:     errc::timed_out, errc::cancelled, errc::overload (nothing was taken, the call can be repeated);
    ///             errc::reset when the other side of a terminal has hung up, which can cost bytes and so is never a
    ///             clean end; errc::closed when there is no input; else errc::system_error. `native` is errno.
    /// Guarantee:  allocates nothing; opens one eventfd when it first has to wait with a stop token
    [[nodiscard]] std::expected<std::size_t, error> read_some(byte_span room, const deadline& until = deadline::never,
                                                              const std::stop_token& stop = {});

    /// Writes the pieces in order with one system call, waiting until at least one byte goes.
    ///
    /// A write to a blocking descriptor waits until all of its bytes went, so where it may have to give up it takes no
    /// more than certainly fits: PIPE_BUF (4096) bytes for a pipe, 256 for a terminal.
    ///
    /// @param pieces borrowed until return; empty ones are skipped, those after the first 1024 are left over
    /// @return     how many bytes went; fewer than given is normal. 0 only when all pieces are empty
    /// Errors:     as read_some; errc::reset when nobody reads any more (EPIPE), or the terminal has hung up
    [[nodiscard]] std::expected<std::size_t, error> write_some(std::span<const byte_view> pieces,
                                                               const deadline& until = deadline::never,
                                                               const std::stop_token& stop = {});

    /// Ends the sending side: closes the output where it is a descriptor of its own, half-closes a socket.
    ///
    /// Errors:     errc::system_error with ENOTSUP where one descriptor that is no socket serves both directions:
    ///             such a line has no half-close. errc::closed when there is no output.
    [[nodiscard]] std::expected<void, error> shutdown_write() noexcept;

    /// Closes both descriptors.
    void close() noexcept;

    /// Whether a descriptor is held.
    [[nodiscard]] bool is_open() const noexcept { return input_ || output_; }

    /// The number that is read from, still owned by the stream; -1 when there is none.
    [[nodiscard]] int input_handle() const noexcept { return input_.get(); }

    /// The number that is written to, still owned by the stream; -1 when there is none.
    [[nodiscard]] int output_handle() const noexcept { return shared_ ? input_.get() : output_.get(); }

private:
    enum class kind : unsigned char { other, pipe, terminal, socket };  // as far as waiting and writing differ

    static kind kind_of(int number) noexcept;
    std::expected<std::size_t, error> received(std::size_t count) const noexcept;
    [[nodiscard]] std::size_t most_at_once() const noexcept;

    descriptor input_;
    descriptor output_;
    descriptor read_wake_;   // one eventfd for each direction, so that a reader and a writer cannot take
    descriptor write_wake_;  // each other's wake-up
    kind input_kind_ = kind::other;
    kind output_kind_ = kind::other;
    bool shared_ = false;  // the input is the output too
};

}  // namespace structwire::net

#endif
