// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames over the streams of Boost.Asio: TCP and local sockets, TLS, pipes, serial ports, your own.
///
/// - asio::async_read_frame gives the next frame to any completion token: a callback, a future, a coroutine.
/// - asio::async_write_frame sends one frame with one gathered write, asio::async_write_frames a batch of them.
/// - asio::read_frame, asio::write_frame and asio::write_frames block and return std::expected.
///
/// The stream, its timeouts and its threads are Asio's and stay the caller's business. Headers only; Boost 1.74 or later.
#ifndef STRUCTWIRE_ASIO_HPP
#define STRUCTWIRE_ASIO_HPP

#include <structwire/asio/error_code.hpp>
#include <structwire/asio/read_frame.hpp>
#include <structwire/asio/write_frame.hpp>
#include <structwire/asio/write_frames.hpp>

#endif
