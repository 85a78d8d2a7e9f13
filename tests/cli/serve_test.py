#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs `structwire serve` against sockets of Python."""

import json
import os
import signal
import socket
import struct
import tempfile
import time
import unittest

from program_test import run
from transport_support import Case, SECONDS, STYLES, Server, u32


class Serve(Case):
    def test_echo_of_pipelined_frames_over_half_closed_sockets_in_every_style(self):
        wire = u32(b"one", b"", b"x" * 70000, *([b"ping"] * 1000))
        with tempfile.TemporaryDirectory() as folder:
            for style in STYLES:
                for at in ("tcp://127.0.0.1:0", f"unix:{folder}/{style}", f"unix-abstract:structwire-{os.getpid()}-{style}"):
                    with self.subTest(style=style, at=at), Server("--style", style, at=at) as server:
                        self.assertEqual(server.ask(wire), wire)
                        self.assertEqual(server.ask(b""), b"")
                        out, said, counts, status = server.stop()
                        self.assertEqual((out, said, status), (b"", [], 0))
                        self.assertEqual((counts["connections"], counts["frames received"], counts["frames sent"]),
                                         (2, 1003, 1003))
            self.assertEqual(os.listdir(folder), [])

    def test_first_line_is_where_it_listens(self):
        with Server() as server:
            self.assertRegex(server.at, r"^tcp://127\.0\.0\.1:[1-9][0-9]*$")
        with tempfile.TemporaryDirectory() as folder, Server(at=f"unix:{folder}/socket") as server:
            self.assertEqual(server.at, f"unix:{folder}/socket")

    def test_header_comes_back(self):
        with Server(framing="u8,offset=1") as server:
            self.assertEqual(server.ask(b"Q\2hiR\0"), b"Q\2hiR\0")

    def test_silent_client_does_not_hold_up_others_and_is_drained(self):
        for style in STYLES:
            with self.subTest(style=style), Server("--style", style, "--drain-timeout", "20") as server, \
                    server.connect() as silent:
                silent.sendall(u32(b"here"))
                self.assertEqual(silent.recv(100), u32(b"here"))
                self.assertEqual(server.ask(u32(b"hi")), u32(b"hi"))
                server.process.send_signal(signal.SIGTERM)
                self.assertEqual(silent.recv(100), b"")
                silent.close()
                _, said, counts, status = server.end()
                self.assertEqual((said, status), ([], 0))
                self.assertGreaterEqual(counts["drained"], 1)  # the other one may have been about to end
                self.assertEqual(counts["resets at drain"], 0)

    def test_interrupt_stops_too(self):
        with Server() as server:
            self.assertEqual(server.stop(signal.SIGINT)[3], 0)

    def test_count_ends_behind_so_many_connections(self):
        for style in STYLES:
            with self.subTest(style=style), Server("--style", style, "--count", "2") as server:
                with server.connect() as first:
                    self.assertEqual(server.ask(u32(b"hi")), u32(b"hi"))
                    first.sendall(u32(b"ho"))
                    self.assertEqual(first.recv(100), u32(b"ho"))
                _, said, counts, status = server.end()
                self.assertEqual((said, counts["frames sent"], status), ([], 2, 0))

    def test_max_connections(self):
        with Server("--max-connections", "1") as server, server.connect() as first, server.connect() as second:
            second.sendall(u32(b"second"))
            first.sendall(u32(b"first"))
            self.assertEqual(first.recv(100), u32(b"first"))
            second.settimeout(0.2)
            with self.assertRaises(TimeoutError):
                second.recv(100)
            first.close()
            second.settimeout(SECONDS)
            self.assertEqual(second.recv(100), u32(b"second"))

    def test_timeout_ends_a_silent_connection(self):
        for style in STYLES:
            with self.subTest(style=style), Server("--style", style, "--timeout", "0.2") as server:
                with server.connect() as silent:
                    self.assertEqual(silent.recv(100), b"")
                _, said, counts, _ = server.stop()
                self.assertRegex(said[0], r"^structwire: tcp://127\.0\.0\.1:\d+: timed_out: ")
                self.assertEqual((len(said), counts["timeouts"]), (1, 1))

    def test_bad_frames_end_their_connection_only(self):
        for style in STYLES:
            with self.subTest(style=style), Server("--style", style, framing="u32be,limit=100") as server:
                self.assertEqual(server.ask(u32(b"hi") + b"\0\0\1\0"), u32(b"hi"))
                self.assertEqual(server.ask(u32(b"hi") + b"\0\0"), u32(b"hi"))
                self.assertEqual(server.ask(u32(b"hi")), u32(b"hi"))
                _, said, counts, status = server.stop()
                self.assertEqual([line.partition(": offset ")[2] for line in sorted(said, key=len)], [
                    "6: truncated: input ends inside a frame: 2 there",
                    "6: too_long: frame too long: 260 bytes, limit 100"])
                self.assertEqual((counts["framing errors"], status), (2, 0))

    def test_reset_by_the_peer_is_reported(self):
        with Server() as server:
            with server.connect() as peer:
                peer.sendall(u32(b"hi"))
                self.assertEqual(peer.recv(100), u32(b"hi"))
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.assertEqual(server.ask(u32(b"hi")), u32(b"hi"))
            self.assertRegex(server.stop()[1][0], r"^structwire: tcp://127\.0\.0\.1:\d+: reset: ")

    def test_endpoint_in_use(self):
        with Server() as server:
            done = run("serve", server.at, "-f", "u8")
            self.assertEqual((done.stdout, done.returncode), (b"", 1))
            self.assertIn(b"structwire: %s: address_in_use: " % server.at.encode(), done.stderr)


class ServeExec(Case):
    def test_output_is_the_answer(self):
        for style in STYLES:
            with self.subTest(style=style), Server("--style", style, "--exec", "tr a-z A-Z") as server:
                big = b"x" * 300000
                self.assertEqual(server.ask(u32(b"hi", b"", big)), u32(b"HI", b"", big.upper()))

    def test_command_need_not_read_its_input(self):
        with Server("--exec", "echo hi") as server:
            self.assertEqual(server.ask(u32(b"x" * 1000000, b"y")), u32(b"hi\n", b"hi\n"))

    def test_input_can_be_opened_by_name(self):
        with Server("--exec", "cat /dev/stdin") as server:
            self.assertEqual(server.ask(u32(b"hi")), u32(b"hi"))

    def test_failure_ends_the_connection_behind_earlier_answers(self):
        for command, why in (("grep hi", "ended with exit status 1"), ("read x; kill -9 $$", "was killed by signal 9"),
                             ("cat; exec /nonexistent/x 2>/dev/null", "ended with exit status 127")):
            with self.subTest(command=command), Server("--exec", f"{{ [ $(cat | tee /dev/stderr) = ok ] && echo fine; }} 2>/dev/null || {{ {command}; }}") as server:
                self.assertEqual(server.ask(u32(b"ok", b"no", b"ok")), u32(b"fine\n"))
                _, said, counts, status = server.stop()
                self.assertRegex(said[-1], r"^structwire: tcp://127\.0\.0\.1:\d+: offset 6: command " + why + "$")
                self.assertEqual((counts["frames received"], status), (2, 0))

    def test_output_and_runtime_are_bounded(self):
        with Server("--exec", "cat", "--exec-limit", "5") as server:
            self.assertEqual(server.ask(u32(b"12345", b"123456")), u32(b"12345"))
            self.assertTrue(server.stop()[1][0].endswith("command wrote more than 5 bytes"))
        with Server("--exec", "yes") as server:
            self.assertEqual(server.ask(u32(b"x")), b"")
            self.assertTrue(server.stop()[1][0].endswith("command wrote more than 1048576 bytes"))
        for command in ("sleep 100", "exec >&-; sleep 100", "sleep 100 & echo hi"):
            with self.subTest(command=command), Server("--exec", command, "--exec-timeout", "0.3") as server:
                begin = time.monotonic()
                self.assertEqual(server.ask(u32(b"x")), b"")
                self.assertLess(time.monotonic() - begin, 20)
                self.assertTrue(server.stop()[1][0].endswith("command did not finish within 0.3 s"))


class ServePrint(Case):
    FORMAT = ">H:id: 2s:side:"

    def test_unpack_prints_and_answers_nothing(self):
        for style in STYLES:
            with self.subTest(style=style), Server("--style", style, "--unpack", self.FORMAT) as server:
                self.assertEqual(server.ask(u32(struct.pack(">H2s", 7, b"ab"), b"\0", struct.pack(">H2s", 8, b"\0\1"))), b"")
                out, said, counts, status = server.stop()
                lines = out.decode().splitlines()
                self.assertRegex(lines[0], r'^tcp://127\.0\.0\.1:\d+  id=7  side="ab"$')
                self.assertEqual([line.partition("  ")[2] for line in lines[1:]], ["00", 'id=8  side="\\0\\x01"'])
                self.assertRegex(said[0], r"^structwire: tcp://\S+: offset 8: payload does not fit the format: unpack requires")
                self.assertEqual((len(said), counts["frames sent"], status), (1, 0, 0))

    def test_json_hex_and_raw(self):
        with Server("--json", "--unpack", self.FORMAT) as server:
            self.assertEqual(server.ask(u32(struct.pack(">H2s", 7, b"ab"))), b"")
            shown = json.loads(server.stop()[0])
            self.assertTrue(shown.pop("peer").startswith("tcp://127.0.0.1:"))
            self.assertEqual(shown, {"offset": 0, "length": 4, "header": "", "payload": "00076162",
                                     "values": {"id": 7, "side": "ab"}})
        with Server("--hex") as server:
            server.ask(u32(b"hi"))
            self.assertTrue(server.stop()[0].endswith(b"  6869\n"))
        with Server("--raw") as server:
            server.ask(u32(b"hi", b"\n\0"))
            self.assertEqual(server.stop()[0], b"hi\n\0")


if __name__ == "__main__":
    unittest.main()
