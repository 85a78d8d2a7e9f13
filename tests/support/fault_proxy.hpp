// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A proxy on loopback that relays connections and plays a fault script in each direction.
#ifndef STRUCTWIRE_TESTS_SUPPORT_FAULT_PROXY_HPP
#define STRUCTWIRE_TESTS_SUPPORT_FAULT_PROXY_HPP

#include <structwire/net/descriptor.hpp>
#include <structwire/net/fault_script.hpp>

#include <atomic>
#include <sys/socket.h>
#include <thread>

namespace test_support {

/// TCP on 127.0.0.1, or stream sockets with an abstract Unix address.
enum class transport { tcp, local };

struct socket_address {
    sockaddr_storage bytes{};
    socklen_t size = 0;
};

/// A socket that listens at an address that the system chooses, and that address.
structwire::net::descriptor listen_anywhere(transport kind, socket_address& chosen);

/// A socket connected to that address.
structwire::net::descriptor dial(const socket_address& to);

/// Sends a reset at once, also while another thread is waiting in a call with this TCP socket.
bool reset_now(int socket);

/// Accepts connections, makes one to `upstream` for each, and relays between them in one thread of its own.
///
/// Delays of the scripts are milliseconds; a stall also stops reading. A direction without faults is relayed first, so
/// that what both sides have written before start() arrives in the same order in every run. A reset reaches both sides
/// behind the bytes in front of it; over Unix sockets, which have no such thing, a side that has not yet
/// written anything reads an end instead (closing with unread bytes is what resets there).
class fault_proxy {
public:
    fault_proxy(transport kind, const socket_address& upstream, structwire::net::fault_script to_upstream,
                structwire::net::fault_script to_client);
    ~fault_proxy();
    fault_proxy(const fault_proxy&) = delete;
    fault_proxy& operator=(const fault_proxy&) = delete;

    /// Where clients connect to.
    [[nodiscard]] const socket_address& where() const noexcept { return where_; }

    /// Nothing is relayed before.
    void start();

private:
    struct direction;
    struct relay;

    void run();

    transport kind_;
    socket_address upstream_;
    structwire::net::fault_script to_upstream_;
    structwire::net::fault_script to_client_;
    socket_address where_;
    structwire::net::descriptor door_;
    structwire::net::descriptor wake_;
    std::atomic<bool> started_ = false;
    std::atomic<bool> stopped_ = false;
    std::thread thread_;
};

}  // namespace test_support

#endif
