#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs the examples that are clients against the real servers, on a port of this machine that is free.

    real_servers.py redis|postgres EXAMPLE

Without the server's program: skipped (exit status 77), but a failure where CI=true.
"""
import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import common

START_SECONDS = 30
STOP_SECONDS = 20
EXAMPLE_SECONDS = 60


def free_port():
    """A port that nobody listens at right now. Somebody may come first; then the server ends at once."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Server:
    """One server in a folder of its own; used with `with`."""

    stop_signal = signal.SIGTERM
    user = None  # whom it runs as; None: whoever runs the test

    def __enter__(self):
        with contextlib.ExitStack() as undo:
            self.folder = undo.enter_context(tempfile.TemporaryDirectory(prefix="structwire-"))
            if self.user:
                shutil.chown(self.folder, self.user)
            self.prepare()
            for _ in range(5):
                self.port = free_port()
                self.log = pathlib.Path(self.folder, "log")
                with self.log.open("wb") as log:
                    self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                                    **self.how())
                undo.callback(self.stop, self.process)
                if self.wait_until_ready():
                    self.undo = undo.pop_all()
                    return self
            sys.exit(f"FAILED: the server did not start\n{self.log.read_text(errors='replace')}")

    def __exit__(self, *_):
        self.undo.close()

    def how(self):
        """What subprocess is told about directory and user."""
        as_user = {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
        return {"cwd": self.folder, "env": dict(os.environ, LC_ALL="C"), **as_user}

    def prepare(self):
        """What comes before the first start."""

    def wait_until_ready(self):
        """Whether it came to answer; not if it ended, because the port was taken, or if it takes too long."""
        until = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            if self.answers():
                return self.process.poll() is None
            time.sleep(0.02)
        return False

    def stop(self, process):
        """Stops the process that was started, and no other."""
        if process.poll() is None:
            process.send_signal(self.stop_signal)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Redis(Server):
    def __init__(self):
        self.program = shutil.which("redis-server") or common.skip("no redis-server (Debian package redis-server)")

    def command(self):
        return [self.program, "--bind", "127.0.0.1", "--port", str(self.port), "--dir", self.folder, "--save", "",
                "--appendonly", "no", "--daemonize", "no"]

    def answers(self):
        return self.ask("PING") == b"+PONG\r\n"

    def ask(self, command):
        """The answer to one command, as it comes; empty if nobody is there."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as peer:
                peer.sendall(command.encode() + b"\r\n")
                return peer.recv(1000)
        except OSError:
            return b""


class Postgres(Server):
    stop_signal = signal.SIGINT  # "fast": does not wait for clients

    def __init__(self):
        found = [path.parent for path in pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres")]
        found += [pathlib.Path(path).parent for path in [shutil.which("postgres")] if path]
        self.programs = found[0] if found else common.skip("no postgres (Debian package postgresql)")
        if os.geteuid() == 0:
            self.user = "postgres"  # it refuses to run as root

    def prepare(self):
        self.data = pathlib.Path(self.folder, "data")
        made = subprocess.run([self.programs / "initdb", "--pgdata", self.data, "--username", "tester",
                               "--auth", "trust", "--no-sync", "--locale", "C", "--encoding", "UTF8"],
                              stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=START_SECONDS * 2, check=False, **self.how())
        if made.returncode != 0:
            sys.exit(f"FAILED: initdb\n{made.stdout}{made.stderr}")
        (self.data / "pg_hba.conf").write_text("host all locked 127.0.0.1/32 scram-sha-256\n"
                                               "host all all 127.0.0.1/32 trust\n")

    def command(self):
        return [self.programs / "postgres", "-D", self.data, "-p", str(self.port), "-c", "listen_addresses=127.0.0.1",
                "-c", "unix_socket_directories=", "-c", "fsync=off"]

    def answers(self):
        ready = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ready, check=False, timeout=START_SECONDS).returncode == 0


@contextlib.contextmanager
def byte_by_byte(port):
    """A port behind which the server's answers arrive in pieces of one byte."""

    def forward(source, to, most):
        with contextlib.suppress(OSError):
            while data := source.recv(most):
                to.sendall(data)
                if most == 1:
                    time.sleep(0.0005)
            to.shutdown(socket.SHUT_WR)

    def serve(listener):
        with contextlib.suppress(OSError):
            client, _ = listener.accept()
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with client, socket.create_connection(("127.0.0.1", port)) as server:
                upwards = threading.Thread(target=forward, args=(client, server, 4096))
                upwards.start()
                forward(server, client, 1)
                upwards.join()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(EXAMPLE_SECONDS)
        serving = threading.Thread(target=serve, args=(listener,))
        serving.start()
        yield listener.getsockname()[1]
        serving.join(EXAMPLE_SECONDS)


class Checks:
    """Runs an example and notes what is not as expected."""

    def __init__(self, example):
        self.example, self.faults = example, []

    def run(self, title, port, *words, status=0, output):
        done = subprocess.run([self.example, f"tcp://127.0.0.1:{port}", *words], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, errors="replace", timeout=EXAMPLE_SECONDS, check=False)
        text = done.stdout + done.stderr
        print(f"-- {title}\n{text}", end="")
        self.expect(f"{title}: exit status", done.returncode, status)
        # Behind the reason for a failure there can be the system's number for it.
        self.expect(f"{title}: output", text[:len(output)] if status else text, output)

    def expect(self, title, got, wanted):
        if got != wanted:
            self.faults.append(f"{title}: {got!r}, not {wanted!r}")


def check_redis(checks):
    told = r'''SET  -> +OK
GET  -> "two\r\nlines\0"
MGET -> *2 "two\r\nlines\0" null
INCR -> -ERR value is not an integer or out of range
DEL  -> :1
'''
    with Redis() as server:
        checks.run("redis", server.port, output=told)
        with byte_by_byte(server.port) as port:
            checks.run("redis, byte by byte", port, output=told)
        checks.expect("keys left behind", server.ask("DBSIZE"), b":0\r\n")
    checks.run("redis, nobody there", 1, status=1, output="connect: connection refused")


def check_postgres(checks):
    told = " column1 column2\n 1 one\n 2 NULL\n ERROR 22012 division by zero\n"
    with Postgres() as server:
        checks.run("postgres", server.port, "tester", output=told)
        with byte_by_byte(server.port) as port:
            checks.run("postgres, byte by byte", port, "tester", output=told)
        checks.run("postgres, password", server.port, "locked", status=1, output=" the server wants a password\n")
        checks.run("postgres, stranger", server.port, "stranger", status=1,
                   output=' FATAL 28000 role "stranger" does not exist\nread: ')
    checks.run("postgres, nobody there", 1, status=1, output="connect: connection refused")


def main(name, example):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("FAILED: terminated"))  # so that the server is stopped
    checks = Checks(example)
    {"redis": check_redis, "postgres": check_postgres}[name](checks)
    common.finish(checks.faults, f"{name}: all as expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
