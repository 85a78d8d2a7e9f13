// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The file of a unix socket.
#ifndef STRUCTWIRE_SRC_NET_SOCKET_FILE_HPP
#define STRUCTWIRE_SRC_NET_SOCKET_FILE_HPP

#include <structwire/error.hpp>

#include <expected>
#include <string>
#include <sys/types.h>

#include "address.hpp"

namespace structwire::net::detail {

/// Binds a socket to a path, in place of a socket file that nobody listens on any more. The file has the
/// permissions `mode` before anybody can connect to it.
std::expected<void, error> bind_path(int socket, const address& at, mode_t mode) noexcept;

/// The file behind a path, known again even if the path comes to name another file.
class socket_file {
public:
    /// Notes which file the path names now. None if that is no socket.
    explicit socket_file(std::string path);

    /// Removes the file, if the path still names the same one.
    void remove() const noexcept;

private:
    std::string path_;
    dev_t device_ = 0;
    ino_t inode_ = 0;
    bool known_ = false;
};

}  // namespace structwire::net::detail

#endif
