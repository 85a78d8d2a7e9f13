#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs `structwire frames` and `structwire frame` as a user would: arguments in, bytes, text and exit status out."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import tempfile
import termios
import threading
import unittest

from program_test import PROGRAM, run


def u32(*payloads):
    return b"".join(struct.pack(">I", len(payload)) + payload for payload in payloads)


class Case(unittest.TestCase):
    maxDiff = None

    def check(self, done, stdout, stderr=b"", status=0):
        self.assertEqual((done.stdout, done.stderr, done.returncode), (stdout, stderr, status))


class Frames(Case):
    HEADING = b"  offset    wire  length  payload\n"
    HI = HEADING + b'       0       6       2  "hi"\n'

    def test_text(self):
        self.check(run("frames", "u32be", data=u32(b"hi", b"", b"say \"x\"\n\0", b"\x80\xff\1ab")), self.HI + (
            b'       6       4       0  ""\n'
            b'      10      13       9  "say \\"x\\"\\n\\0"\n'
            b"      23       9       5  80ff016162\n"))

    def test_text_with_headers(self):
        self.check(run("frames", "u8,offset=1", data=b"Q\2hiR\0"), (
            b"  offset    wire  header  length  payload\n"
            b'       0       4  51           2  "hi"\n'
            b'       4       2  52           0  ""\n'))

    def test_three_in_four_printable_bytes_are_text(self):
        shown = run("frames", "u8", data=b"\4abc\0" + b"\7abcde\0\1").stdout.splitlines()
        self.assertEqual([line.split()[-1] for line in shown[1:]], [rb'"abc\0"', b"61626364650001"])

    def test_long_lines_are_cut_at_80_columns_between_escapes(self):
        prefix = b"       0     %3d     %3d  "
        for payload, cut in ((b"x" * 52, b'"' + b"x" * 52 + b'"'), (b"x" * 53, b'"' + b"x" * 49 + b'"...'),
                             (b"x" * 48 + b"\n" + b"x" * 9, b'"' + b"x" * 48 + b'"...'),
                             (b"\x80" * 27, b"80" * 27), (b"\x80" * 28, b"80" * 25 + b"...")):
            with self.subTest(payload=payload):
                wire = u32(payload)
                line = prefix % (len(wire), len(payload)) + cut
                self.assertLessEqual(len(line), 80)
                self.check(run("frames", "u32be", data=wire), self.HEADING + line + b"\n")
        self.check(run("frames", "u32be", "--full", data=u32(b"x" * 53)),
                   self.HEADING + prefix % (57, 53) + b'"' + b"x" * 53 + b'"\n')

    def test_long_headers_are_cut(self):
        data = bytes(range(20)) + b"\2hi"
        self.check(run("frames", "u8,offset=20", data=data), (
            b"  offset    wire  header                               length  payload\n"
            b'       0      23  000102030405060708090a0b0c0d0e0f...       2  "hi"\n'))

    def test_lines_are_as_wide_as_the_terminal(self):
        leader, follower = pty.openpty()
        try:
            fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
            subprocess.run([PROGRAM, "frames", "u8"], input=b"\x1e" + b"x" * 30, stdout=follower, timeout=30, check=True)
            lines = os.read(leader, 1000).splitlines()
        finally:
            os.close(leader)
            os.close(follower)
        self.assertEqual(lines[1], b'       0      31      30  "' + b"x" * 19 + b'"...')

    def test_hex_is_one_payload_per_line(self):
        self.check(run("frames", "u32be", "--hex", data=u32(b"hi", b"", b"\xff" * 200)), b"6869\n\n" + b"ff" * 200 + b"\n")

    def test_raw_is_payloads_and_nothing_else(self):
        self.check(run("frames", "u32be", "--raw", data=u32(b"hi", b"", b"\n\0\xff")), b"hi\n\0\xff")

    def test_json(self):
        self.check(run("frames", "u8,offset=1", "--json", data=b"Q\2hi\xff\0"), (
            b'{"offset":0,"wire":4,"length":2,"header":"51","payload":"6869"}\n'
            b'{"offset":4,"wire":2,"length":0,"header":"ff","payload":""}\n'))

    def test_json_is_json_whatever_the_bytes(self):
        done = run("frames", "u8", "--json", "--unpack", "2s:two: {*}:rest:", data=b"\xff" + bytes(range(255)) + b"\2\"\\")
        shown = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(bytes.fromhex(shown[0]["payload"]), bytes(range(255)))
        self.assertEqual(shown[0]["values"], {"two": "\0\1", "rest": "".join(map(chr, range(2, 255)))})
        self.assertEqual(shown[1]["values"], {"two": "\"\\", "rest": ""})

    def test_framings_of_every_kind(self):
        for spec, data in (("u8", b"\2hi"), ("u16le", b"\2\0hi"), ("u64be", bytes(7) + b"\2hi"), ("varint", b"\2hi"),
                           ("protobuf", b"\2hi"), ("line", b"hi\r\n"), ("line", b"hi"), ("u8,adjust=-1", b"\3hi"),
                           ("netstring", b"2:hi,"), ("delim=00", b"hi\0"), ("crlf", b"hi\r\n"), ("fixed=2", b"hi"),
                           ("eof", b"hi"), ("cobs", b"\3hi\0"), ("slip", b"hi\xc0"), ("grpc", b"\0\0\0\0\2hi"),
                           ("postgres", b"Q\0\0\0\6hi"), ("u8+sum8", b"\3hi\xd1")):
            with self.subTest(spec=spec, data=data):
                self.check(run("frames", spec, "--raw", data=data), b"hi")

    def test_empty_input(self):
        for words in ((), ("--hex",), ("--json",), ("--raw",), ("--unpack", ">H")):
            with self.subTest(words=words):
                self.check(run("frames", "u32be", *words), b"")

    def test_broken_stream_shows_the_frames_in_front_of_it(self):
        data = u32(b"hi") + struct.pack(">I", 200) + b"rest"
        said = b"structwire: standard input: offset 6: too_long: frame too long: 204 bytes, limit 100\n"
        self.check(run("frames", "u32be,limit=100", data=data), self.HI, said, 1)
        self.check(run("frames", "u32be,limit=100", "--raw", data=data), b"hi", said, 1)
        self.check(run("frames", "u32be,limit=100", "--json", data=data), (
            b'{"offset":0,"wire":6,"length":2,"header":"","payload":"6869"}\n'
            b'{"offset":6,"error":"too_long","message":"frame too long: 204 bytes, limit 100"}\n'), said, 1)

    def test_goes_on_behind_an_error_where_the_framing_does(self):
        data = u32(b"hi") + struct.pack(">I", 9) + b"123456789" + u32(b"ho")
        said = b"structwire: standard input: offset 6: too_long: frame too long: 13 bytes, limit 10\n"
        self.check(run("frames", "u32be,limit=10,resync", data=data),
                   self.HI + b'      19       6       2  "ho"\n', said, 1)
        self.check(run("frames", "u32be,limit=10,resync", "--json", data=data), (
            b'{"offset":0,"wire":6,"length":2,"header":"","payload":"6869"}\n'
            b'{"offset":6,"error":"too_long","message":"frame too long: 13 bytes, limit 10"}\n'
            b'{"offset":19,"wire":6,"length":2,"header":"","payload":"686f"}\n'), said, 1)
        self.check(run("frame", "u8", "--from", "u32be,limit=10,resync", data=data), b"\2hi\2ho", said, 1)

    def test_stuffed_frames_are_shown_unescaped(self):
        self.check(run("frames", "slip", data=b"hi!\xdb\xdc\xc0\xc0ho\xc0"), (
            self.HEADING + b'       0       6       4  "hi!\\xc0"\n' b'       7       3       2  "ho"\n'))

    def test_truncated(self):
        said = b"structwire: standard input: offset 6: truncated: input ends inside a frame: %s\n"
        self.check(run("frames", "u32be", data=u32(b"hi") + b"\0\0\0\5abc"), self.HI, said % b"9 bytes wanted, 7 there", 1)
        self.check(run("frames", "u32be", data=u32(b"hi") + b"\0\0\0"), self.HI, said % b"3 there", 1)
        self.check(run("frames", "line,eof=truncated", "--json", data=b"hi\nx"), (
            b'{"offset":0,"wire":3,"length":2,"header":"","payload":"6869"}\n'
            b'{"offset":3,"error":"truncated","message":"input ends inside a frame: 1 there"}\n'),
            b"structwire: standard input: offset 3: truncated: input ends inside a frame: 1 there\n", 1)

    def test_output_comes_in_front_of_the_error_on_one_terminal(self):
        done = subprocess.run([PROGRAM, "frames", "u8", "--hex"], input=b"\2hi\5", stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=30, check=False)
        self.assertEqual(done.stdout.splitlines()[0], b"6869")

    def test_count_skip_and_length(self):
        data = b"junk" + u32(b"hi", b"ho", b"ha")
        self.check(run("frames", "u32be", "-s", "4", "-c", "2", data=data),
                   self.HEADING + b'       4       6       2  "hi"\n' + b'      10       6       2  "ho"\n')
        self.check(run("frames", "u32be", "--skip", "4", "--length", "12", "--raw", data=data), b"hiho")
        self.check(run("frames", "u32be", "-s", "4", "-n", "8", "--raw", data=data), b"hi",
                   b"structwire: standard input: offset 10: truncated: input ends inside a frame: 2 there\n", 1)
        self.check(run("frames", "u32be", "-s", "99", data=data), b"",
                   b"structwire: standard input: ends after 22 bytes, in front of byte 99\n", 1)
        self.check(run("frames", "u32be", "--count", "1", "--raw", data=u32(b"hi") + b"\0"), b"hi")

    def test_file(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(u32(b"hi") + b"\0")
            file.flush()
            self.check(run("frames", "u32be", file.name), self.HI, (
                b"structwire: %s: offset 6: truncated: input ends inside a frame: 1 there\n" % file.name.encode()), 1)
        for path, why in (("/nonexistent/wire", b"No such file or directory"), ("/", b"Is a directory")):
            self.check(run("frames", "u32be", path), b"", b"structwire: %s: %s\n" % (path.encode(), why), 1)

    def test_frames_appear_while_the_pipe_stays_open(self):
        for words, heading, first, second in (
            ((), self.HEADING, b'       0       6       2  "hi"\n', b'       6       6       2  "ho"\n'),
            (("--hex",), b"", b"6869\n", b"686f\n"),
        ):
            with self.subTest(words=words), subprocess.Popen([PROGRAM, "frames", "u32be", *words], stdin=subprocess.PIPE,
                                                             stdout=subprocess.PIPE, bufsize=0) as program:
                watchdog = threading.Timer(30, program.kill)
                watchdog.start()
                wire = u32(b"hi", b"ho")
                program.stdin.write(wire[:7])
                self.assertEqual(program.stdout.read(len(heading + first)), heading + first)
                program.stdin.write(wire[7:])
                self.assertEqual(program.stdout.readline(), second)
                program.stdin.close()
                self.assertEqual((program.stdout.read(), program.wait()), (b"", 0))
                watchdog.cancel()

    def test_count_ends_while_the_pipe_stays_open(self):
        with subprocess.Popen([PROGRAM, "frames", "u8", "--raw", "-c", "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              bufsize=0) as program:
            watchdog = threading.Timer(30, program.kill)
            watchdog.start()
            program.stdin.write(b"\2hi\2ho")
            self.assertEqual((program.stdout.read(), program.wait()), (b"hi", 0))
            watchdog.cancel()

    def test_many_frames_and_large_ones_in_many_reads(self):
        payloads = [bytes([size % 251]) * size for size in (*range(300), 70000, 0, 1000000, 3)]
        done = run("frames", "u32be", "--json", data=u32(*payloads))
        shown = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([bytes.fromhex(each["payload"]) for each in shown], payloads)
        self.assertEqual([each["offset"] for each in shown],
                         [len(u32(*payloads[:index])) for index in range(len(payloads))])

    def test_output_that_cannot_be_written_is_an_error(self):
        for words in (("frames", "u8"), ("frame", "u8")):
            with self.subTest(words=words), open("/dev/full", "wb") as full:
                done = subprocess.run([PROGRAM, *words], input=b"\2hi", stdout=full, stderr=subprocess.PIPE, timeout=30,
                                      check=False)
                self.assertEqual((done.returncode, done.stderr),
                                 (1, b"structwire: standard output: No space left on device\n"))


class FramesUnpack(Case):
    FORMAT = ">H:id: 2s:side: (2)B:pair:"
    WIRE = u32(struct.pack(">H2s2B", 7, b"ab", 1, 2), b"\0\1", struct.pack(">H2s2B", 8, b"\0\xff", 3, 4))
    SAID = (b"structwire: standard input: offset 10: payload does not fit the format: "
            b"unpack requires a buffer of 6 bytes: 2 given (field 1, position 8, byte offset 2)\n")

    def test_values_on_one_line_and_on_after_a_payload_that_does_not_fit(self):
        self.check(run("frames", "u32be", "--unpack", self.FORMAT, data=self.WIRE), (
            b"  offset    wire  length  values\n"
            b'       0      10       6  id=7  side="ab"  pair=1 2\n'
            b"      10       6       2  0001\n"
            b'      16      10       6  id=8  side="\\0\\xff"  pair=3 4\n'), self.SAID, 1)

    def test_json(self):
        self.check(run("frames", "u32be", "--json", "--unpack", self.FORMAT, data=self.WIRE), (
            b'{"offset":0,"wire":10,"length":6,"header":"","payload":"000761620102",'
            b'"values":{"id": 7, "side": "ab", "pair": [1, 2]}}\n'
            b'{"offset":10,"wire":6,"length":2,"header":"","payload":"0001","error":"short_buffer","message":'
            b'"unpack requires a buffer of 6 bytes: 2 given (field 1, position 8, byte offset 2)"}\n'
            b'{"offset":16,"wire":10,"length":6,"header":"","payload":"000800ff0304",'
            b'"values":{"id": 8, "side": "\\u0000\\u00ff", "pair": [3, 4]}}\n'), self.SAID, 1)

    def test_fields_without_names(self):
        data = b"\3\0\1\2"
        self.check(run("frames", "u8", "--unpack", ">HB", data=data),
                   b"  offset    wire  length  values\n       0       4       3  1  2\n")
        for spec, values in ((">HB", [1, 2]), (">{u24}", [258]), (">T{H B}:t:", {"t": [1, 2]}), (">3x", {})):
            with self.subTest(spec=spec):
                shown = json.loads(run("frames", "u8", "--json", "--unpack", spec, data=data).stdout)
                self.assertEqual(shown["values"], values)

    def test_nested_fields_have_paths(self):
        data = b"\x09\2\0\1a\0\0\2b\0"
        done = run("frames", "u8", "--full", "--unpack", ">{B:(H:id: {z}:text:)}:rows:", data=data)
        self.check(done, (b"  offset    wire  length  values\n       0      10       9  "
                          b'rows=2  rows[0].id=1  rows[0].text="a"  rows[1].id=2  rows[1].text="b"\n'))

    def test_long_values_are_cut_unless_full(self):
        data = b"\x50" + b"x" * 80
        self.assertEqual(run("frames", "u8", "--unpack", "80s", data=data).stdout.splitlines()[1],
                         b'       0      81      80  "' + b"x" * 50 + b"...")
        self.assertEqual(run("frames", "u8", "--full", "--unpack", "80s", data=data).stdout.splitlines()[1],
                         b'       0      81      80  "' + b"x" * 80 + b'"')


class Frame(Case):
    def test_lines_as_they_are(self):
        for data, payloads in ((b"hi\nho\n", (b"hi", b"ho")), (b"hi\nho", (b"hi", b"ho")), (b"\n\n", (b"", b"")),
                               (b"\xff\0\r\n \n", (b"\xff\0\r", b" ")), (b"", ()), (b"x" * 100000 + b"\ny", (b"x" * 100000, b"y"))):
            with self.subTest(data=data[:20]):
                self.check(run("frame", "u32be", data=data), u32(*payloads))

    def test_whole_input(self):
        for word in ("--whole", "--file"):
            for data in (b"", b"hi\nho\n", b"\0" * 70000):
                with self.subTest(word=word, size=len(data)):
                    self.check(run("frame", "u32be", word, data=data), u32(data))

    def test_hex_lines(self):
        self.check(run("frame", "u32be", "--hex", data=b"6869\n\n 00 fF\tA0 \r\n01"), u32(b"hi", b"", b"\0\xff\xa0", b"\1"))
        self.check(run("frame", "u32be", "--hex", "--whole", data=b"6869\n\n00 ff\n"), u32(b"hi\0\xff"))

    def test_bad_hex(self):
        for line, place in ((b"6g", 9), (b"686", 11), (b"6 8", 9), (b"zz", 8)):
            with self.subTest(line=line):
                self.check(run("frame", "u8", "--hex", data=b"6869\n\n\n\n" + line), b"\2hi\0\0\0", (
                    b"structwire: standard input: payload 4 at offset 8: not hexadecimal digits in pairs at offset %d\n"
                    % place), 1)

    def test_from_another_framing(self):
        data = u32(b"a\nb", b"", b"x" * 300)
        self.check(run("frame", "varint", "--from", "u32be", data=data), b"\3a\nb\0\xac\2" + b"x" * 300)
        self.check(run("frame", "u8", "--from", "u8,offset=1", data=b"Q\2hi"), b"\2hi")
        self.check(run("frame", "u8,offset=1", "--header", "51", "--from", "u8,offset=2", data=b"..\2hi..\0"), b"Q\2hiQ\0")

    def test_from_a_broken_stream_writes_the_frames_in_front_of_it(self):
        self.check(run("frame", "u8", "--from", "u32be", data=u32(b"hi") + b"\0\0"), b"\2hi", (
            b"structwire: standard input: offset 6: truncated: input ends inside a frame: 2 there\n"), 1)

    def test_header(self):
        self.check(run("frame", "u8,offset=2", "--header", "51 ff", data=b"hi\n\n"), b"Q\xff\2hiQ\xff\0")

    def test_refused_payloads_are_not_written_and_end_it(self):
        self.check(run("frame", "u8", data=b"hi\n" + b"x" * 256 + b"\nho\n"), b"\2hi", (
            b"structwire: standard input: payload 1 at offset 3: 256 bytes and no header: "
            b"payload cannot be framed: 256 bytes, limit 255\n"), 1)
        self.check(run("frame", "u8,limit=3", "-s", "1", data=b".hi\nhey\n"), b"\2hi", (
            b"structwire: standard input: payload 1 at offset 4: 3 bytes and no header: "
            b"payload cannot be framed: 3 bytes, limit 2\n"), 1)
        done = run("frame", "line", "--from", "u8", data=b"\2hi\3a\nb")
        self.assertEqual((done.stdout, done.returncode), (b"hi\n", 1))
        self.assertIn(b"payload 1 at offset 3: 3 bytes and no header: payload cannot be framed", done.stderr)
        done = run("frame", "eof", data=b"hi\nho\n")  # has one frame only
        self.assertEqual((done.stdout, done.returncode), (b"hi", 1))
        done = run("frame", "line", "--whole", data=b"hi\r")
        self.assertEqual((done.stdout, done.returncode), (b"", 1))

    def test_header_of_the_wrong_size(self):
        for words, said in (((), b"2 bytes and no header: payload"), (("--header", "5152"), b"2 bytes and a header of 2: payload")):
            done = run("frame", "u8,offset=1", *words, data=b"hi\n")
            self.assertEqual((done.stdout, done.returncode), (b"", 1))
            self.assertIn(b"structwire: standard input: payload 0 at offset 0: " + said, done.stderr)

    def test_frames_are_written_while_the_pipe_stays_open(self):
        with subprocess.Popen([PROGRAM, "frame", "u8"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as program:
            watchdog = threading.Timer(30, program.kill)
            watchdog.start()
            program.stdin.write(b"hi\nh")
            self.assertEqual(program.stdout.read(3), b"\2hi")
            program.stdin.write(b"o\n")
            program.stdin.close()
            self.assertEqual((program.stdout.read(), program.wait()), (b"\2ho", 0))
            watchdog.cancel()

    def test_round_trips(self):
        lines = b"hello\nworld\n\nlast one\n"
        for spec in ("u8", "u24le", "u32be,adjust=-4", "varint", "line", "netstring", "delim=0d0a/00", "crlf", "cobs",
                     "u16be+crc32c"):
            with self.subTest(spec=spec):
                wire = run("frame", spec, data=lines).stdout
                self.check(run("frames", spec, "--raw", data=wire), lines.replace(b"\n", b""))
                digits = run("frames", spec, "--hex", data=wire).stdout
                self.check(run("frame", spec, "--hex", data=digits), wire)
                self.check(run("frame", "line", "--from", spec, data=wire), lines)


class Usage(Case):
    def test_position_is_marked_under_the_framing(self):
        self.check(run("frames", "u32be,limit=9z", data=b"x"), b"", (
            b"structwire: bad value of an option: 'z' (position 13)\n  u32be,limit=9z\n               ^\n"), 2)
        for words in (("frame", "u32xe"), ("frames", "u32xe"), ("frame", "u8", "--from", "u32xe")):
            with self.subTest(words=words):
                self.check(run(*words), b"", b"structwire: unknown framing: 'u' (position 0)\n  u32xe\n  ^\n", 2)

    def test_bad_format_and_header(self):
        self.check(run("frames", "u8", "--unpack", ">k", data=b"x"), b"",
                   b"structwire: bad char in struct format: 'k' (position 1)\n  >k\n   ^\n", 2)
        self.check(run("frame", "u8", "--header", "5", data=b"x"), b"",
                   b"structwire: --header 5: not hexadecimal digits in pairs\n", 2)

    def test_wrong_usage_is_status_2(self):
        for words in (("frames",), ("frame",), ("frames", "u8", "--json", "--raw"), ("frames", "u8", "--hex", "--raw"),
                      ("frames", "u8", "--hex", "--json"), ("frames", "u8", "--hex", "--unpack", "B"),
                      ("frames", "u8", "--raw", "--unpack", "B"), ("frames", "u8", "--count", "0"),
                      ("frame", "u8", "--from", "u8", "--hex"), ("frame", "u8", "--from", "u8", "--whole")):
            with self.subTest(words=words):
                self.assertEqual((run(*words).returncode, run(*words).stdout), (2, b""))

    def test_help_has_examples(self):
        for command in ("frames", "frame"):
            done = run(command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"Examples:\n  ", done.stdout)
            self.assertLessEqual(max(map(len, done.stdout.splitlines())), 120)


if __name__ == "__main__":
    unittest.main()
