// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A listening socket.
#include <structwire/net/listener.hpp>

#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

#include "address.hpp"
#include "failure.hpp"
#include "socket_file.hpp"
#include "socket_options.hpp"
#include "wait.hpp"

namespace structwire::net {
namespace {

// Errors of one connection or of the moment, after which the next accept may well succeed: accept(2).
bool concerns_one_connection(int native) noexcept {
    switch (native) {
        case EINTR:
        case ECONNABORTED:
        case EPROTO:
        case EPERM:
        case ENOPROTOOPT:
        case ENETDOWN:
        case EHOSTDOWN:
        case ENONET:
        case EHOSTUNREACH:
        case ENETUNREACH:
        case EOPNOTSUPP:
        case ETIMEDOUT: return true;
        default: return false;
    }
}

std::expected<void, error> bind_tcp(int socket, const detail::address& at, const listener_options& options) noexcept {
    struct {
        int level;
        int name;
        bool on;
        bool wanted;
    } const settings[] = {
        {SOL_SOCKET, SO_REUSEADDR, true, true},
        {SOL_SOCKET, SO_REUSEPORT, true, options.reuse_port},
        {IPPROTO_IPV6, IPV6_V6ONLY, options.v6only, at.family() == AF_INET6},
    };
    for (const auto& each : settings) {
        if (!each.wanted) continue;
        auto done = detail::set_option(socket, each.level, each.name, each.on ? 1 : 0, operation::listen);
        if (!done) return done;
    }
    // Not for this socket: values that accepted ones could not take are found out here.
    if (auto done = detail::apply(options.socket, socket, at.family(), operation::listen); !done) return done;
    if (::bind(socket, at.raw(), at.size) == 0) return {};
    return detail::system_failure(operation::listen, errno);
}

std::expected<void, error> bind_any(int socket, const detail::address& first, const endpoint& at,
                                    const listener_options& options) noexcept {
    switch (at.kind()) {
        case endpoint_kind::tcp: return bind_tcp(socket, first, options);
        case endpoint_kind::unix_path: return detail::bind_path(socket, first, options.unix_mode);
        case endpoint_kind::unix_abstract: break;
    }
    if (::bind(socket, first.raw(), first.size) == 0) return {};
    return detail::system_failure(operation::listen, errno);
}

// The family of a listening stream socket, or why it is none that can be accepted on.
std::expected<int, error> check_listening(int socket) noexcept {
    const auto ask = [&](int name) { return detail::get_option(socket, SOL_SOCKET, name, operation::listen); };
    const auto type = ask(SO_TYPE);
    if (!type) return type;
    if (*type != SOCK_STREAM) return detail::failure(errc::system_error, operation::listen, EPROTOTYPE);
    const auto family = ask(SO_DOMAIN);
    if (!family) return family;
    if (*family != AF_INET && *family != AF_INET6 && *family != AF_UNIX) {
        return detail::failure(errc::system_error, operation::listen, EAFNOSUPPORT);
    }
    const auto listens = ask(SO_ACCEPTCONN);
    if (!listens) return listens;
    if (*listens == 0) return detail::failure(errc::system_error, operation::listen, EINVAL);
    return family;
}

}  // namespace

listener::listener(descriptor socket, const stream_options& options, int family, bool adopted) noexcept
    : socket_(std::move(socket)), options_(options), family_(family), adopted_(adopted) {}

listener::listener(listener&& other) noexcept = default;

listener& listener::operator=(listener&& other) noexcept {
    if (this == &other) return *this;
    close();
    socket_ = std::move(other.socket_);
    wake_ = std::move(other.wake_);
    file_ = std::move(other.file_);
    options_ = other.options_;
    family_ = other.family_;
    adopted_ = other.adopted_;
    return *this;
}

listener::~listener() { close(); }

std::expected<listener, error> listener::open(const endpoint& at, const listener_options& options) {
    const auto addresses = detail::resolve(at, true);
    if (!addresses) return std::unexpected(addresses.error());
    const detail::address& first = addresses->front();
    // Non-blocking: a connection can vanish between poll and accept. It is our own descriptor.
    descriptor socket(::socket(first.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) return detail::system_failure(operation::listen, errno);
    const auto done = bind_any(socket.get(), first, at, options);
    if (!done) return std::unexpected(done.error());
    listener door(std::move(socket), options.socket, first.family(), false);
    if (at.kind() == endpoint_kind::unix_path) door.file_ = std::make_unique<detail::socket_file>(at.path());
    if (::listen(door.native_handle(), options.backlog) == 0) return door;
    return detail::system_failure(operation::listen, errno);
}

std::expected<listener, error> listener::from_fd(descriptor socket, const listener_options& options) {
    const auto family = check_listening(socket.get());
    if (!family) return std::unexpected(family.error());
    // The socket is not ours alone: what accepted ones shall get is tried on another one.
    const descriptor trial(::socket(*family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!trial) return detail::system_failure(operation::listen, errno);
    const auto usable = detail::apply(options.socket, trial.get(), *family, operation::listen);
    if (!usable) return std::unexpected(usable.error());
    return listener(std::move(socket), options.socket, *family, true);
}

std::expected<stream, error> listener::accept(const deadline& until, const std::stop_token& stop) {
    if (!socket_) return detail::failure(errc::closed, operation::accept);
    const auto wait = [&] { return detail::wait_ready(socket_.get(), POLLIN, wake_, until, stop, operation::accept); };
    // The descriptor that somebody else opened may be a blocking one, also at any later time.
    const bool wait_first = adopted_ && (!until.is_never() || stop.stop_possible());
    for (;;) {
        if (stop.stop_requested()) return detail::failure(errc::cancelled, operation::accept);
        if (wait_first) {
            if (const auto ready = wait(); !ready) return std::unexpected(ready.error());
        }
        descriptor taken(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        const int native = errno;
        // Options can fail only on a connection that is gone already; then the next one counts.
        if (taken && detail::apply(options_, taken.get(), family_, operation::accept)) return stream(std::move(taken));
        if (taken || concerns_one_connection(native)) {
            if (until.expired()) return detail::failure(errc::timed_out, operation::accept);
            continue;
        }
        if (native != EAGAIN && native != EWOULDBLOCK) return detail::system_failure(operation::accept, native);
        if (const auto ready = wait(); !ready) return std::unexpected(ready.error());
    }
}

std::expected<endpoint, error> listener::local_endpoint() const { return detail::local_endpoint_of(socket_.get()); }

void listener::close() noexcept {
    // First the file: while the socket is there, no other file can have the same number.
    if (file_) file_->remove();
    forget();
}

void listener::forget() noexcept {
    file_.reset();
    socket_.reset();
    wake_.reset();
}

descriptor listener::release() noexcept {
    descriptor given = std::move(socket_);
    forget();
    return given;
}

}  // namespace structwire::net
