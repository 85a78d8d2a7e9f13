// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Two connected streams in memory, with faults where a test wants them.
#ifndef STRUCTWIRE_NET_MEMORY_STREAM_HPP
#define STRUCTWIRE_NET_MEMORY_STREAM_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/fault_script.hpp>

#include <cstddef>
#include <expected>
#include <limits>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>

namespace structwire::net {

namespace detail {
struct memory_line;
}

/// One end of a pair of streams in memory. Models byte_stream, without threads, clock or system calls: for tests and
/// fuzz targets, the same in every run.
///
/// It never waits. A read that finds nothing is errc::timed_out at once, whatever its deadline, and so is a write that
/// finds no room: nobody else could change that. Both can be repeated.
/// Otherwise it behaves as a Unix stream socket does: a half-close is the end for the reader only; a reset is reported
/// once, to the first read or write that meets it, then reads give 0 and writes errc::reset; bytes that arrived before
/// a reset are read first; closing with unread bytes resets the connection.
/// Threads:    both ends in one thread.
/// Example:
/// ```
/// auto [near_end, far_end] = net::memory_stream::pair({fault::split(0, 1), fault::rst(7)});
/// net::connection client(std::move(near_end), framing<"u8">{});
/// net::connection server(std::move(far_end), framing<"u8">{});
/// ```
class memory_stream {
public:
    static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

    /// Two connected ends, `first` and `second`.
    ///
    /// @param a_to_b   faults of what the first end writes
    /// @param b_to_a   faults of what the second end writes
    /// @param capacity most bytes in each direction that are written and not yet read; beyond it writes go in parts and
    ///                 then time out
    [[nodiscard]] static std::pair<memory_stream, memory_stream> pair(fault_script a_to_b = {},
                                                                      fault_script b_to_a = {},
                                                                      std::size_t capacity = unlimited);

    /// A closed stream.
    memory_stream() noexcept = default;

    memory_stream(memory_stream&& other) noexcept;
    memory_stream& operator=(memory_stream&& other) noexcept;
    ~memory_stream() { close(); }

    /// Takes what is there.
    ///
    /// @param room where to; not empty
    /// @return     how many bytes, 0 at the end
    /// Errors:     errc::cancelled; errc::timed_out when nothing is there; errc::reset, once; errc::closed when this end
    ///             is closed
    [[nodiscard]] std::expected<std::size_t, error> read_some(byte_span room, const deadline& until = deadline::never,
                                                              const std::stop_token& stop = {});

    /// Writes the pieces in order as far as there is room.
    ///
    /// @return     how many bytes went; 0 only when all pieces are empty
    /// Errors:     errc::cancelled; errc::timed_out when there is no room; errc::reset when the connection is reset or
    ///             the other end is closed; errc::closed when this end is closed or has ended writing; errc::overload
    ///             without memory
    [[nodiscard]] std::expected<std::size_t, error> write_some(std::span<const byte_view> pieces,
                                                               const deadline& until = deadline::never,
                                                               const std::stop_token& stop = {});

    /// Ends the sending side: the other end reads what was written and then the end.
    ///
    /// Errors:     errc::closed when this end is closed
    [[nodiscard]] std::expected<void, error> shutdown_write() noexcept;

    /// Closes this end. What the other end has not read yet it can still read.
    void close() noexcept;

    /// Resets the connection: what the other end has not read yet it can still read, and then errc::reset.
    void reset() noexcept;

    /// Whether this end is open.
    [[nodiscard]] bool is_open() const noexcept { return line_ != nullptr; }

private:
    memory_stream(std::shared_ptr<detail::memory_line> line, std::size_t side) noexcept
        : line_(std::move(line)), side_(side) {}

    std::shared_ptr<detail::memory_line> line_;
    std::size_t side_ = 0;  // which end of the line
};

}  // namespace structwire::net

#endif
