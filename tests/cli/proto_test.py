#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs `structwire frames --proto` beside protoc, and beside Python's runtime where there is one."""

import json
import os
import pathlib
import random
import re
import subprocess
import unittest

from program_test import PROGRAM, run
from proto_support import PROTOC, Case, field, frame, random_text


class Decoded(Case):
    def test_columns(self):
        self.check(self.show([b"\x08\x05", b"", self.encoded('text: "hi" child { i32: -1 }')]), (
            b"  offset    wire  length  acme.All\n"
            b"       0       3       2  i32: 5\n"
            b"       3       1       0\n"
            b'       4      18      17  text: "hi" child { i32: -1 }\n'))

    def test_multiline(self):
        self.check(self.show([b"\x08\x05", b"", self.encoded('text: "hi" child { i32: -1 }')], "--multiline"), (
            b"  offset    wire  length  acme.All\n"
            b"       0       3       2\n  i32: 5\n"
            b"       3       1       0\n"
            b'       4      18      17\n  text: "hi"\n  child {\n    i32: -1\n  }\n'))

    def test_long_lines_are_cut_unless_full(self):
        payload = self.encoded(f'text: "{"x" * 90}"')
        self.assertEqual(self.show([payload]).stdout.splitlines()[1],
                         b"       0      93      92  text: \"" + b"x" * 44 + b"...")
        self.assertEqual(self.show([payload], "--full").stdout.splitlines()[1],
                         b"       0      93      92  text: \"" + b"x" * 90 + b'"')

    def test_json(self):
        self.check(self.show([b"\x08\x05", self.encoded('text: "caf\\303\\251" s64: -3 data: "\\377"')], "--json"), (
            '{"offset":0,"wire":3,"length":2,"header":"","payload":"0805","values":{"i32":5}}\n'
            '{"offset":3,"wire":13,"length":12,"header":"","payload":"10053a05636166c3a94201ff",'
            '"values":{"s64":"-3","text":"caf\u00e9","data":"/w=="}}\n').encode())

    def test_text_is_that_of_protoc(self):
        random_ = random.Random(1)
        for _ in range(25):
            payload = self.encoded(random_text(random_))
            for kind in ("acme.All", "acme.Some"):  # with most of the fields unknown
                expected = self.protoc(f"--decode={kind}", "all.proto", data=payload).decode().splitlines()
                with self.subTest(kind=kind, payload=payload.hex()):
                    lines = self.good(self.show([payload], "--multiline", kind=kind)).splitlines()[2:]
                    self.assertEqual(lines, ["  " + line for line in expected])
                    line = self.good(self.show([payload], "--full", kind=kind)).splitlines()[1]
                    self.assertEqual(line[26:], " ".join(each.strip() for each in expected))

    def test_json_is_that_of_pythons_runtime(self):
        try:
            from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
            import google.protobuf.any_pb2, google.protobuf.timestamp_pb2, google.protobuf.wrappers_pb2  # noqa: F401, E401
        except ImportError:
            self.skipTest("no google.protobuf")
        files = descriptor_pb2.FileDescriptorSet.FromString(
            self.protoc("--include_imports", "--descriptor_set_out=/dev/stdout", "all.proto"))
        pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            pool.Add(file)
        factory = message_factory.MessageFactory(pool)
        kind = factory.GetPrototype(pool.FindMessageTypeByName("acme.All"))
        random_ = random.Random(2)
        payloads = []
        while len(payloads) < 25:
            text = random_text(random_)
            if "Grp" not in text:
                payloads.append(self.encoded(text))
        lines = self.good(self.show(payloads, "--json")).splitlines()
        for payload, line in zip(payloads, lines, strict=True):
            expected = json.loads(json_format.MessageToJson(kind.FromString(payload)))
            self.assertEqual(json.loads(line)["values"], expected, payload.hex())

    def test_any_shows_what_it_holds(self):
        payload = self.encoded("any { [type.googleapis.com/acme.Some] { i32: 4 } }")
        self.assertIn("any { [type.googleapis.com/acme.Some] { i32: 4 } }", self.good(self.show([payload], "--full")))
        shown = json.loads(self.good(self.show([payload], "--json")))
        self.assertEqual(shown["values"], {"any": {"@type": "type.googleapis.com/acme.Some", "i32": 4}})

    def test_any_in_any_is_looked_into_ten_times(self):
        payload = b""
        for depth in range(1, 2000):
            payload = field(1, b"type.googleapis.com/google.protobuf.Any") + field(2, payload)
            if depth not in (9, 10, 11, 1999):
                continue
            with self.subTest(depth=depth):
                text = self.good(self.show([field(16, payload)], "--full"))
                self.assertEqual("[type.googleapis.com" in text, depth <= 10)
                done = self.show([field(16, payload)], "--json")
                self.assertEqual(done.returncode, 0 if depth <= 10 else 1)
                if depth > 10:
                    self.assertIn(b"has no JSON: more than 10 google.protobuf.Any inside one another", done.stderr)
                    self.assertEqual(json.loads(done.stdout)["error"], "bad_message")

    def test_what_json_cannot_say_is_an_error_and_text_is_not(self):
        unknown = field(16, field(1, b"type.googleapis.com/acme.Unknown") + field(2, b"\x08\1"))
        late = self.encoded("at { seconds: 999999999999 }")
        done = self.show([unknown, b"\x08\1", late], "--json")
        self.assertEqual(["values" in json.loads(line) for line in done.stdout.splitlines()], [False, True, False])
        said = done.stderr.splitlines()
        self.assertEqual((len(said), done.returncode), (2, 1))
        self.assertTrue(said[0].startswith(b"structwire: standard input: frame 0 at offset 0: bad_message: has no JSON: "))
        self.good(self.show([unknown, late]))

    def test_groups_are_never_lost_in_json(self):
        done = self.show([self.encoded("Grp { a: 3 } i32: 1")], "--json")
        line = json.loads(done.stdout)
        if done.returncode == 0:  # a runtime that can
            self.assertEqual(line["values"], {"i32": 1, "grp": {"a": 3}})
        else:
            self.assertEqual(line["message"], "has no JSON: a group")

    def test_every_framing(self):
        payload = b"\x08\x05"
        for spec, wire in (("u32be", b"\0\0\0\2"), ("grpc", b"\0\0\0\0\2"), ("thrift", b"\0\0\0\2"), ("protobuf", b"\2")):
            with self.subTest(spec=spec):
                done = run("frames", spec, "--proto", self.path("all.proto"), "--type", "All", data=wire + payload)
                self.assertTrue(self.good(done).endswith("  i32: 5\n"))
        wire = run("frame", "tfrecord", "--hex", data=b"0805\n").stdout
        done = run("frames", "tfrecord", "--proto", self.path("all.proto"), "--type", "All", "--json", data=wire)
        self.assertEqual(json.loads(self.good(done))["values"], {"i32": 5})

    def test_files_counts_and_skips(self):
        path = self.path("messages.bin")
        pathlib.Path(path).write_bytes(b"junk" + frame(b"\x08\1") + frame(b"\x08\2") + frame(b"\x08\3"))
        done = run("frames", "varint", path, "--skip", "4", "-c", "2", "--proto", self.path("all.proto"), "--type", "All")
        self.check(done, b"  offset    wire  length  acme.All\n       4       3       2  i32: 1\n       7       3       2  i32: 2\n")


class Faults(Case):
    def test_goes_on_behind_a_bad_message(self):
        self.check(self.show([b"\x08\1", b"\x08", b"\x08\2"]), (
            b"  offset    wire  length  acme.All\n"
            b"       0       3       2  i32: 1\n"
            b"       3       2       1  08\n"
            b"       5       3       2  i32: 2\n"),
            b"structwire: standard input: frame 1 at offset 3: bad_message: payload is not such a message: 1 byte; "
            b"offset 5: field 1: varint is cut off, in acme.All\n", 1)
        self.check(self.show([b"\x08", b"\x08\2"], "--json"), (
            b'{"offset":0,"wire":2,"length":1,"header":"","payload":"08","error":"bad_message","message":'
            b'"payload is not such a message: 1 byte; offset 2: field 1: varint is cut off, in acme.All"}\n'
            b'{"offset":2,"wire":3,"length":2,"header":"","payload":"0802","values":{"i32":2}}\n'),
            b"structwire: standard input: frame 0 at offset 0: bad_message: payload is not such a message: 1 byte; "
            b"offset 2: field 1: varint is cut off, in acme.All\n", 1)

    def test_says_which_field_is_bad(self):
        deep = b"\x08\1"
        for _ in range(101):
            deep = field(12, deep)
        for payload, said in (
            (b"\x62\x03\x62\1\x08", b"offset 6: field 1: varint is cut off, in acme.All"),
            (b"\x92\1\3\x08\1\x12", b"offset 7: field 2: varint is cut off, in acme.Need"),
            (b"\x5b\x12\2\x08\x80\x5c", b"offset 5: field 1: varint is cut off, in acme.All"),
            (b"\x4a\2\1\x80", b"offset 3: field 9: packed values are cut off, in acme.All"),
            (b"\x4a\x0b" + b"\x80" * 10 + b"\1", b"offset 3: field 9: packed values are cut off, in acme.All"),
            (b"\xa2\1\x09" + bytes(9), b"offset 4: field 20: packed values are cut off, in acme.All"),
            (b"\x3a\5abc", b"offset 2: field 7: 5 bytes wanted, 3 there, in acme.All"),
            (b"\x62\1\x0c", b"offset 3: end of group 1, which has not begun, in acme.All"),
            (deep, b"more than 100 messages and groups inside one another, in acme.All"),
        ):
            with self.subTest(payload=payload):
                done = self.show([payload])
                self.assertEqual(done.returncode, 1)
                self.assertTrue(done.stderr.endswith(said + b"\n"), done.stderr)
                self.assertEqual(done.stderr.count(b"\n"), 1)

    def test_utf8_is_said_once_and_by_us(self):
        self.check(self.show([b"\x12\2\xc3A"], kind="Trade", file="trade.proto"), (
            b"  offset    wire  length  acme.Trade\n       0       5       4  1202c341\n"),
            b"structwire: standard input: frame 0 at offset 0: bad_message: payload is not such a message: 4 bytes; "
            b"offset 3: field 2: not UTF-8, in acme.Trade\n", 1)
        self.assertIn(r'text: "\303A"', self.good(self.show([b"\x3a\2\xc3A"])))  # proto2 does not care

    def test_missing_required_fields_have_names(self):
        partial = b"\x92\1\6\x08\1\x1a\2\x08\2"
        said = (b"structwire: standard input: frame 0 at offset 0: uninitialized: required fields are missing: "
                b"need[0].name, need[0].sub.name\n")
        self.check(self.show([partial, b"\x08\1"]), (
            b"  offset    wire  length  acme.All\n"
            b"       0      10       9  need { id: 1 sub { id: 2 } }\n"
            b"      10       3       2  i32: 1\n"), said, 1)
        done = self.show([partial], "--json")
        self.check(done, (
            b'{"offset":0,"wire":10,"length":9,"header":"","payload":"92010608011a020802","error":"uninitialized",'
            b'"message":"required fields are missing: need[0].name, need[0].sub.name"}\n'), said, 1)
        done = self.show([b"\x92\1\0" * 11], "--json")
        self.assertIn(b"need[9].id, need[9].name and 2 more\n", done.stderr)

    def test_broken_stream_behind_messages(self):
        done = run("frames", "varint", "--proto", self.path("all.proto"), "--type", "All", data=b"\2\x08\1\5\x08")
        self.check(done, b"  offset    wire  length  acme.All\n       0       3       2  i32: 1\n",
                   b"structwire: standard input: offset 3: truncated: input ends inside a frame: 6 bytes wanted, 2 there\n", 1)

    def test_every_cut_and_every_flip_is_a_message_or_one_line(self):
        payload = self.encoded('i32: 1 text: "hi" packed: [1, 300] Grp { a: 1 } need { id: 1 name: "x" } any { type_url: "u" }')
        spoiled = [payload[:size] for size in range(len(payload))]
        spoiled += [payload[:at] + bytes([payload[at] ^ 1 << bit]) + payload[at + 1:]
                    for at in range(len(payload)) for bit in range(8)]
        for words in ((), ("--multiline",)):
            done = self.show(spoiled, *words)
            said = done.stderr.splitlines()
            self.assertEqual(done.returncode, 1)
            numbers = [int(re.match(rb"structwire: standard input: frame (\d+) at offset \d+: (bad_message|uninitialized): ",
                                    line)[1]) for line in said]
            self.assertEqual(numbers, sorted(set(numbers)))
            for index, each in enumerate(spoiled):
                if not words and index % 16 == 0:  # protoc takes messages with missing fields, with a warning
                    expected = subprocess.run([PROTOC, f"-I{self.folder.name}", "--decode=acme.All", "all.proto"],
                                              input=each, capture_output=True, timeout=30, check=False)
                    bad = expected.returncode != 0 or b"missing required fields" in expected.stderr
                    self.assertEqual(index in numbers, bad, each.hex())


class Page(Case):
    def test_examples(self):
        page = pathlib.Path(__file__).parents[2].joinpath("docs", "protobuf.md").read_text(encoding="utf-8")
        pathlib.Path(self.path("trade.proto")).write_text(
            'syntax = "proto3"; package acme; message Trade { uint32 id = 1; sint64 price = 2; string symbol = 4; }',
            encoding="utf-8")
        good = self.encoded('id: 7 price: -75 symbol: "BTCUSD"', "acme.Trade", "trade.proto")
        pathlib.Path(self.path("trades.bin")).write_bytes(frame(good) + frame(b"\"\5ab") + frame(b"\x08\x08"))
        examples = re.findall(r"^```\n\$ structwire (.*)\n((?:.*\n)+?)```$", page, re.M)
        self.assertEqual(len(examples), 2)
        for words, shown in examples:
            done = subprocess.run([os.path.abspath(PROGRAM), *words.split()], cwd=self.folder.name, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, timeout=30, check=False)
            self.assertEqual(done.stdout.decode(), shown)


if __name__ == "__main__":
    unittest.main()
