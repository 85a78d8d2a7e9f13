#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""The transport's 32 rules: for each a change of the code that breaks it, and the tests that must notice.

    rule_faults.py check                         each rule has a fault, and each fault still fits the code
    rule_faults.py try [--in FOLDER] [RULE...]   makes the changes one by one in a copy of the tree and runs the tests

`check` first plants violations and must find them. `try` takes ten minutes or more, prints a table, and fails where no
test does. The copy with its build is kept in FOLDER if one is named.
"""
import argparse
import contextlib
import html
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

import common

RULES = range(1, 33)


class Fault(NamedTuple):
    """One wrong line that somebody could have written. `old` occurs exactly once in the file."""
    rule: int
    what: str
    path: str
    old: str
    new: str
    program: str = "net"  # of structwire_add_test
    tests: str = ""       # a Catch2 expression; the rule's tag if empty


FAULTS = [
    Fault(1, "half-closes with SHUT_RDWR", "src/net/stream.cpp", "SHUT_WR", "SHUT_RDWR"),
    Fault(2, "asks for POLLIN also behind the end", "src/net/polled_connection.cpp",
          "phase_ == phase::lingering || (phase_ == phase::serving && !held_back_ && !input_ended_)",
          "phase_ == phase::lingering || !held_back_", program="net_server"),
    Fault(3, "does not latch what ended the stream", "include/structwire/net/detail/connection.hpp",
          "repeatable(got.error().code) ? std::unexpected(got.error()) : end_stream(got.error())",
          "std::unexpected(got.error())"),
    Fault(4, "takes a reset for the end", "src/net/stream.cpp",
          "if (!would_wait(errno)) return detail::system_failure(operation::read, errno);",
          "if (errno == ECONNRESET) return 0;\n"
          "        if (!would_wait(errno)) return detail::system_failure(operation::read, errno);"),
    Fault(5, "asks for the socket's error before it reads", "src/net/stream.cpp",
          "const ssize_t count = ::recv(",
          "const auto native = detail::get_option(socket_.get(), SOL_SOCKET, SO_ERROR, operation::read);\n"
          "        if (native && *native != 0) return detail::system_failure(operation::read, *native);\n"
          "        const ssize_t count = ::recv("),
    Fault(6, "closes without reading to the peer's end", "src/net/blocking_service.cpp",
          "if (done && !input_ended_) done = discard_input(deadline::in(context_.options.close_timeout));", "",
          program="net_server"),
    Fault(6, "closes without reading to the peer's end, in one thread", "src/net/polled_connection.cpp",
          "if (input_ended_) return close(true);", "return close(true);", program="net_server"),
    Fault(7, "takes EPIPE for an orderly end", "src/net/stream.cpp",
          "if (!would_wait(errno)) return detail::system_failure(operation::write, errno);",
          "if (errno == EPIPE) return detail::failure(errc::closed, operation::write);\n"
          "        if (!would_wait(errno)) return detail::system_failure(operation::write, errno);"),
    Fault(8, "sends without MSG_NOSIGNAL", "src/net/stream.cpp", "MSG_NOSIGNAL | waiting_flag", "waiting_flag"),
    Fault(9, "gives up when a signal interrupts poll", "src/net/wait.cpp", "ready < 0 && errno != EINTR", "ready < 0"),
    Fault(9, "waits all of the time again when a signal interrupts poll", "src/net/wait.cpp",
          "    for (;;) {\n        const int ready = ::poll(set.data(), set.size(), poll_timeout(until));",
          "    for (const int timeout = poll_timeout(until);;) {\n"
          "        const int ready = ::poll(set.data(), set.size(), timeout);"),
    Fault(10, "writes on behind a part of a frame", "include/structwire/net/detail/connection.hpp",
          "if (!sent) return give_up_writing(sent.error(), begun);",
          "if (!sent) return give_up_writing(sent.error(), false);"),
    Fault(10, "rounds poll's milliseconds down", "src/net/wait.cpp", "ceil<", "floor<", program="net_cost"),
    Fault(11, "takes the EAGAIN of SO_RCVTIMEO for a deadline's", "src/net/stream.cpp",
          "if (!would_wait(errno)) return detail::system_failure(operation::read, errno);",
          "if (flags == 0 && would_wait(errno)) return detail::failure(errc::timed_out, operation::read);\n"
          "        if (!would_wait(errno)) return detail::system_failure(operation::read, errno);", program="asio_net"),
    Fault(12, "takes EAGAIN of a unix connect for a failure", "src/net/connect.cpp",
          "errno != EAGAIN && errno != EINTR", "errno != EINTR"),
    Fault(13, "does not back off when out of descriptors", "src/net/door.cpp",
          "pause_until_ = deadline::in(pause_);", "", program="net_server"),
    Fault(14, "ends at an accept error of one connection", "src/net/listener.cpp", "        case ECONNABORTED:\n", ""),
    Fault(15, "leaves out SO_REUSEADDR", "src/net/listener.cpp",
          "        {SOL_SOCKET, SO_REUSEADDR, true, true},\n", ""),
    Fault(16, "looks for a stop only before it waits", "src/net/wait.cpp",
          "const std::stop_callback on_stop(stop, [&wake]() noexcept { wake_up(wake.get()); });", ""),
    Fault(17, "leaves out TCP_NODELAY", "src/net/socket_options.cpp",
          "        {IPPROTO_TCP, TCP_NODELAY, options.no_delay ? 1 : 0, true},\n", ""),
    Fault(18, "has the limit of select", "src/net/wait.cpp", "    for (;;) {\n        const int ready = ::poll(",
          "    if (set.front().fd >= 1024) return failure(errc::overload, during);\n"
          "    for (;;) {\n        const int ready = ::poll(", program="net_server"),
    Fault(19, "leaves the listener open in the child", "src/net/process_style.cpp",
          "    context_.leave();\n", "", program="net_server"),
    Fault(20, "keeps the threads that have ended as long as it runs", "src/net/workers.cpp",
          "if (staff_.reap() != 0) door_.connection_ended();", ""),
    Fault(20, "detaches the threads that are left instead of joining them", "src/net/thread_style.cpp",
          "for (const thread& each : running_) ::pthread_join(each.handle, nullptr);",
          "for (const thread& each : running_) ::pthread_detach(each.handle);"),
    Fault(21, "takes a connection to itself for one", "src/net/connect_race.cpp",
          "if (is_self_connected(ended.socket.get()))", "if (false)"),
    Fault(22, "unlinks whatever has its path", "src/net/socket_file.cpp",
          "if (found && found->st_dev == device_ && found->st_ino == inode_)", "if (found)"),
    Fault(23, "leaves IPV6_V6ONLY to the system", "src/net/listener.cpp",
          "        {IPPROTO_IPV6, IPV6_V6ONLY, options.v6only, at.family() == AF_INET6},\n", ""),
    Fault(24, "makes accepted sockets non-blocking", "src/net/listener.cpp",
          "nullptr, nullptr, SOCK_CLOEXEC", "nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK"),
    Fault(25, "makes room for as much as the peer claims", "include/structwire/net/detail/connection.hpp",
          "decoder_.prepare(read_room_)", "decoder_.prepare(std::max(read_room_, decoder_.needed()))",
          program="net_cost"),
    Fault(26, "leaves out TCP_USER_TIMEOUT", "src/net/socket_options.cpp",
          "        {IPPROTO_TCP, TCP_USER_TIMEOUT, to_int(options.user_timeout), true},\n", ""),
    Fault(27, "starts the frame's time again with every byte", "src/net/peer_limits.hpp",
          "if (work.frames() != frames_ || begun != begun_) begin_ = now;", "begin_ = now;"),
    Fault(27, "reads on however much output waits", "src/net/polled_connection.cpp",
          "    held_back_ = held_back_ || work_->is_full();\n", "", program="net_server"),
    Fault(28, "handles all that was received before it turns to others", "src/net/polled_connection.cpp",
          "work_->take(room.first(**got), options_.frames_per_wakeup)", "work_->take(room.first(**got), SIZE_MAX)",
          program="net_server"),
    Fault(28, "accepts everybody before it serves anybody", "src/net/poll_style.cpp",
          "count < context_.options.accepts_per_wakeup", "count < SIZE_MAX", program="net_server"),
    Fault(29, "does not tell the connections that it stops", "src/net/workers.cpp", "    drain_.give();\n", ""),
    Fault(29, "lets clients in while it drains", "src/net/workers.cpp", "    context_.socket.close();\n", ""),
    Fault(29, "lets clients in while it drains, in one thread", "src/net/poll_style.cpp",
          "    context_.socket.close();\n", "", program="net_server"),
    Fault(30, "gathers more pieces than IOV_MAX", "src/net/pieces.hpp", "most_pieces = 1024;", "most_pieces = 4096;"),
    Fault(31, "tries one address after the other", "src/net/connect_race.cpp",
          "attempts_.size() < addresses_.size() ? next_ : deadline::never", "deadline::never"),
    Fault(31, "gives the last address's error", "src/net/connect_race.cpp",
          "attempts_.front().reason", "attempts_.back().reason"),
    Fault(32, "resets by SO_LINGER, when somebody closes", "tests/support/fault_proxy.cpp",
          "return ::connect(socket, &nowhere, sizeof nowhere) == 0;",
          "const linger now{.l_onoff = 1, .l_linger = 0};\n"
          "    return nowhere.sa_family == AF_UNSPEC &&\n"
          "           ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now) == 0;"),
]


def tag(rule):
    """How Catch2 knows the tests of a rule."""
    return f"[rule-{rule:02}]"


def check(root, table, rules):
    """What is wrong with the table."""
    faults = []
    for fault in table:
        path = root / fault.path
        count = path.read_text(encoding="utf-8").count(fault.old) if path.is_file() else 0
        if count != 1 or fault.old == fault.new:
            faults.append(f"rule {fault.rule:02}: {fault.path} has {count} times, not once: {fault.old}")
    covered = {fault.rule for fault in table}
    return faults + [f"rule {rule:02} has no fault" for rule in rules if rule not in covered]


def prove():
    """Plants a text that is there twice, one that is gone, a file that is gone, and a rule without a fault."""
    texts = {1: "old", 2: "old old", 3: "new"}
    with tempfile.TemporaryDirectory() as folder:
        for rule, text in texts.items():
            pathlib.Path(folder, f"{rule}.cpp").write_text(text, encoding="utf-8")
        table = [Fault(rule, "", f"{rule}.cpp", "old", "new") for rule in (1, 2, 3, 4)]
        found = check(pathlib.Path(folder), table, range(1, 6))
    if [line.split(":")[0].split(" has")[0] for line in found] != ["rule 02", "rule 03", "rule 04", "rule 05"]:
        sys.exit(f"FAILED: 4 violations were planted, found: {found}")


def copy_tree(root, folder):
    """Brings a copy up to date. A file that is the same keeps its time, so that it is not compiled again."""
    names = common.run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", cwd=root).stdout
    for name in filter(None, names.split("\0")):
        source, target = root / name, folder / name
        if not source.is_file() or (target.is_file() and target.read_bytes() == source.read_bytes()):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())


def build(folder, programs):
    """Builds the test programs: nothing, or what the compiler said."""
    if not (folder / "build/dev/build.ninja").is_file():
        configured = common.run("cmake", "--preset", "dev", cwd=folder)
        if configured.returncode != 0:
            return configured.stdout
    targets = [f"structwire_{program}_test" for program in programs]
    result = common.run("cmake", "--build", "build/dev", "--target", *targets, cwd=folder)
    return result.stdout if result.returncode != 0 else ""


def failed_test(folder, fault, seconds):
    """The name of the first test that fails, hangs or ends the program; nothing if all are good."""
    program = next((folder / "build/dev/tests").glob(f"*/structwire_{fault.program}_test"))
    command = [program, fault.tests or tag(fault.rule), "--warn", "NoTests", "--abort", "--reporter", "xml"]
    with tempfile.TemporaryFile() as output:
        running = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            status = running.wait(seconds)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)  # and the servers that its tests have forked
            running.wait()
        output.seek(0)
        cases = output.read().decode("utf-8", errors="replace").split('<TestCase name="')[1:]
    bad = [html.unescape(case.partition('"')[0]) for case in cases if '<OverallResult success="true"' not in case]
    if status == 0 and not bad:
        return ""
    how = " (hangs)" if status is None else " (dies)" if status < 0 else ""
    return (bad or ["no test"])[0] + how


def notice(folder, fault, seconds):
    """Puts the fault in, runs its tests, takes it out again: whether a test noticed, and which one."""
    path = folder / fault.path
    good = path.read_text(encoding="utf-8")
    try:
        path.write_text(good.replace(fault.old, fault.new), encoding="utf-8")
        if said := build(folder, [fault.program]):
            return False, f"DOES NOT COMPILE: {said[said.find('error:'):][:200]}"
        name = failed_test(folder, fault, seconds)
        return bool(name), name or "MISSED"
    finally:
        path.write_text(good, encoding="utf-8")


def try_faults(folder, rules):
    """Prints a table of what noticed what; exit status 1 if something was not noticed."""
    table = [fault for fault in FAULTS if fault.rule in rules]
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(CCACHE_BASEDIR=str(folder), CCACHE_NOHASHDIR="1")
    copy_tree(common.ROOT, folder)
    if said := build(folder, sorted({fault.program for fault in table})):
        sys.exit(said)
    limits, missed = {}, []
    for fault in table:
        begin = time.monotonic()
        if name := failed_test(folder, fault, 240):
            missed.append(f"rule {fault.rule:02} without the fault, too: {name}")
        limits[fault] = 20 + 5 * (time.monotonic() - begin)
    print("| rule | file | fault | noticed by |\n|---|---|---|---|", flush=True)
    for fault in table:
        noticed, by = notice(folder, fault, limits[fault])
        print(f"| {fault.rule:02} | `{fault.path}` | {fault.what} | {by} |", flush=True)
        if not noticed:
            missed.append(f"rule {fault.rule:02}: {by}: {fault.what}")
    common.finish(missed, f"each of {len(table)} faults was noticed")


def main():
    """The command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["check", "try"])
    parser.add_argument("--in", dest="folder", type=pathlib.Path)
    parser.add_argument("rules", nargs="*", type=int, default=list(RULES))
    given = parser.parse_intermixed_args()
    if given.command == "check":
        prove()
        common.finish(check(common.ROOT, FAULTS, RULES),
                      "each rule has a fault that fits the code, and each planted violation was found")
    if not set(given.rules) <= set(RULES):
        parser.error(f"the rules are {RULES[0]} to {RULES[-1]}")
    if given.folder:
        try_faults(given.folder.resolve(), given.rules)
    with tempfile.TemporaryDirectory() as folder:
        try_faults(pathlib.Path(folder).resolve(), given.rules)


if __name__ == "__main__":
    main()
