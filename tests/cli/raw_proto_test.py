#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs `structwire frames --raw-proto` beside `protoc --decode_raw`."""

import json
import random
import re
import struct
import subprocess
import unittest

from program_test import run
from proto_support import PROTOC, Case, field, frame, random_text, varint

ESCAPE = re.compile(rb"""\\([0-7]{3}|[nrt"'\\])""")
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def unescaped(token):
    return ESCAPE.sub(lambda found: LETTERS.get(found[1], found[1]) if len(found[1]) == 1 else bytes([int(found[1], 8)]),
                      token[1:-1])


def tree_of(lines):
    """What `protoc --decode_raw` prints, as (number, token or list)."""
    found = []
    for line in lines:
        line = line.strip()
        if line == b"}":
            return found
        if line.endswith(b" {"):
            found.append((int(line[:-2]), tree_of(lines)))
        else:
            number, _, token = line.partition(b": ")
            found.append((int(number), token))
    return found


class Raw(Case):
    def fields(self, payload, spec="varint"):
        done = run("frames", spec, "--raw-proto", "--json", data=frame(payload))
        self.assertEqual((done.stderr, done.returncode), (b"", 0))
        return json.loads(done.stdout)["fields"]

    def compare(self, ours, theirs, payload, begin):
        self.assertEqual([each["field"] for each in ours], [number for number, _ in theirs])
        for each, (_, token) in zip(ours, theirs):
            at, kind = each["offset"] - begin, each["type"]
            size = len(varint(each["field"] << 3))
            if kind == "sgroup":
                self.compare(each["fields"], token, payload, begin)
                continue
            wire = payload[at:at + each["wire"]]
            if kind == "varint":
                self.assertEqual((each["value"], varint(each["value"])), (int(token), wire[size:]))
            elif kind in ("i32", "i64"):
                self.assertEqual(each["value"], int(token, 16))
                self.assertEqual(struct.pack("<I" if kind == "i32" else "<Q", each["value"]), wire[size:])
                if each["float"] != "nan":
                    self.assertEqual(struct.pack("<f" if kind == "i32" else "<d", float(each["float"])), wire[size:])
            else:
                content = wire[len(wire) - each["length"]:]
                self.assertEqual(wire, field(each["field"], content))
                self.compare_content(each, token, content, payload, begin)

    def compare_content(self, each, token, content, payload, begin):
        if "fields" in each:
            self.compare(each["fields"], token, payload, begin)
            return
        if isinstance(token, list):  # protoc takes a message for a message first
            self.assertTrue("text" in each and content.isascii() and content.decode().isprintable(), content)
            self.texts += 1
        else:
            self.assertEqual(unescaped(token), content)
        self.assertEqual(each["text"].encode() if "text" in each else bytes.fromhex(each["bytes"]), content)

    def test_fields_are_those_of_protoc(self):
        random_ = random.Random(3)
        self.texts = 0
        for _ in range(80):
            payload = self.encoded(random_text(random_))
            with self.subTest(payload=payload.hex()):
                theirs = tree_of(iter(self.protoc("--decode_raw", data=payload).splitlines()))
                self.compare(self.fields(payload), theirs, payload, len(varint(len(payload))))
        self.assertLess(self.texts, 10)

    def test_rows(self):
        payload = self.encoded('i32: 150 text: "caf\\303\\251 \\"x\\"" single: 3.14159 twice: 0.5 data: "\\001\\377" '
                               'child { i32: -1 Grp { a: 1 } } packed: [1, 2] f32: 4294967295')
        done = run("frames", "varint", "--raw-proto", "--full", data=frame(payload) + b"\0")
        self.check(done, (
            "  offset    wire  length  fields\n"
            "       0      59      58\n"
            "       1       3          1: varint 150 (sint 75)\n"
            "       4       5          3: i32 4294967295 (int -1, float nan)\n"
            "       9       5          5: i32 1078530000 (float 3.14159)\n"
            "      14       9          6: i64 4602678819172646912 (double 0.5)\n"
            "      23      11       9  7: len \"caf\u00e9 \\\"x\\\"\"\n"
            "      34       4       2  8: len 01ff\n"
            "      38       4       2  9: len 0102\n"
            "      42      17      15  12: len message\n"
            "      44      11            1: varint 18446744073709551615 (int -1, sint -9223372036854775808)\n"
            "      55       1            11: sgroup\n"
            "      56       2              1: varint 1 (sint -1)\n"
            "      58       1            11: egroup\n"
            "      59       1       0\n").encode())

    def test_rows_with_a_header_and_another_framing(self):
        self.check(run("frames", "grpc", "--raw-proto", data=b"\0\0\0\0\4\x12\2hi"), (
            b"  offset    wire  header  length  fields\n"
            b"       0       9  00           4\n"
            b'       5       4               2  2: len "hi"\n'))
        for spec, prefix in (("u32be", 4), ("netstring", 2), ("tfrecord", 12), ("u16le+crc32c", 2), ("slip", 0), ("eof", 0)):
            with self.subTest(spec=spec):
                wire = run("frame", spec, "--hex", data=b"0801120268690d01000000\n").stdout
                done = run("frames", spec, "--raw-proto", "--json", "-s", "3", data=b"..." + wire)
                self.assertEqual([each["offset"] for each in json.loads(self.good(done))["fields"]],
                                 [3 + prefix + at + (spec == "netstring") for at in (0, 2, 6)])

    def test_offsets_are_absolute_in_later_frames_and_after_many_reads(self):
        payloads = [b"\x08\1"] * 5 + [field(2, b"x" * 70000), b"\x08\1" * 20000, b"", b"\x08\1"]
        done = run("frames", "varint", "--raw-proto", "--json", data=b"".join(map(frame, payloads)))
        at = 0
        for payload, line in zip(payloads, self.good(done).splitlines(), strict=True):
            shown = json.loads(line)
            self.assertEqual(shown["offset"], at)
            begin = at + len(varint(len(payload)))
            step = 2 if payload.startswith(b"\x08") else len(payload)
            self.assertEqual([each["offset"] for each in shown["fields"]], list(range(begin, begin + len(payload), step or 1)))
            at = begin + len(payload)

    def test_a_malformed_message_shows_what_came_before(self):
        data = frame(b"\x08\1\x12\5abc") + frame(b"\x08\2")
        self.check(run("frames", "varint", "--raw-proto", data=data), (
            b"  offset    wire  length  fields\n"
            b"       0       8       7\n"
            b"       1       2          1: varint 1 (sint -1)\n"
            b"       4       4          malformed: 05616263\n"
            b"       8       3       2\n"
            b"       9       2          1: varint 2 (sint 1)\n"),
            b"structwire: standard input: frame 0 at offset 0: bad_message: offset 4: field 2: 5 bytes wanted, 3 there\n", 1)
        self.check(run("frames", "varint", "--raw-proto", "--json", data=frame(b"\x0b\x08\1")), (
            b'{"offset":0,"wire":4,"length":3,"header":"","payload":"0b0801","fields":[{"field":1,"type":"sgroup","offset":1,'
            b'"fields":[{"field":1,"type":"varint","offset":2,"wire":2,"value":1}]}],'
            b'"error":"bad_message","message":"offset 1: group 1 has no end"}\n'),
            b"structwire: standard input: frame 0 at offset 0: bad_message: offset 1: group 1 has no end\n", 1)

    def test_malformed_is_what_protoc_cannot_decode(self):
        payload = self.encoded('i32: 1 text: "hi" packed: [1, 300] Grp { a: 1 } f32: 1 f64: 1')
        random_ = random.Random(4)
        spoiled = [payload[:size] for size in range(len(payload))]
        for _ in range(60):
            at = random_.randrange(len(payload))
            spoiled.append(payload[:at] + bytes([random_.getrandbits(8)]) + payload[at + 1:])
        done = run("frames", "varint", "--raw-proto", "--json", data=b"".join(map(frame, spoiled)))
        for each, line in zip(spoiled, done.stdout.splitlines(), strict=True):
            theirs = subprocess.run([PROTOC, "--decode_raw"], input=each, capture_output=True, timeout=30, check=False)
            self.assertEqual("error" in json.loads(line), theirs.returncode != 0, each.hex())

    def test_long_rows_are_cut_between_characters(self):
        done = run("frames", "varint", "--raw-proto", data=frame(field(2, "\u00e9".encode() * 100) + field(3, b"\xff" * 100)))
        lines = self.good(done).splitlines()[2:]
        self.assertEqual([len(line) for line in lines], [80, 80])
        self.assertTrue(lines[0].endswith('\u00e9"...') and lines[1].endswith("ff..."))

    def test_any_bytes_are_json_and_one_line_each(self):
        random_ = random.Random(5)
        payloads = [random_.randbytes(random_.randrange(40)) for _ in range(500)]
        done = run("frames", "varint", "--raw-proto", "--json", data=b"".join(map(frame, payloads)))
        shown = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([bytes.fromhex(each["payload"]) for each in shown], payloads)
        self.assertEqual(done.stderr.count(b"\n"), sum("error" in each for each in shown))
        text = run("frames", "varint", "--raw-proto", "--full", data=b"".join(map(frame, payloads))).stdout.decode()
        self.assertTrue(all(letter.isprintable() or letter == "\n" for letter in text))


if __name__ == "__main__":
    unittest.main()
