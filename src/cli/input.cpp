// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>
#include <unistd.h>

#include "cli/command.hpp"

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

// What fread gives, and 0 once the file has ended or failed.
std::size_t read_some(std::FILE* from, byte_span room) {
    if (std::feof(from) != 0 || std::ferror(from) != 0) return 0;
    return std::fread(room.data(), 1, room.size(), from);
}

// Reads over what is skipped, since pipes cannot be positioned.
std::uint64_t discard(std::FILE* from, std::uint64_t bytes) {
    std::array<std::byte, 16 * 1024> buffer;
    std::uint64_t done = 0;
    while (done != bytes) {
        const auto wanted = std::min<std::uint64_t>(bytes - done, buffer.size());
        const std::size_t got = read_some(from, std::span(buffer).first(wanted));
        if (got == 0) break;
        done += got;
    }
    return done;
}

}  // namespace

void input_argument::add_to(CLI::App& command) {
    command.add_option("FILE", file, "file to read, - for standard input")->capture_default_str();
    command.add_option("-s,--skip", skip, "bytes to leave out in front")->capture_default_str();
    command.add_option("-n,--length", length, "read no more than this many bytes");
}

std::vector<std::byte> input_argument::read() const {
    const file_handle opened = file == "-" ? file_handle(stdin, [](std::FILE*) { return 0; }) : open(file, "rb");
    if (const auto skipped = discard(opened.get(), skip); skipped != skip) {
        if (std::ferror(opened.get()) != 0) fail(file, errno);
        throw bad_input{fmt::format("{}: ends after {} bytes, in front of byte {}", file, skipped, skip)};
    }
    const std::uint64_t most = std::min<std::uint64_t>(length, max_bytes);
    std::vector<std::byte> bytes;
    std::array<std::byte, 16 * 1024> buffer;
    while (bytes.size() != most) {
        const auto wanted = std::min<std::uint64_t>(most - bytes.size(), buffer.size());
        const std::size_t got = read_some(opened.get(), std::span(buffer).first(wanted));
        if (got == 0) break;
        bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(got));
    }
    if (std::ferror(opened.get()) != 0) fail(file, errno);
    if (bytes.size() == max_bytes && length >= max_bytes && read_some(opened.get(), std::span(buffer).first(1)) != 0) {
        throw bad_input{fmt::format("{}: more than {} bytes; say which with --skip and --length", file, max_bytes)};
    }
    return bytes;
}

void write_output(const std::string& file, byte_view bytes) {
    const file_handle opened = file.empty() ? file_handle(stdout, [](std::FILE*) { return 0; }) : open(file, "wb");
    if (file.empty() && ::isatty(STDOUT_FILENO) == 1) {
        for (const std::byte byte : bytes) fmt::print(opened.get(), "{:02x}", std::to_integer<unsigned>(byte));
        fmt::print(opened.get(), "\n");
    } else {
        std::fwrite(bytes.data(), 1, bytes.size(), opened.get());
    }
    if (std::fflush(opened.get()) != 0 || std::ferror(opened.get()) != 0) {
        fail(file.empty() ? "standard output" : file, errno);
    }
}

}  // namespace structwire::cli
