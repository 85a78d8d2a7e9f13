#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs the example behind_haproxy as three servers behind a real HAProxy, and asks them through it.

    haproxy.py EXAMPLE

Without haproxy: skipped (exit status 77), but a failure where CI=true.
"""
import contextlib
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time

import common
import real_servers

SERVERS = 3
CLIENTS = 30
WAIT_SECONDS = 30

# A health check is a question of the proxy's own, so its header is a LOCAL one; a server without the answer is down. To
# connect it has one interval, so that this one must outlast a proxy that gets no processor for a while.
CONFIGURATION = """
defaults
    mode tcp
    timeout connect 10s
    timeout client 60s
    timeout server 60s
    timeout check 10s
    retries 5
    option redispatch
frontend tests
    bind 127.0.0.1:{port}
{more_binds}
    default_backend examples
backend examples
    balance roundrobin
    option tcp-check
    tcp-check connect send-proxy
    tcp-check send-binary 0000000470696e67
    tcp-check expect binary 70696e67
    default-server check inter 1s fastinter 200ms fall 3 rise 1 send-proxy-v2
{servers}
"""


class Example:
    """One server of its own port, with what it complains about; used with `with`."""

    def __init__(self, program):
        self.program = program

    def __enter__(self):
        self.process = subprocess.Popen([self.program, "--listen", "tcp://127.0.0.1:0"], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.complaints = None  # not known before its end
        where = self.process.stdout.readline()
        if not where:
            sys.exit(f"FAILED: the server did not start\n{self.process.communicate()[1]}")
        self.port = int(where.rpartition(":")[2])
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends it in good order, once. What it wrote in the meantime is in the pipe: a few lines at most."""
        if self.complaints is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            _, self.complaints = self.process.communicate(timeout=WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            _, self.complaints = self.process.communicate()


class Haproxy(real_servers.Server):
    def __init__(self, servers, more_binds):
        self.program = shutil.which("haproxy", path=os.environ.get("PATH", os.defpath) + ":/usr/sbin") or \
            common.skip("no haproxy (Debian package haproxy)")
        self.servers, self.more_binds = servers, more_binds

    def command(self):
        lines = [f"    server s{index} 127.0.0.1:{server.port}" for index, server in enumerate(self.servers)]
        binds = [f"    bind {bind}" for bind in self.more_binds(self)]
        pathlib.Path(self.folder, "cfg").write_text(
            CONFIGURATION.format(port=self.port, servers="\n".join(lines), more_binds="\n".join(binds)))
        return [self.program, "-db", "-f", "cfg"]  # in the foreground, one process

    def answers(self):
        with contextlib.suppress(OSError, EOFError), connected(self.port) as peer:
            return ask(peer, b"ready?")[3] == b"ready?"
        return False

    def wait_for(self, words):
        """Whether its log comes to hold these words."""
        until = time.monotonic() + WAIT_SECONDS
        while words not in self.log.read_text(errors="replace"):
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True


def connected(port, source="127.0.0.1", host="127.0.0.1"):
    return socket.create_connection((host, port), timeout=WAIT_SECONDS, source_address=(source, 0))


def read_exactly(peer, size):
    got = b""
    while len(got) < size:
        piece = peer.recv(size - len(got))
        if not piece:
            raise EOFError(f"{len(got)} of {size} bytes")
        got += piece
    return got


def ask(peer, text):
    """The server's process, the client's host and port as the server sees them, and the text again."""
    peer.sendall(struct.pack(">I", len(text)) + text)
    payload = read_exactly(peer, *struct.unpack(">I", read_exactly(peer, 4)))
    pid, port, size = struct.unpack_from(">iHB", payload)
    return pid, payload[7:7 + size].decode(), port, payload[7 + size:]


def ends_cleanly(peer):
    """Half-closes: the server finishes too, without a reset."""
    peer.shutdown(socket.SHUT_WR)
    return peer.recv(1) == b""


def check_clients(checks, port, source, host, number=CLIENTS):
    """Many at a time, each with several questions; returns the processes that answered."""
    pids = set()
    with contextlib.ExitStack() as all_of_them:
        peers = [all_of_them.enter_context(connected(port, source, host)) for _ in range(number)]
        for text in [b"", b"hello", b"x" * 60000]:
            for peer in peers:
                pid, client, port_of_client, again = ask(peer, text)
                checks.expect("client", (client, port_of_client), peer.getsockname()[:2])
                checks.expect(f"{len(text)} bytes come back", again == text, True)
                pids.add(pid)
        for peer in peers:
            checks.expect(f"end of {peer.getsockname()}", ends_cleanly(peer), True)
    return pids


def has_ipv6():
    with contextlib.suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
        return True
    return False


def check(checks, servers):
    def binds(proxy):
        return [f"unix@{proxy.folder}/socket"] + ([f"[::1]:{proxy.port}"] if has_ipv6() else [])

    with Haproxy(servers, binds) as proxy:
        everybody = {server.process.pid for server in servers}
        # Loopback is a whole network: an address that neither the proxy nor a server has.
        checks.expect("servers over IPv4", check_clients(checks, proxy.port, "127.0.0.77", "127.0.0.1"), everybody)
        if has_ipv6():
            checks.expect("servers over IPv6", check_clients(checks, proxy.port, "::1", "::1"), everybody)
        with socket.socket(socket.AF_UNIX) as peer:  # has no address that the header could say
            peer.settimeout(WAIT_SECONDS)
            peer.connect(f"{proxy.folder}/socket")
            checks.expect("client over a unix socket", ask(peer, b"hi")[1::2], ("127.0.0.1", b"hi"))

        servers[0].stop()
        checks.expect("log says that a server is down", proxy.wait_for("Server examples/s0 is DOWN"), True)
        checks.expect("servers, one less", check_clients(checks, proxy.port, "127.0.0.78", "127.0.0.1"),
                      everybody - {servers[0].process.pid})
        checks.expect("servers down", proxy.log.read_text().count("DOWN"), 1)
    for index, server in enumerate(servers):
        server.stop()
        checks.expect(f"exit status of server {index}", server.process.returncode, 0)
        # The proxy resets its health checks, before or behind the answer, and our stop cancels one under way.
        others = [line for line in server.complaints.splitlines() if "reset" not in line and "stop requested" not in line]
        checks.expect(f"complaints of server {index}", others, [])


def main(example):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("FAILED: terminated"))  # so that the servers are stopped
    checks = real_servers.Checks(example)
    with contextlib.ExitStack() as undo:
        check(checks, [undo.enter_context(Example(example)) for _ in range(SERVERS)])
    common.finish(checks.faults, "haproxy: all as expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
