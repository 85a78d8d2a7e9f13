// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the tests of addresses and sockets share: unix sockets, full queues, and a process out of descriptors.
#ifndef STRUCTWIRE_TESTS_NET_SOCKET_SUPPORT_HPP
#define STRUCTWIRE_TESTS_NET_SOCKET_SUPPORT_HPP

#include <structwire/net/connect.hpp>
#include <structwire/net/endpoint.hpp>
#include <structwire/net/listener.hpp>
#include <structwire/net/stream.hpp>

#include <atomic>
#include <filesystem>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "net_support.hpp"

namespace net_support {

/// A folder for the files of unix sockets, removed at the end with all that is in it.
class temporary_folder {
public:
    temporary_folder() : path_((std::filesystem::temp_directory_path() / "structwire-XXXXXX").string()) {
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary folder");
    }
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

private:
    std::string path_;
};

/// A name that no other socket has.
inline structwire::net::endpoint fresh_name() {
    static std::atomic<int> count = 0;
    return structwire::net::endpoint::unix_abstract("structwire-test-" + std::to_string(::getpid()) + "-" +
                                                    std::to_string(++count));
}

/// Two connected unix streams; the far one is accepted.
inline stream_pair make_unix_pair() {
    const auto at = fresh_name();
    auto door = std::move(structwire::net::listener::open(at).value());
    auto near_end = dial(at);
    return {std::move(near_end), std::move(door.accept(patience()).value())};
}

inline bool has_ipv6() {
    static const bool there = structwire::net::listener::open(structwire::net::endpoint::tcp("::1", 0)).has_value();
    return there;
}

/// Loopback of each family that is there.
inline std::vector<structwire::net::endpoint> loopbacks() {
    std::vector<structwire::net::endpoint> all{loopback()};
    if (has_ipv6()) all.push_back(structwire::net::endpoint::tcp("::1", 0));
    return all;
}

/// An address where nobody listens.
inline structwire::net::endpoint dead_end(const structwire::net::endpoint& family = loopback()) {
    return structwire::net::listener::open(family).value().local_endpoint().value();
}

/// A listener whose queue is full: further connections neither succeed nor fail.
struct full_door {
    structwire::net::listener door;
    structwire::net::endpoint at;
    std::vector<structwire::net::stream> queued;

    explicit full_door(const structwire::net::endpoint& where = loopback())
        : door(std::move(structwire::net::listener::open(where, {.backlog = 0}).value())),
          at(door.local_endpoint().value()) {
        for (;;) {
            auto next = structwire::net::connect(at, {.until = structwire::net::deadline::in(50ms)});
            if (!next) break;
            queued.push_back(*std::move(next));
        }
    }
};

/// Lets this process open no further descriptor while it lives.
class no_descriptors {
public:
    no_descriptors() {
        ::getrlimit(RLIMIT_NOFILE, &old_);
        rlimit none = old_;
        none.rlim_cur = 0;
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~no_descriptors() { ::setrlimit(RLIMIT_NOFILE, &old_); }
    no_descriptors(const no_descriptors&) = delete;
    no_descriptors& operator=(const no_descriptors&) = delete;

private:
    rlimit old_{};
};

}  // namespace net_support

#endif
