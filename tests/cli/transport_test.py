#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs `structwire serve` and `structwire talk` against each other and against sockets, pipes and terminals of Python."""

import contextlib
import json
import os
import pty
import re
import signal
import socket
import struct
import subprocess
import tempfile
import termios
import threading
import time
import tty
import unittest

from program_test import PROGRAM, run

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
