// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::listener on unix sockets: the file, its permissions and its end.
#include <structwire/net/listener.hpp>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "net_support.hpp"
#include "socket_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::errc;
using structwire::operation;
using structwire::net::deadline;
using structwire::net::endpoint;
namespace net = structwire::net;

// Of the file of the unix socket that was last bound to and listened on.
std::atomic<unsigned> mode_at_bind = 0;
std::atomic<unsigned> mode_at_listen = 0;

unsigned mode_of(const std::string& path) {
    struct stat found{};
    return ::lstat(path.c_str(), &found) == 0 ? found.st_mode & 07777U : ~0U;
}

bool is_socket(const std::string& path) { return std::filesystem::is_socket(std::filesystem::symlink_status(path)); }

bool answers(const endpoint& at) { return net::connect(at, {.until = patience()}).has_value(); }

void check_in_use(const endpoint& at) {
    const auto second = net::listener::open(at);
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().code == errc::address_in_use);
    CHECK(second.error().during == operation::listen);
    CHECK(second.error().native == EADDRINUSE);
}

// Another umask while it lives; tests run one after the other.
class other_umask {
public:
    explicit other_umask(mode_t mask) : old_(::umask(mask)) {}
    ~other_umask() { ::umask(old_); }
    other_umask(const other_umask&) = delete;
    other_umask& operator=(const other_umask&) = delete;

private:
    mode_t old_;
};

TEST_CASE("listener::open: a unix path is there while the listener is", "[net][listener][unix][rule-22]") {
    const temporary_folder folder;
    const auto path = folder / "s";
    const std::size_t before = open_descriptors();
    {
        auto door = net::listener::open(endpoint::unix_path(path)).value();
        CHECK(is_socket(path));
        CHECK(door.local_endpoint().value() == endpoint::unix_path(path));
        CHECK(answers(endpoint::unix_path(path)));
        CHECK(door.accept(patience()).has_value());
    }
    CHECK_FALSE(std::filesystem::exists(path));
    auto door = net::listener::open(endpoint::unix_path(path)).value();
    door.close();
    CHECK_FALSE(std::filesystem::exists(path));
    door.close();
    CHECK(open_descriptors() == before);
}

TEST_CASE("listener::open: a unix path or name may fill the system's 108 bytes",
          "[net][listener][unix][rule-22][limits]") {
    const temporary_folder folder;
    const auto begin = folder / "";
    const endpoint longest[] = {endpoint::unix_path(begin + std::string(107 - begin.size(), 'p')),
                                endpoint::unix_abstract(fresh_name().path() + std::string(60, 'n')),
                                endpoint::unix_abstract("n" + std::to_string(::getpid()) + std::string(90, 'n'))};
    for (const endpoint& at : longest) {
        CAPTURE(at.path().size());
        const auto door = net::listener::open(at);
        REQUIRE(door.has_value());
        CHECK(door->local_endpoint().value() == at);
        CHECK(answers(at));
    }
    const auto cut = longest[0].path();
    for (const auto& path : {cut + "q", std::string(), std::string("a\0b", 3)}) {
        const auto refused = net::listener::open(endpoint::unix_path(path));
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == errc::bad_endpoint);
        CHECK(refused.error().position == (path.size() == 108 ? 107 : path.empty() ? 0 : 1));
    }
    CHECK_FALSE(std::filesystem::exists(cut));  // nothing was bound to a shorter path
}

TEST_CASE("listener::open: a unix path has its permissions before anybody can connect",
          "[net][listener][unix][rule-22]") {
    const temporary_folder folder;
    const auto path = folder / "s";
    for (const mode_t mask : {0U, 022U, 077U, 0777U}) {
        for (const mode_t mode : {0600U, 0666U, 0660U, 0U}) {
            CAPTURE(mask, mode);
            const other_umask masked(mask);
            mode_at_listen = ~0U;
            const auto door = net::listener::open(endpoint::unix_path(path), {.unix_mode = mode});
            REQUIRE(door.has_value());
            CHECK((mode_at_bind & ~mode) == 0);  // never wider
            CHECK(mode_at_listen == mode);
            CHECK(mode_of(path) == mode);
        }
    }
    const auto door = net::listener::open(endpoint::unix_path(path));
    CHECK(mode_of(path) == 0600);
}

TEST_CASE("listener::open: replaces the file of a listener that is gone", "[net][listener][unix][rule-22]") {
    const temporary_folder folder;
    const auto at = endpoint::unix_path(folder / "s");
    net::listener::open(at).value().forget();
    REQUIRE(is_socket(at.path()));
    CHECK_FALSE(answers(at));
    const auto door = net::listener::open(at);
    REQUIRE(door.has_value());
    CHECK(answers(at));
}

TEST_CASE("listener::open: leaves a live listener's file alone", "[net][listener][unix][rule-22]") {
    const temporary_folder folder;
    const std::size_t before = open_descriptors();
    for (const endpoint& at : {endpoint::unix_path(folder / "s"), fresh_name()}) {
        auto door = net::listener::open(at).value();
        check_in_use(at);
        CHECK(answers(at));
    }
    {
        const full_door full(endpoint::unix_path(folder / "full"));
        check_in_use(full.at);
        CHECK(is_socket(full.at.path()));
    }
    CHECK(open_descriptors() == before);
}

TEST_CASE("listener::open: leaves alone what is not a stream socket", "[net][listener][unix][rule-22]") {
    const temporary_folder folder;
    const auto path = folder / "s";
    const auto at = endpoint::unix_path(path);
    std::ofstream(path) << "precious";
    check_in_use(at);
    CHECK(std::filesystem::file_size(path) == 8);
    std::filesystem::remove(path);

    std::filesystem::create_directory(path);
    check_in_use(at);
    CHECK(std::filesystem::is_directory(path));
    std::filesystem::remove(path);

    net::listener::open(endpoint::unix_path(folder / "old")).value().forget();
    std::filesystem::create_symlink("old", path);
    check_in_use(at);
    CHECK(std::filesystem::is_symlink(path));
    CHECK(is_socket(folder / "old"));
    std::filesystem::remove(path);

    const net::descriptor datagrams(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::memcpy(name.sun_path, path.c_str(), path.size());
    REQUIRE(::bind(datagrams.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
    check_in_use(at);
    CHECK(is_socket(path));
}

TEST_CASE("listener::open: says why a unix path cannot be", "[net][listener][unix]") {
    const temporary_folder folder;
    const auto door = net::listener::open(endpoint::unix_path(folder / "none/s"));
    REQUIRE_FALSE(door.has_value());
    CHECK(door.error().code == errc::system_error);
    CHECK(door.error().during == operation::listen);
    CHECK(door.error().native == ENOENT);
}

TEST_CASE("listener: removes no file but its own", "[net][listener][unix][rule-22]") {
    const temporary_folder folder;
    const auto path = folder / "s";
    const auto at = endpoint::unix_path(path);
    auto old = net::listener::open(at).value();
    SECTION("the file of a successor stays") {
        std::filesystem::remove(path);
        auto successor = net::listener::open(at).value();
        old.close();
        CHECK(answers(at));
    }
    SECTION("a file that is no socket stays") {
        std::filesystem::remove(path);
        std::ofstream(path) << "x";
        old.close();
        CHECK(std::filesystem::exists(path));
    }
    SECTION("a missing file is no fault") {
        std::filesystem::remove(path);
        old.close();
    }
}

TEST_CASE("listener: a moved one removes its file once, in the end", "[net][listener][unix][rule-22]") {
    const temporary_folder folder;
    const auto path = folder / "s";
    const auto other = folder / "t";
    auto first = net::listener::open(endpoint::unix_path(path)).value();
    {
        auto second = std::move(first);
        first.close();  // NOLINT(bugprone-use-after-move): has nothing to remove any more
        CHECK(answers(endpoint::unix_path(path)));
        first = std::move(second);
    }
    CHECK(answers(endpoint::unix_path(path)));
    first = net::listener::open(endpoint::unix_path(other)).value();
    CHECK_FALSE(std::filesystem::exists(path));
    CHECK(answers(endpoint::unix_path(other)));
    auto& same = first;
    first = std::move(same);
    CHECK(answers(endpoint::unix_path(other)));
}

TEST_CASE("listener: forget and release leave the file", "[net][listener][unix][rule-22]") {
    const temporary_folder folder;
    const auto path = folder / "s";
    const auto at = endpoint::unix_path(path);
    const std::size_t before = open_descriptors();
    auto door = net::listener::open(at).value();
    auto given = door.release();
    CHECK_FALSE(door.is_open());
    door.close();
    CHECK(answers(at));
    auto adopted = net::listener::from_fd(std::move(given)).value();
    CHECK(adopted.local_endpoint().value() == at);
    CHECK(adopted.accept(patience()).has_value());
    adopted.close();
    CHECK(is_socket(path));
    auto last = net::listener::open(at).value();
    last.forget();
    CHECK_FALSE(last.is_open());
    CHECK(is_socket(path));
    CHECK(open_descriptors() == before);
}

TEST_CASE("listener: a forked child that forgets it leaves it to the parent",
          "[net][listener][unix][rule-19][rule-22]") {
    const temporary_folder folder;
    const auto at = endpoint::unix_path(folder / "s");
    auto door = net::listener::open(at).value();
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        door.forget();
        ::_exit(door.is_open() ? 1 : 0);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(answers(at));
    CHECK(door.accept(patience()).has_value());
}

TEST_CASE("listener::accept: unix peers that are gone do not end it", "[net][listener][unix][rule-14]") {
    const auto at = fresh_name();
    auto door = net::listener::open(at).value();
    dial(at).close();
    dial(at).reset();
    auto live = dial(at);
    REQUIRE(write_all(live, "here"));
    REQUIRE(live.shutdown_write());
    for (const std::string_view sent : {"", "", "here"}) {
        auto taken = door.accept(patience());
        REQUIRE(taken.has_value());
        CHECK(taken->peer_endpoint()->to_string() == "unix:");
        CHECK(read_all(*taken) == sent);
    }
}

TEST_CASE("listener::accept: ends at the deadline or within 10 ms of a stop on unix sockets",
          "[net][listener][unix][rule-16]") {
    auto door = net::listener::open(fresh_name()).value();
    const auto begin = clock::now();
    CHECK(door.accept(deadline::in(20ms)).error().code == errc::timed_out);
    CHECK(clock::now() - begin >= 20ms);
    CHECK(cancelled_within_10_ms(
        [&](const std::stop_token& stop) { CHECK(door.accept(patience(), stop).error().code == errc::cancelled); }));
}

}  // namespace

// In front of the system's: between the two nobody can connect yet, and after them nothing may change any more.
extern "C" [[gnu::visibility("default")]] int bind(int socket, const sockaddr* address, socklen_t size) {
    static const auto next = reinterpret_cast<decltype(&::bind)>(::dlsym(RTLD_NEXT, "bind"));
    const int done = next(socket, address, size);
    const int native = errno;
    if (address->sa_family == AF_UNIX) mode_at_bind = mode_of(reinterpret_cast<const sockaddr_un*>(address)->sun_path);
    errno = native;
    return done;
}

extern "C" [[gnu::visibility("default")]] int listen(int socket, int backlog) {
    static const auto next = reinterpret_cast<decltype(&::listen)>(::dlsym(RTLD_NEXT, "listen"));
    sockaddr_un name{};
    socklen_t size = sizeof name;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&name), &size) == 0 && name.sun_family == AF_UNIX) {
        mode_at_listen = mode_of(name.sun_path);
    }
    return next(socket, backlog);
}
