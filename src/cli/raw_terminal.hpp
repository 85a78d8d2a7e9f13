// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A terminal that passes bytes on as they are.
#ifndef STRUCTWIRE_CLI_RAW_TERMINAL_HPP
#define STRUCTWIRE_CLI_RAW_TERMINAL_HPP

#include <structwire/net/descriptor.hpp>

#include <termios.h>

namespace structwire::cli {

/// Puts a terminal into raw mode, and back into its own mode when destroyed. The rate stays as it is.
class raw_terminal {
public:
    /// Throws std::system_error when the terminal does not let itself be set.
    explicit raw_terminal(int number);
    raw_terminal(const raw_terminal&) = delete;
    raw_terminal& operator=(const raw_terminal&) = delete;
    ~raw_terminal();

private:
    net::descriptor terminal_;
    termios before_{};
};

}  // namespace structwire::cli

#endif
