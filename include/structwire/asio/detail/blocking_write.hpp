// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The blocking writes. Not for direct use.
#ifndef STRUCTWIRE_ASIO_DETAIL_BLOCKING_WRITE_HPP
#define STRUCTWIRE_ASIO_DETAIL_BLOCKING_WRITE_HPP

#include <structwire/asio/detail/frame_buffers.hpp>
#include <structwire/asio/detail/io_error.hpp>
#include <structwire/asio/error_code.hpp>
#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <expected>
#include <memory>
#include <new>

namespace structwire::asio::detail {

/// What was written, and why not more; `code` as the stream said it, `failure` with all details.
struct written {
    std::size_t count = 0;
    boost::system::error_code code{};
    error failure{};

    [[nodiscard]] std::expected<std::size_t, error> result() const noexcept {
        if (code) return std::unexpected(failure);
        return count;
    }
};

inline written refused(const error& failure) noexcept { return {0, make_error_code(failure.code), failure}; }

/// Writes everything. Not boost::asio::write, which gives up when a signal interrupts it.
template <class Stream>
written write_all(Stream& stream, frame_buffers buffers) {
    written done;
    while (!buffers.empty()) {
        const std::size_t count = stream.write_some(buffers, done.code);
        if (done.code == boost::asio::error::interrupted) continue;
        if (done.code) {
            done.failure = io_error(done.code, operation::write);
            return done;
        }
        buffers.consume(count);
        done.count += count;
    }
    done.code.clear();
    return done;
}

template <class Stream, class Framer>
written write_one(Stream& stream, Framer& framer, byte_view payload, byte_view header) {
    const std::expected<encoded_frame, error> encoded = framer.encode(payload, header);
    if (!encoded) return refused(encoded.error());
    if (!encoded->is_stuffed()) return write_all(stream, frame_buffers(encoded->pieces()));
    const std::size_t size = encoded->size();
    const std::unique_ptr<std::byte[]> copy(new (std::nothrow) std::byte[size]);
    if (copy == nullptr) return refused({.code = errc::overload, .during = operation::encode});
    encoded->copy_to(copy.get());
    return write_all(stream, frame_buffers(byte_view(copy.get(), size)));
}

/// A framer that must not change is copied: encode() is no const call.
template <class Stream, class Framer>
written write_one(Stream& stream, const Framer& framer, byte_view payload, byte_view header) {
    Framer copy = framer;
    return write_one(stream, copy, payload, header);
}

}  // namespace structwire::asio::detail

#endif
