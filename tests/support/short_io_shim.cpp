// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A library to preload: reads and writes of sockets, pipes and terminals move 1 to 3 bytes, and every so many calls one
/// fails with EINTR.
///
/// STRUCTWIRE_SHORT_IO_SEED chooses the sequence. Standard input, output and error are left alone, and so is what counts
/// whole values, such as an eventfd.
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <dlfcn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

constexpr std::uint64_t calls_per_interrupt = 7;

template <class Function>
Function* next_of(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::uint64_t seed() {
    static const char* const text = std::getenv("STRUCTWIRE_SHORT_IO_SEED");
    static const std::uint64_t value = text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
    return value;
}

// Numbers that depend on the seed and on how many came before (SplitMix64).
std::uint64_t random_number() {
    static std::atomic<std::uint64_t> count = 0;
    std::uint64_t mixed = (seed() + ++count) * 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

bool is_stream(int number) {
    const int kept = errno;
    struct stat status{};
    const bool known = number > STDERR_FILENO && ::fstat(number, &status) == 0;
    errno = kept;
    return known && (S_ISSOCK(status.st_mode) || S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode));
}

// How many bytes a call may move: 0 means that it is interrupted.
std::size_t allowed(int number, std::size_t wanted) {
    if (wanted == 0 || !is_stream(number)) return SIZE_MAX;
    const std::uint64_t chosen = random_number();
    if (chosen % calls_per_interrupt == 0) {
        errno = EINTR;
        return 0;
    }
    return 1 + static_cast<std::size_t>(chosen >> 32) % 3;
}

// The part of the vectors that may move: of the first one that is not empty.
iovec first_of(const iovec* vectors, std::size_t count) {
    for (std::size_t index = 0; index < count; ++index) {
        if (vectors[index].iov_len != 0) return vectors[index];
    }
    return {};
}

}  // namespace

#define STRUCTWIRE_PRELOADED extern "C" [[gnu::visibility("default")]] ssize_t

STRUCTWIRE_PRELOADED recv(int number, void* room, std::size_t size, int flags) {
    static const auto next = next_of<decltype(recv)>("recv");
    const std::size_t most = allowed(number, size);
    return most == 0 ? -1 : next(number, room, std::min(size, most), flags);
}

STRUCTWIRE_PRELOADED send(int number, const void* bytes, std::size_t size, int flags) {
    static const auto next = next_of<decltype(send)>("send");
    const std::size_t most = allowed(number, size);
    return most == 0 ? -1 : next(number, bytes, std::min(size, most), flags);
}

STRUCTWIRE_PRELOADED sendmsg(int number, const msghdr* message, int flags) {
    static const auto next = next_of<decltype(sendmsg)>("sendmsg");
    iovec first = first_of(message->msg_iov, message->msg_iovlen);
    const std::size_t most = allowed(number, first.iov_len);
    if (most == 0) return -1;
    if (most == SIZE_MAX) return next(number, message, flags);
    msghdr part = *message;
    first.iov_len = std::min(first.iov_len, most);
    part.msg_iov = &first;
    part.msg_iovlen = 1;
    return next(number, &part, flags);
}

STRUCTWIRE_PRELOADED read(int number, void* room, std::size_t size) {
    static const auto next = next_of<decltype(read)>("read");
    const std::size_t most = allowed(number, size);
    return most == 0 ? -1 : next(number, room, std::min(size, most));
}

STRUCTWIRE_PRELOADED write(int number, const void* bytes, std::size_t size) {
    static const auto next = next_of<decltype(write)>("write");
    const std::size_t most = allowed(number, size);
    return most == 0 ? -1 : next(number, bytes, std::min(size, most));
}

STRUCTWIRE_PRELOADED readv(int number, const iovec* vectors, int count) {
    static const auto next = next_of<decltype(readv)>("readv");
    iovec first = first_of(vectors, static_cast<std::size_t>(count));
    const std::size_t most = allowed(number, first.iov_len);
    if (most == 0) return -1;
    if (most == SIZE_MAX) return next(number, vectors, count);
    first.iov_len = std::min(first.iov_len, most);
    return next(number, &first, 1);
}

STRUCTWIRE_PRELOADED writev(int number, const iovec* vectors, int count) {
    static const auto next = next_of<decltype(writev)>("writev");
    iovec first = first_of(vectors, static_cast<std::size_t>(count));
    const std::size_t most = allowed(number, first.iov_len);
    if (most == 0) return -1;
    if (most == SIZE_MAX) return next(number, vectors, count);
    first.iov_len = std::min(first.iov_len, most);
    return next(number, &first, 1);
}
