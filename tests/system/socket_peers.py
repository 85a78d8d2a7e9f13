#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Frames to and from what others wrote: Python's socketserver and struct, and socat.

    socket_peers.py python|socat PROGRAM

`structwire talk` against their servers, their clients against `structwire serve`, over TCP and unix sockets, on ports that
the system chooses. Without socat: skipped (exit status 77), but a failure where CI=true.
"""
import contextlib
import os
import re
import select
import shutil
import signal
import socket
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading

import common

SECONDS = 30
FORMAT = ">I:id: H:kind: 8s:symbol:"
RECORD = struct.Struct(">IH8s")


class Records(socketserver.StreamRequestHandler):
    """Answers each record, behind its length, with one whose number is the next; at the end, says how many there were."""

    timeout = SECONDS

    def handle(self):
        count = 0
        while prefix := self.rfile.read(4):
            number, kind, symbol = RECORD.unpack(self.rfile.read(*struct.unpack(">I", prefix)))
            self.wfile.write(struct.pack(">I", RECORD.size) + RECORD.pack(number + 1, kind, symbol))
            count += 1
        self.wfile.write(struct.pack(">I", RECORD.size) + RECORD.pack(count, 0, b"end"))  # behind the half-close


class Quiet:
    """What the four servers share."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        print(f"server: {sys.exc_info()[1]!r}", flush=True)


class ThreadingTcp(Quiet, socketserver.ThreadingTCPServer):
    pass


class ForkingTcp(Quiet, socketserver.ForkingTCPServer):
    pass


class ThreadingUnix(Quiet, socketserver.ThreadingUnixStreamServer):
    pass


class ForkingUnix(Quiet, socketserver.ForkingMixIn, socketserver.UnixStreamServer):
    pass


SERVERS = {each.__name__: each for each in (ThreadingTcp, ForkingTcp, ThreadingUnix, ForkingUnix)}


def serve_records(name, path):
    """The process of one of the servers, up to SIGTERM."""
    kind = SERVERS[name]
    is_unix = issubclass(kind, socketserver.UnixStreamServer)
    with kind(path if is_unix else ("127.0.0.1", 0), Records) as server:
        print(f"unix:{path}" if is_unix else "tcp://127.0.0.1:%d" % server.server_address[1], flush=True)
        server.serve_forever(poll_interval=0.05)


class Faults:
    def __init__(self):
        self.all = []

    def expect(self, title, got, wanted):
        print(f"-- {title}: {'as expected' if got == wanted else got}", flush=True)
        if got != wanted:
            self.all.append(f"{title}: {got!r}, not {wanted!r}")


@contextlib.contextmanager
def running(*command, ready):
    """A process of ours, which has said on its output or its errors what `ready` matches; yields both."""
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, bufsize=1)
    watchdog = threading.Timer(SECONDS * 2, process.kill)
    watchdog.start()
    try:
        for line in process.stdout:
            if found := re.search(ready, line):
                yield process, found[0]
                break
        else:
            sys.exit(f"FAILED: {command} did not start")
    finally:
        process.terminate()
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        watchdog.cancel()
        process.stdout.close()


def talk(program, at, *words, lines):
    done = subprocess.run([program, "talk", at, "--timeout", str(SECONDS), *words], input=lines, capture_output=True,
                          text=True, errors="replace", timeout=SECONDS * 2, check=False)
    return done.stdout, done.stderr, done.returncode


def check_python_servers(faults, program, folder):
    lines = "".join(f'{number} {number % 7} "a b {number}"\n' for number in range(500))
    told = "".join(f'id={number + 1}  kind={number % 7}  symbol={quoted(f"a b {number}")}\n' for number in range(500))
    told += f'id=500  kind=0  symbol={quoted("end")}\n'
    for name in SERVERS:
        path = os.path.join(folder, name)
        with running(sys.executable, "-B", __file__, "--server", name, path, ready="(tcp|unix):.*") as (_, at):
            words = ("--framing", "u32be", "--pack", FORMAT, "--unpack", FORMAT)
            faults.expect(f"talk to {name}", talk(program, at, *words, lines=lines), (told, "", 0))
            many = [threading.Thread(target=lambda: faults.expect(f"one of many to {name}", talk(
                program, at, *words, lines=lines), (told, "", 0))) for _ in range(5)]
            for each in many:
                each.start()
            for each in many:
                each.join()


def quoted(text):
    return '"' + text.ljust(8, "\0").replace("\0", "\\0") + '"'


def check_python_clients(faults, program, folder):
    """Records one by one and many at a time, cut anywhere, from clients that half-close."""
    wire = b"".join(struct.pack(">I", RECORD.size) + RECORD.pack(number, 1, b"abc") for number in range(300))
    for style in ("thread", "process", "poll"):
        for at in ("tcp://127.0.0.1:0", f"unix:{folder}/{style}"):
            serve = (program, "serve", at, "--framing", "u32be", "--style", style)
            with running(*serve, ready="(tcp|unix):.*") as (process, name):
                for piece in (1, 7, len(wire)):
                    faults.expect(f"{style} at {at}, {piece} bytes a send", ask(name, wire, piece), wire)
                process.terminate()
                faults.expect(f"{style} at {at}, counts", process.stdout.read().strip().partition(", ref")[0],
                              "structwire: connections 3")
            with running(*serve, "--exec", "tail -c 8", ready="(tcp|unix):.*") as (_, name):
                faults.expect(f"{style} at {at}, --exec", ask(name, wire[:36], 36), (b"\0\0\0\x08abc" + bytes(5)) * 2)


def ask(name, wire, piece):
    """What comes back for bytes that are sent so many at a time."""
    scheme, _, rest = name.partition(":")
    peer = socket.socket(socket.AF_UNIX if scheme == "unix" else socket.AF_INET)
    with peer:
        peer.settimeout(SECONDS)
        peer.connect(rest if scheme == "unix" else ("127.0.0.1", int(rest.rpartition(":")[2])))
        got = b""
        for begin in range(0, len(wire), piece):
            peer.sendall(wire[begin:begin + piece])
            if select.select([peer], [], [], 0)[0]:
                got += peer.recv(65536)
        peer.shutdown(socket.SHUT_WR)
        while part := peer.recv(65536):
            got += part
        return got


def check_python(faults, program, folder):
    check_python_servers(faults, program, folder)
    check_python_clients(faults, program, folder)


def check_socat(faults, program, folder):
    """Answers that a peer gives only when our side has ended, and ends of its side that we see."""
    socat = shutil.which("socat") or common.skip("no socat (Debian package socat)")
    listen = (socat, "-dd", "-t", str(SECONDS))
    tcp, unix = "TCP-LISTEN:0,bind=127.0.0.1", f"UNIX-LISTEN:{folder}/socket"
    for address, ready in ((tcp, r"listening on AF=2 \S+"), (unix, r"listening on AF=1 \S+")):
        # wc counts the prefixes too; its own answer is a line
        for command, framing, lines, told in (("wc -c", "lf", "one\ntwo\nthree\n", '"14"\n'),
                                              ("cat", "u32be", "one\ntwo\n", '"one"\n"two"\n'),
                                              ("sort -r", "lf", "a\nc\nb\n", '"c"\n"b"\n"a"\n')):
            with running(*listen, address, f"SYSTEM:{command}", ready=ready) as (_, said):
                at = f"unix:{folder}/socket" if address == unix else "tcp://" + said.rpartition(" ")[2].replace("AF=2 ", "")
                faults.expect(f"talk to socat, {command}, {at.partition(':')[0]}",
                              talk(program, at, "--framing", framing, lines=lines), (told, "", 0))
    for style in ("thread", "process", "poll"):
        with running(program, "serve", "tcp://127.0.0.1:0", "-f", "lf", "--style", style, ready="tcp:.*") as (_, at):
            done = subprocess.run([socat, "-t", str(SECONDS), "-", "TCP:" + at.removeprefix("tcp://")],
                                  input=b"a\nb\n", capture_output=True, timeout=SECONDS * 2, check=False)
            faults.expect(f"socat to {style}", (done.stdout, done.returncode), (b"a\nb\n", 0))
    done = subprocess.run([socat, "-t", str(SECONDS), "-", f"EXEC:'{program} serve - -f lf'"], input=b"a\nb\n",
                          capture_output=True, timeout=SECONDS * 2, check=False)
    faults.expect("socat executes serve", (done.stdout, done.returncode), (b"a\nb\n", 0))
    pair = f"{folder}/left", f"{folder}/right"
    with running(socat, "-dd", *(f"PTY,raw,echo=0,link={path}" for path in pair), ready="starting data transfer") as _:
        with running(program, "serve", pair[0], "-f", "cobs", ready="left") as _:
            faults.expect("a line of two terminals", talk(program, pair[1], "-f", "cobs", "--count", "2", lines="a\nb\n"),
                          ('"a"\n"b"\n', "", 0))


def main(name, program):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("FAILED: terminated"))
    faults = Faults()
    with tempfile.TemporaryDirectory(prefix="structwire-") as folder:
        {"python": check_python, "socat": check_socat}[name](faults, program, folder)
    common.finish(faults.all, f"{name}: all as expected")


if __name__ == "__main__":
    if sys.argv[1] == "--server":
        serve_records(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
