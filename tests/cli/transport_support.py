# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""What the tests of `structwire serve` and `talk` share."""

import re
import signal
import socket
import struct
import subprocess
import threading
import unittest

from program_test import PROGRAM

STYLES = ("thread", "process", "poll")
SECONDS = 30


def u32(*payloads):
    return b"".join(struct.pack(">I", len(payload)) + payload for payload in payloads)


def read_all(peer):
    got = b""
    while part := peer.recv(65536):
        got += part
    return got


class Program:
    """A program of ours that is ended at the latest when the test ends."""

    def __init__(self, *words, **how):
        how = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "bufsize": 0, **how}
        self.process = subprocess.Popen([PROGRAM, *words], **how)
        self.watchdog = threading.Timer(SECONDS, self.process.kill)

    def __enter__(self):
        self.watchdog.start()
        return self

    def __exit__(self, *_):
        self.watchdog.cancel()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                stream.close()

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.end()

    def end(self):
        """What it still printed, what it complained of, the counts, the exit status."""
        out, said = self.process.communicate(timeout=SECONDS)
        *complaints, last = said.decode().splitlines() or [""]
        counts = {name: int(count) for name, count in re.findall(r"([a-z ]+) (\d+)(?:, |$)", last.partition(": ")[2])}
        if "connections" not in counts:
            complaints, counts = said.decode().splitlines(), {}
        return out, complaints, counts, self.process.returncode


class Server(Program):
    def __init__(self, *words, at="tcp://127.0.0.1:0", framing="u32be", **how):
        super().__init__("serve", at, "--framing", framing, *words, **how)
        self.at = self.process.stdout.readline().decode().strip()

    def connect(self):
        if self.at.startswith("tcp:"):
            return socket.create_connection(("127.0.0.1", int(self.at.rpartition(":")[2])), SECONDS)
        peer = socket.socket(socket.AF_UNIX)
        peer.settimeout(SECONDS)
        name = self.at.partition(":")[2]
        peer.connect("\0" + name if self.at.startswith("unix-abstract:") else name)
        return peer

    def ask(self, wire):
        """Everything that comes for bytes behind which our side ends."""
        with self.connect() as peer:
            peer.sendall(wire)
            peer.shutdown(socket.SHUT_WR)
            return read_all(peer)


class Case(unittest.TestCase):
    maxDiff = None

    def check(self, done, stdout, stderr=b"", status=0):
        self.assertEqual((done.stdout, done.stderr, done.returncode), (stdout, stderr, status))
