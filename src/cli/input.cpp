// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <span>
#include <unistd.h>

#include "cli/command.hpp"
#include "cli/hex.hpp"

namespace structwire::cli {

namespace {

using file_handle = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

[[noreturn]] void fail(const std::string& file, int reason) {
    throw bad_input{fmt::format("{}: {}", file, std::strerror(reason))};
}

file_handle open(const std::string& file, const char* mode) {
    file_handle opened(std::fopen(file.c_str(), mode), &std::fclose);
    if (!opened) fail(file, errno);
    return opened;
}

}  // namespace

void input_argument::add_to(CLI::App& command) {
    command.add_option("FILE", file, "file to read, - for standard input")->capture_default_str();
    command.add_option("-s,--skip", skip, "bytes to leave out in front")->capture_default_str();
    command.add_option("-n,--length", length, "read no more than this many bytes");
}

std::vector<std::byte> input_argument::read() const {
    input_stream stream(*this);
    std::vector<std::byte> bytes;
    std::array<std::byte, 16 * 1024> buffer;
    while (const std::size_t got = stream.read(buffer)) {
        if (got > max_bytes - bytes.size()) {
            throw bad_input{
                fmt::format("{}: more than {} bytes; say which with --skip and --length", name(), max_bytes)};
        }
        bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(got));
    }
    return bytes;
}

input_stream::input_stream(const input_argument& argument)
    : argument_(argument),
      descriptor_(argument.file == "-" ? STDIN_FILENO : ::open(argument.file.c_str(), O_RDONLY | O_CLOEXEC)),
      left_(argument.length) {
    if (descriptor_ < 0) fail(argument_.name(), errno);
    leave_out(argument_.skip);
}

input_stream::~input_stream() {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
}

std::size_t input_stream::read(byte_span room) {
    const std::size_t got = read_any(room.first(std::min<std::uint64_t>(room.size(), left_)));
    left_ -= got;
    return got;
}

std::size_t input_stream::read_any(byte_span room) {
    while (true) {
        const ssize_t got = ::read(descriptor_, room.data(), room.size());
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR) fail(argument_.name(), errno);
    }
}

// Reads over what is skipped, since pipes cannot be positioned.
void input_stream::leave_out(std::uint64_t bytes) {
    std::array<std::byte, 16 * 1024> buffer;
    std::uint64_t done = 0;
    while (done != bytes) {
        const auto wanted = std::min<std::uint64_t>(bytes - done, buffer.size());
        const std::size_t got = read_any(std::span(buffer).first(wanted));
        if (got == 0) {
            throw bad_input{fmt::format("{}: ends after {} bytes, in front of byte {}", argument_.name(), done, bytes)};
        }
        done += got;
    }
}

void write_output(const std::string& file, byte_view bytes) {
    const file_handle opened = file.empty() ? file_handle(stdout, [](std::FILE*) { return 0; }) : open(file, "wb");
    if (file.empty() && ::isatty(STDOUT_FILENO) == 1) {
        std::string text;
        append_hex(text, bytes);
        fmt::print(opened.get(), "{}\n", text);
    } else {
        std::fwrite(bytes.data(), 1, bytes.size(), opened.get());
    }
    if (std::fflush(opened.get()) != 0 || std::ferror(opened.get()) != 0) {
        fail(file.empty() ? "standard output" : file, errno);
    }
}

void put(byte_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size()) fail("standard output", errno);
}

void flush_output() {
    if (std::fflush(stdout) != 0) fail("standard output", errno);
}

}  // namespace structwire::cli
