// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the operations ask of a stream. Not for direct use.
#ifndef STRUCTWIRE_ASIO_DETAIL_STREAMS_HPP
#define STRUCTWIRE_ASIO_DETAIL_STREAMS_HPP

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <concepts>
#include <cstddef>

namespace structwire::asio::detail {

/// The part of AsyncReadStream and AsyncWriteStream that can be asked without a handler.
template <class Stream>
concept async_stream = requires(Stream stream) {
    typename Stream::executor_type;
    { stream.get_executor() } -> std::convertible_to<typename Stream::executor_type>;
};

/// Asio's SyncReadStream, without the form that throws.
template <class Stream>
concept sync_read_stream =
    requires(Stream stream, boost::asio::mutable_buffer room, boost::system::error_code failure) {
        { stream.read_some(room, failure) } -> std::convertible_to<std::size_t>;
    };

/// Asio's SyncWriteStream, without the form that throws.
template <class Stream>
concept sync_write_stream =
    requires(Stream stream, boost::asio::const_buffer bytes, boost::system::error_code failure) {
        { stream.write_some(bytes, failure) } -> std::convertible_to<std::size_t>;
    };

}  // namespace structwire::asio::detail

#endif
