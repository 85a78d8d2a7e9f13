// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The file of a unix socket.
#include "socket_file.hpp"

#include <structwire/net/descriptor.hpp>

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

#include "failure.hpp"

namespace structwire::net::detail {
namespace {

constexpr mode_t permissions = 07777;

std::optional<struct stat> socket_at(const char* path) noexcept {
    struct stat found{};
    if (::lstat(path, &found) != 0 || !S_ISSOCK(found.st_mode)) return std::nullopt;
    return found;
}

bool same_file(const struct stat& one, const struct stat& other) noexcept {
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

// Only a refused connection says that nobody listens; a full queue, another type of socket and a lack of permission
// do not.
bool is_refused(const address& at) noexcept {
    const descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    return probe && ::connect(probe.get(), at.raw(), at.size) != 0 && errno == ECONNREFUSED;
}

// Removes the socket file that nobody listens on. Looks twice, since another program may do the same.
bool remove_stale(const char* path, const address& at) noexcept {
    const auto before = socket_at(path);
    if (!before || !is_refused(at)) return false;
    const auto after = socket_at(path);
    return after && same_file(*before, *after) && ::unlink(path) == 0;
}

std::expected<void, error> listen_failure() noexcept { return system_failure(operation::listen, errno); }

}  // namespace

std::expected<void, error> bind_path(int socket, const address& at, mode_t mode) noexcept {
    sockaddr_un named{};
    std::memcpy(&named, &at.storage, at.size);
    const char* const path = named.sun_path;
    // Linux makes the file with the socket's own mode less the umask, so that it is never wider than asked for.
    if (::fchmod(socket, mode) != 0) return listen_failure();
    if (::bind(socket, at.raw(), at.size) != 0) {
        if (errno != EADDRINUSE) return listen_failure();
        if (!remove_stale(path, at)) return failure(errc::address_in_use, operation::listen, EADDRINUSE);
        if (::bind(socket, at.raw(), at.size) != 0) return listen_failure();
    }
    const auto made = socket_at(path);
    if (!made || (made->st_mode & permissions) == mode) return {};
    if (::fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW) == 0) return {};
    const auto failed = listen_failure();
    ::unlink(path);
    return failed;
}

socket_file::socket_file(std::string path) : path_(std::move(path)) {
    const auto found = socket_at(path_.c_str());
    if (!found) return;
    device_ = found->st_dev;
    inode_ = found->st_ino;
    known_ = true;
}

void socket_file::remove() const noexcept {
    if (!known_) return;
    const auto found = socket_at(path_.c_str());
    if (found && found->st_dev == device_ && found->st_ino == inode_) ::unlink(path_.c_str());
}

}  // namespace structwire::net::detail
