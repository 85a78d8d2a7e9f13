#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs `structwire talk` against `structwire serve` and sockets of Python; wrong usage of both."""

import json
import os
import pty
import socket
import struct
import subprocess
import time
import unittest

from program_test import run
from transport_support import Case, Program, SECONDS, STYLES, Server, u32


class Talk(Case):
    def talk(self, at, *words, data=b"", framing="u32be"):
        return run("talk", at, "-f", framing, *words, data=data)

    def test_lines_out_and_frames_in(self):
        with Server() as server:
            self.check(self.talk(server.at, data=b"hi\n\n\x80\xff\nlast"), b'"hi"\n""\n80ff\n"last"\n')
            self.check(self.talk(server.at, "--raw", data=b"hi\nho\n"), b"hiho")
            self.check(self.talk(server.at, "--hex", data=b"6869\n00 fF\n"), b"6869\n00ff\n")
            self.check(self.talk(server.at, "--json", data=b"hi\nho\n"), (
                b'{"offset":0,"length":2,"header":"","payload":"6869"}\n'
                b'{"offset":6,"length":2,"header":"","payload":"686f"}\n'))
            self.check(self.talk(server.at), b"")

    def test_pack_and_unpack(self):
        with Server() as server:
            self.check(self.talk(server.at, "--pack", ">h9s?", "--unpack", ">h:id: 9s:text: ?:flag:", data=(
                b'-7 "two words" true\n  8\t"say \\"x\\"!" 0\n')), (
                b'id=-7  text="two words"  flag=true\nid=8  text="say \\"x\\"!\\0"  flag=false\n'))
            self.check(self.talk(server.at, "--pack", "<{z}H", "--hex", data=b'"" 1\na" "b 2\n'), b"000100\n6120620" b"00200\n")

    def test_bad_lines_end_the_input_and_answers_are_read_on(self):
        with Server(framing="u8") as server:
            for words, data, said in (
                (("--pack", ">H"), b"1\n2 3\n4\n", b"payload 1 at offset 2: pack expected 1 items for packing (got 2)"),
                (("--pack", ">H"), b"1\nx\n4\n", b"payload 1 at offset 2: 'x' is not an integer"),
                (("--pack", ">H"), b'1\n"4\n', b"payload 1 at offset 2: quote at index 0 is not closed"),
                (("--hex",), b"0001\n6g\n", b"payload 1 at offset 5: not hexadecimal digits in pairs at index 1"),
                ((), b"\0\1\n" + b"x" * 300 + b"\n", b"payload 1 at offset 3: payload cannot be framed: 300 bytes, limit 255")):
                with self.subTest(data=data):
                    done = self.talk(server.at, *words, data=data, framing="u8")
                    self.assertEqual((done.stdout, done.returncode), (b"0001\n", 1))
                    self.assertIn(b"structwire: standard input: " + said, done.stderr)

    def test_answers_are_shown_while_lines_are_typed(self):
        with Server() as server, Program("talk", server.at, "-f", "u32be", stdin=subprocess.PIPE) as talk:
            for line in (b"one", b"two"):
                talk.process.stdin.write(line + b"\n")
                self.assertEqual(talk.process.stdout.readline(), b'"%s"\n' % line)
            talk.process.stdin.close()
            talk.process.stdin = None
            self.assertEqual(talk.end(), (b"", [], {}, 0))

    def test_both_sides_send_much(self):
        line = b"x" * 50000
        for style in STYLES:
            with self.subTest(style=style), Server("--style", style) as server:
                done = self.talk(server.at, "--raw", data=(line + b"\n") * 400)
                self.assertEqual((len(done.stdout), done.stderr, done.returncode), (400 * len(line), b"", 0))

    def test_header(self):
        with Server(framing="u8,offset=1") as server:
            done = self.talk(server.at, "--header", "51", "--json", data=b"hi\n", framing="u8,offset=1")
            self.assertEqual(json.loads(done.stdout)["header"], "51")

    def test_count(self):
        with Server() as server, Program("talk", server.at, "-f", "u32be", "-c", "2", stdin=subprocess.PIPE) as talk:
            talk.process.stdin.write(b"one\ntwo\nthree\n")
            self.assertEqual((talk.process.wait(SECONDS), talk.process.stdout.read()), (0, b'"one"\n"two"\n'))

    def test_peer_that_speaks_first_and_ends_first(self):
        with socket.create_server(("127.0.0.1", 0)) as door:
            at = "tcp://127.0.0.1:%d" % door.getsockname()[1]
            with Program("talk", at, "-f", "u32be", stdin=subprocess.PIPE) as talk, door.accept()[0] as peer:
                peer.settimeout(SECONDS)
                peer.sendall(u32(b"hello"))
                self.assertEqual(talk.process.stdout.readline(), b'"hello"\n')
                peer.shutdown(socket.SHUT_WR)
                self.assertEqual(talk.process.stdout.read(), b"")
                talk.process.stdin.write(b"still here\n")  # it only half-closed
                self.assertEqual(peer.recv(100), u32(b"still here"))
                talk.process.stdin.close()
                self.assertEqual(peer.recv(100), b"")
                self.assertEqual(talk.process.wait(SECONDS), 0)

    def test_at_a_terminal_the_peer_ends_it(self):
        leader, follower = pty.openpty()
        try:
            with socket.create_server(("127.0.0.1", 0)) as door:
                at = "tcp://127.0.0.1:%d" % door.getsockname()[1]
                with Program("talk", at, "-f", "u32be", stdin=follower) as talk:
                    door.accept()[0].close()
                    self.assertEqual(talk.end(), (b"", [], {}, 0))
        finally:
            os.close(leader)
            os.close(follower)

    def answered(self, wire, *words, reset=False, hold=False):
        """What talk makes of a peer that sends these bytes and ends."""
        with socket.create_server(("127.0.0.1", 0)) as door:
            at = "tcp://127.0.0.1:%d" % door.getsockname()[1]
            with Program("talk", at, "-f", "u32be,limit=100", *words) as talk, door.accept()[0] as peer:
                peer.sendall(wire)
                self.assertEqual(peer.recv(100), b"")  # half-closed
                if reset:
                    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                if not hold:
                    peer.close()
                out, said, _, status = talk.end()
                return out, [line.replace(at, "PEER") for line in said], status

    def test_bad_ends_have_status_1_behind_the_frames_in_front(self):
        self.assertEqual(self.answered(u32(b"hi")), (b'"hi"\n', [], 0))
        self.assertEqual(self.answered(u32(b"hi") + b"\0\0"), (
            b'"hi"\n', ["structwire: PEER: offset 6: truncated: input ends inside a frame: 2 there"], 1))
        self.assertEqual(self.answered(u32(b"hi") + b"\0\0\1\0"), (
            b'"hi"\n', ["structwire: PEER: offset 6: too_long: frame too long: 260 bytes, limit 100"], 1))
        out, said, status = self.answered(u32(b"hi"), reset=True)
        self.assertEqual((out, status), (b'"hi"\n', 1))
        self.assertIn("structwire: PEER: reset: ", said[0])
        out, said, status = self.answered(u32(b"hi"), "--unpack", ">I")
        self.assertEqual((out, status), (b'"hi"\n', 1))
        self.assertIn("structwire: PEER: offset 0: payload does not fit the format: ", said[0])

    def test_timeout_is_silence(self):
        out, said, status = self.answered(u32(b"hi"), "--timeout", "0.2", hold=True)
        self.assertEqual((out, len(said), status), (b'"hi"\n', 1, 1))
        self.assertIn("structwire: PEER: timed_out: ", said[0])

    def test_timeout_does_not_end_what_moves(self):
        with socket.create_server(("127.0.0.1", 0)) as door:
            at = "tcp://127.0.0.1:%d" % door.getsockname()[1]
            with Program("talk", at, "-f", "u32be", "--timeout", "2") as talk, door.accept()[0] as peer:
                for byte in u32(b"trickle"):
                    peer.sendall(bytes([byte]))
                    time.sleep(0.3)  # 3.3 s in all
                peer.close()
                self.assertEqual(talk.end(), (b'"trickle"\n', [], {}, 0))

    def test_nobody_there(self):
        with socket.create_server(("127.0.0.1", 0)) as door:
            at = "tcp://127.0.0.1:%d" % door.getsockname()[1]
        done = self.talk(at)
        self.assertEqual((done.stdout, done.returncode), (b"", 1))
        self.assertIn(f"structwire: {at}: refused: ".encode(), done.stderr)


class Usage(Case):
    def test_positions_are_marked(self):
        for command in ("serve", "talk"):
            with self.subTest(command=command):
                self.check(run(command, "tcp://localhost:1", "-f", "u32xe"), b"",
                           b"structwire: unknown framing: 'u' (position 0)\n  u32xe\n  ^\n", 2)
                self.check(run(command, "tcp://localhost:1", "-f", "u8", "--unpack", ">k"), b"",
                           b"structwire: bad char in struct format: 'k' (position 1)\n  >k\n   ^\n", 2)
                for at, position in (("tcp://h:x", 8), ("fd:", 3), ("fd:1,", 5), ("fd:3,4,5", 6), ("tty:", 4), ("fd:99999", 3)):
                    done = run(command, at, "-f", "u8")
                    self.assertEqual((done.stdout, done.returncode), (b"", 2))
                    self.assertIn(b"(position %d)\n  %s\n  %s^\n" % (position, at.encode(), b" " * position), done.stderr)
        self.check(run("talk", "tcp://localhost:1", "-f", "u8", "--pack", ">k"), b"",
                   b"structwire: bad char in struct format: 'k' (position 1)\n  >k\n   ^\n", 2)
        self.check(run("talk", "tcp://localhost:1", "-f", "u8", "--header", "5"), b"",
                   b"structwire: --header 5: not hexadecimal digits in pairs\n", 2)

    def test_wrong_usage_is_status_2(self):
        at = "tcp://127.0.0.1:0"
        for words in (("serve", at), ("serve", "-f", "u8"), ("talk", at), ("talk", "-", "-f", "u8"),
                      ("talk", "fd:0", "-f", "u8"), ("talk", "fd:3,1", "-f", "u8"),
                      ("serve", at, "-f", "u8", "--style", "fiber"), ("serve", at, "-f", "u8", "--echo", "--exec", "cat"),
                      ("serve", at, "-f", "u8", "--exec", "cat", "--unpack", "B"),
                      ("serve", at, "-f", "u8", "--echo", "--json"), ("serve", at, "-f", "u8", "--hex", "--raw"),
                      ("serve", at, "-f", "u8", "--timeout", "0"), ("serve", at, "-f", "u8", "--count", "0"),
                      ("serve", "-", "-f", "u8", "--style", "poll"), ("serve", "-", "-f", "u8", "--count", "1"),
                      ("talk", at, "-f", "u8", "--hex", "--unpack", "B"), ("talk", at, "-f", "u8", "--timeout", "x")):
            with self.subTest(words=words):
                done = run(*words)
                self.assertEqual((done.returncode, done.stdout), (2, b""))

    def test_descriptors_that_are_not_open(self):
        for command in ("serve", "talk"):
            self.check(run(command, "fd:777", "-f", "u8"), b"", b"structwire: fd:777: Bad file descriptor\n", 1)

    def test_help_has_examples(self):
        for command in ("serve", "talk"):
            done = run(command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"Examples:\n  ", done.stdout)
            self.assertLessEqual(max(map(len, done.stdout.splitlines())), 120)


if __name__ == "__main__":
    unittest.main()
