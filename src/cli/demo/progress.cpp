// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/demo/progress.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <unistd.h>

namespace structwire::cli {

progress::progress(std::string_view label, std::uint64_t total)
    : label_(label), total_(total), on_terminal_(::isatty(STDERR_FILENO) == 1) {}

progress::~progress() {
    if (on_terminal_) std::fputs("\r\033[K", stderr);
}

void progress::show(std::uint64_t done) {
    if (!on_terminal_) return;
    using namespace std::chrono;
    const std::int64_t now = duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
    if (now < next_draw_) return;
    next_draw_ = now + 50'000'000;
    constexpr std::uint64_t width = 40;
    const auto filled = static_cast<std::size_t>(done * width / total_);
    fmt::print(stderr, "\r{} [{:=<{}}{:{}}] {:3}%", label_, "", filled, "", width - filled, done * 100 / total_);
    std::fflush(stderr);
}

}  // namespace structwire::cli
