#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs `structwire serve` and `structwire talk` over pipes, open descriptors and terminals."""

import contextlib
import os
import pty
import signal
import socket
import subprocess
import tempfile
import termios
import tty
import unittest

from program_test import run
from transport_support import Case, Program, SECONDS, u32


class Lines(Case):
    def test_standard_input_and_output_are_a_peer(self):
        done = run("serve", "-", "-f", "u32be", data=u32(b"hi", b"ho"))
        self.assertEqual((done.stdout, done.returncode), (u32(b"hi", b"ho"), 0))
        self.assertIn(b"structwire: connections 1, refused 0, frames received 2, frames sent 2,", done.stderr)
        done = run("serve", "-", "-f", "u32be", data=u32(b"hi") + b"\0")
        self.assertEqual((done.stdout, done.returncode), (u32(b"hi"), 1))
        self.assertIn(b"structwire: standard input: offset 6: truncated: ", done.stderr)
        self.assertEqual(run("serve", "-", "-f", "u32be", "--exec", "tr a-z A-Z", data=u32(b"hi")).stdout, u32(b"HI"))
        self.assertEqual(run("serve", "-", "-f", "u8", "--unpack", ">H:id:", data=b"\2\0\7").stdout, b"id=7\n")

    def test_conversation_over_a_socket_pair_and_over_pipes(self):
        ours, theirs = socket.socketpair()
        with ours, theirs, Program("serve", f"fd:{theirs.fileno()}", "-f", "u32be", pass_fds=[theirs.fileno()]) as server:
            self.assertEqual(server.process.stdout.readline(), b"fd:%d\n" % theirs.fileno())
            theirs.close()
            with Program("talk", f"fd:{ours.fileno()}", "-f", "u32be", pass_fds=[ours.fileno()],
                         stdin=subprocess.PIPE) as talk:
                ours.close()
                talk.process.stdin.write(b"hi\n")
                talk.process.stdin.close()
                talk.process.stdin = None
                self.assertEqual(talk.end(), (b'"hi"\n', [], {}, 0))
            self.assertEqual(server.end()[2]["frames sent"], 1)

    def test_fd_pair(self):
        to_read, to_write = os.pipe(), os.pipe()
        with Program("serve", f"fd:{to_read[0]},{to_write[1]}", "-f", "u8", pass_fds=[to_read[0], to_write[1]]) as server:
            os.close(to_read[0])
            os.close(to_write[1])
            os.write(to_read[1], b"\2hi")
            self.assertEqual(os.read(to_write[0], 100), b"\2hi")
            os.close(to_read[1])
            self.assertEqual(os.read(to_write[0], 100), b"")
            os.close(to_write[0])
            self.assertEqual(server.end()[3], 0)

    def test_fifo(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "fifo")
            os.mkfifo(path)
            with Program("serve", path, "-f", "u32be", "--unpack", ">H:id:") as server:
                self.check(run("talk", path, "-f", "u32be", "--pack", ">H", data=b"7\n8\n"), b"")
                out, said, counts, status = server.end()
                self.assertEqual((out, said, status), (b"%s\nid=7\nid=8\n" % path.encode(), [], 0))
                self.assertEqual(counts["frames received"], 2)
            self.check(run("talk", path, "-f", "u32be", "--timeout", "0.2"), b"",
                       b"structwire: %s: nobody reads it\n" % path.encode(), 1)
            done = run("serve", path, "-f", "u32be")
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"has one direction", done.stderr)

    def test_paths_that_are_no_lines(self):
        with tempfile.NamedTemporaryFile() as file:
            for path, status in (("/nonexistent/tty", 1), ("/", 1), (file.name, 2)):
                for command in ("serve", "talk"):
                    with self.subTest(path=path, command=command):
                        done = run(command, path, "-f", "u8")
                        self.assertEqual((done.stdout, done.returncode), (b"", status))
                        self.assertIn(f"structwire: {path}: ".encode(), done.stderr)

    @contextlib.contextmanager
    def terminal(self):
        leader, follower = pty.openpty()
        tty.setraw(leader)
        termios.tcsetattr(follower, termios.TCSANOW, [*self.cooked(follower)])
        try:
            yield leader, follower, os.ttyname(follower)
        finally:
            os.close(leader)
            os.close(follower)

    @staticmethod
    def cooked(terminal):
        mode = termios.tcgetattr(terminal)
        mode[3] |= termios.ICANON | termios.ECHO
        mode[0] |= termios.ICRNL
        return mode

    def test_serve_on_a_terminal_is_raw_and_puts_its_mode_back(self):
        with self.terminal() as (leader, follower, path):
            before = termios.tcgetattr(follower)
            for at in (path, "tty:" + path):
                with self.subTest(at=at), Program("serve", at, "-f", "u8") as server:
                    self.assertEqual(server.process.stdout.readline().decode(), at + "\n")
                    payload = bytes(range(64))  # with every control character
                    os.write(leader, b"\x40" + payload)
                    got = b""
                    while len(got) < 65:
                        got += os.read(leader, 100)
                    self.assertEqual(got, b"\x40" + payload)
                    self.assertNotEqual(termios.tcgetattr(follower), before)
                    out, said, counts, status = server.stop()
                    self.assertEqual((out, said, counts["frames sent"], status), (b"", [], 1, 0))
                    self.assertEqual(termios.tcgetattr(follower), before)

    def test_talk_on_a_terminal_ends_by_silence(self):
        with self.terminal() as (leader, follower, path):
            before = termios.tcgetattr(follower)
            with Program("talk", path, "-f", "u8", "--timeout", "1", stdin=subprocess.PIPE) as talk:
                talk.process.stdin.write(b"ping\n")
                self.assertEqual(os.read(leader, 100), b"\4ping")
                os.write(leader, b"\4pong")
                talk.process.stdin.close()
                talk.process.stdin = None
                self.assertEqual(talk.end(), (b'"pong"\n', [], {}, 0))
            self.assertEqual(termios.tcgetattr(follower), before)

    def test_talk_on_a_terminal_that_is_signalled_puts_its_mode_back(self):
        with self.terminal() as (leader, follower, path):
            before = termios.tcgetattr(follower)
            with Program("talk", path, "-f", "u8", stdin=subprocess.PIPE) as talk:
                talk.process.stdin.write(b"ping\n")
                self.assertEqual(os.read(leader, 100), b"\4ping")
                talk.process.send_signal(signal.SIGTERM)
                self.assertEqual(talk.process.wait(SECONDS), 1)
                self.assertEqual(talk.process.stderr.read(), b"structwire: stopped by a signal\n")
            self.assertEqual(termios.tcgetattr(follower), before)


if __name__ == "__main__":
    unittest.main()
