// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/raw_terminal.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace structwire::cli {

raw_terminal::raw_terminal(int number) : terminal_(::fcntl(number, F_DUPFD_CLOEXEC, 0)) {
    const auto fail = [] { throw std::system_error(errno, std::generic_category(), "raw mode"); };
    if (!terminal_ || ::tcgetattr(terminal_.get(), &before_) != 0) fail();
    termios raw = before_;
    ::cfmakeraw(&raw);
    raw.c_cflag |= CLOCAL | CREAD;  // no modem that would have to answer first
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    if (::tcsetattr(terminal_.get(), TCSANOW, &raw) != 0) fail();
}

raw_terminal::~raw_terminal() { ::tcsetattr(terminal_.get(), TCSANOW, &before_); }

}  // namespace structwire::cli
