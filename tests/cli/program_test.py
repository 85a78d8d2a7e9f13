#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs the program `structwire` as a user would: arguments in, bytes, text and exit status out."""

import json
import os
import pty
import struct
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)


def run(*words, data=b""):
    return subprocess.run([PROGRAM, *words], input=data, capture_output=True, timeout=30, check=False)


class Pack(unittest.TestCase):
    def test_bytes_into_a_pipe_are_those_of_python(self):
        done = run("pack", ">IH8s", "42", "7", "BTCUSD")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(done.stdout, struct.pack(">IH8s", 42, 7, b"BTCUSD"))

    def test_hexadecimal_on_a_terminal(self):
        leader, follower = pty.openpty()
        try:
            subprocess.run([PROGRAM, "pack", ">IH", "42", "7"], stdout=follower, timeout=30, check=True)
            self.assertEqual(os.read(leader, 100), b"0000002a0007\r\n")
        finally:
            os.close(leader)
            os.close(follower)

    def test_output_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "wire")
            done = run("pack", "-o", path, "<h", "-2")
            self.assertEqual((done.returncode, done.stdout), (0, b""))
            with open(path, "rb") as file:
                self.assertEqual(file.read(), b"\xfe\xff")

    def test_output_that_cannot_be_written_is_an_error(self):
        self.assertEqual(run("pack", "-o", "/nonexistent/wire", "B", "1").returncode, 1)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "pack", "B", "1"], stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"No space left", done.stderr)

    def test_negative_numbers_and_all_notations(self):
        done = run("pack", ">bhiqd?4s", "-1", "-0x10", "0b101", "-9223372036854775808", "-.5", "true", r"a\x00\n")
        self.assertEqual(done.stderr, b"")
        self.assertEqual(done.stdout, struct.pack(">bhiqd?4s", -1, -16, 5, -2**63, -0.5, True, b"a\0\n"))

    def test_negative_numbers_behind_others_and_behind_options(self):
        for words in (("<hh", "1", "-2"), ("--python", "<hh", "1", "-2"), ("<hh", "--python", "1", "-2"), ("--", "<hh", "1", "-2"),
                      ("-o", "/dev/stdout", "<hh", "1", "-2")):
            done = run("pack", *words)
            self.assertEqual(done.stderr, b"", words)
            self.assertEqual(done.stdout, struct.pack("<hh", 1, -2), words)

    def test_counts_take_one_word_per_value(self):
        self.assertEqual(run("pack", "<3H2c", "1", "2", "3", "x", "y").stdout, struct.pack("<3H2c", 1, 2, 3, b"x", b"y"))

    def test_python_grammar_is_native_by_default(self):
        self.assertEqual(run("pack", "--python", "bI", "1", "2").stdout, struct.pack("bI", 1, 2))

    def test_position_is_marked_under_the_format(self):
        done = run("pack", ">Ik", "1", "2")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, b"")
        self.assertEqual(done.stderr, b"structwire: bad char in struct format: 'k' (position 2)\n  >Ik\n    ^\n")

    def test_value_out_of_range_is_marked_at_its_field(self):
        done = run("pack", ">IH", "1", "70000")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"'H' format requires 0 <= number <= 65535", done.stderr)
        self.assertTrue(done.stderr.endswith(b"\n  >IH\n    ^\n"))

    def test_brackets_structures_and_groups_take_their_values_in_order(self):
        for words, packed in (
            ((">{u4}:version:{u4}:ihl:", "4", "5"), b"\x45"),
            ((">T{B H}:t: 2T{B}", "1", "2", "3", "4"), b"\1\0\2\3\4"),
            ((">{H:s}{z}{*}", "ab", "c", "d"), b"\0\2abc\0d"),
            ((">{B:(B {z})}B", "2", "1", "a", "2", "b", "7"), b"\2\1a\0\2b\0\7"),
            ((">{B:(x)}B", "2", "7"), b"\2\0\0\7"),
            (("{uv}{zz}", "300", "1"), b"\xac\2\2"),
            ((">F", "1-0.5j"), struct.pack(">ff", 1, -0.5)),
            ((">3F", "(1e-3+2j)", "2j", "3"), struct.pack(">6f", 1e-3, 2, 0, 2, 3, 0)),
            ((">{bf16}", "1"), b"\x3f\x80"),
        ):
            with self.subTest(words=words):
                done = run("pack", *words)
                self.assertEqual((done.stderr, done.stdout), (b"", packed))

    def test_group_with_too_few_elements(self):
        self.assertIn(b"pack expected 4 items for packing (got 3)", run("pack", ">{H:(B)}", "3", "1", "2").stderr)

    def test_wrong_number_and_form_of_values(self):
        for words, said in (
            ((">F", "1+j"), b"'1+j' is not a complex number like 1-0.5j, which 'F' takes"),
            ((">{H:s}", r"\q"), b"is not text with whole escapes, which '{H:s}' takes"),
            ((">IH", "1"), b"pack expected 2 items for packing (got 1)"),
            ((">I", "1", "2"), b"pack expected 1 items for packing (got 2)"),
            ((">I", "one"), b"'one' is not an integer"),
            ((">d", "1x"), b"'1x' is not a number"),
            (("?", "yes"), b"'yes' is not true, false or an integer"),
            (("2s", r"\q"), b"is not text with whole escapes"),
            (("2s", r"\x1"), b"is not text with whole escapes"),
            ((">Q", "18446744073709551616"), b"is not an integer of at most 64 bits"),
        ):
            with self.subTest(words=words):
                done = run("pack", *words)
                self.assertEqual(done.returncode, 1)
                self.assertIn(said, done.stderr)


class UnpackAndDump(unittest.TestCase):
    WIRE = struct.pack(">IH8s", 42, 7, b"BTCUSD")
    FORMAT = ">I:id: H:kind: 8s:symbol:"

    def test_dump_shows_the_three_fields(self):
        done = run("dump", self.FORMAT, data=self.WIRE)
        self.assertEqual(done.returncode, 0)
        rows = [line.split() for line in done.stdout.decode().splitlines()[1:]]
        self.assertEqual([row[-1] for row in rows], ["id", "kind", "symbol"])
        self.assertEqual([row[-2] for row in rows], ["42", "7", r'"BTCUSD\0\0"'])

    def test_dump_of_a_short_record_shows_what_is_there_and_fails(self):
        done = run("dump", self.FORMAT, data=self.WIRE[:9])
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"42 54 43 --", done.stdout)
        self.assertIn(b"unpack requires a buffer of 14 bytes", done.stderr)

    def test_table(self):
        self.assertEqual(run("unpack", self.FORMAT, "-", data=self.WIRE).stdout.decode(), (
            "field  code  name    value\n"
            "    0  I     id      42\n"
            "    1  H     kind    7\n"
            '    2  8s    symbol  "BTCUSD\\0\\0"\n'))

    def test_json_is_json_and_keeps_every_byte(self):
        data = struct.pack("<2hd?4s1q", -1, 2, 0.1, True, b"\xff\"\\\0", -5)
        shown = json.loads(run("unpack", "--json", "<2h:pair: d ? 4s 1q", data=data).stdout)
        self.assertEqual(shown["size"], len(data))
        self.assertEqual([field["value"] for field in shown["fields"]], [[-1, 2], 0.1, True, "\xff\"\\\0", -5])
        self.assertEqual([field["name"] for field in shown["fields"]], ["pair", "", "", "", ""])
        self.assertEqual([field["offset"] for field in shown["fields"]], [0, 4, 12, 13, 17])

    NESTED = ">B:kind: 2T{B:x: H:y:}:pts: {B:(I:id: {z}:text:)}:rows: {uv} (2)B:pair:"
    NESTED_WIRE = b"\1" + b"\2\0\3" + b"\4\0\5" + b"\1" + b"\0\0\0\x0aab\0" + b"\xac\2" + b"\7\x08"

    def test_table_of_nested_fields_has_paths(self):
        rows = run("unpack", self.NESTED, data=self.NESTED_WIRE).stdout.decode().splitlines()
        self.assertEqual([row.split() for row in rows[1:]], [
            ["0", "B", "kind", "1"],
            ["1", "B", "pts[0].x", "2"], ["H", "pts[0].y", "3"], ["B", "pts[1].x", "4"], ["H", "pts[1].y", "5"],
            ["2", "{B:(...)}", "rows", "1"], ["I", "rows[0].id", "10"], ["{z}", "rows[0].text", '"ab"'],
            ["3", "{uv}", "300"],
            ["4", "(2)B", "pair", "7", "8"]])

    def test_json_of_nested_fields_is_nested(self):
        shown = json.loads(run("unpack", "--json", self.NESTED, data=self.NESTED_WIRE).stdout)
        self.assertEqual([field["value"] for field in shown["fields"]],
                         [1, [{"x": 2, "y": 3}, {"x": 4, "y": 5}], [{"id": 10, "text": "ab"}], 300, [7, 8]])
        self.assertEqual([field["offset"] for field in shown["fields"]], [0, 1, 7, None, None])
        self.assertEqual(shown["size"], len(self.NESTED_WIRE))
        shown = json.loads(run("unpack", "--json", ">T{B H:y:} {B:(B)} F", data=b"\1\0\2\2\3\4" + bytes(8)).stdout)
        self.assertEqual([field["value"] for field in shown["fields"]], [[1, 2], [3, 4], [0, 0]])

    def test_dump_of_a_variable_record(self):
        done = run("dump", self.NESTED, data=self.NESTED_WIRE)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(len(done.stdout.splitlines()), 11)
        done = run("dump", self.NESTED, data=self.NESTED_WIRE[:-1])
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"unpack requires a buffer of 19 bytes: 18 given (field 4, ", done.stderr)
        done = run("dump", self.NESTED, data=self.NESTED_WIRE + b"x")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"unpack requires a buffer of 19 bytes: 20 given (byte offset 19)", done.stderr)

    def test_skip_and_length_choose_a_part_of_a_file(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"abc" + self.WIRE + b"rest")
            file.flush()
            done = run("dump", "--skip", "3", "-n", "14", self.FORMAT, file.name)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertIn(b"     3  00 00 00 2a", done.stdout)
            self.assertEqual(run("unpack", "-s", "3", self.FORMAT, file.name).returncode, 1)  # 4 bytes too many
            self.assertIn(b"ends after 21 bytes", run("dump", "-s", "22", "B", file.name).stderr)

    def test_file_that_cannot_be_read(self):
        for path in ("/nonexistent/wire", "/"):
            done = run("unpack", "B", path)
            self.assertEqual(done.returncode, 1)
            self.assertIn(path.encode(), done.stderr)


class Usage(unittest.TestCase):
    def test_calcsize(self):
        self.assertEqual(run("calcsize", ">IH8s").stdout, b"14\n")
        self.assertEqual(run("calcsize", "--python", "@bq").stdout, b"%d\n" % struct.calcsize("@bq"))
        self.assertEqual(run("calcsize", "IH").returncode, 1)
        done = run("calcsize", ">B {H:s}")
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertEqual(done.stderr, b"structwire: this item has no fixed size: '{' (position 3)\n"
                                      b"  >B {H:s}\n     ^\nat least 3 bytes\n")
        self.assertIn(b"byte order not said", run("calcsize", "IH").stderr)

    def test_wrong_usage_is_status_2(self):
        for words in ((), ("nonsense",), ("pack",), ("calcsize", ">I", "--nonsense"), ("demo", "--messages", "0")):
            with self.subTest(words=words):
                self.assertEqual(run(*words).returncode, 2)

    def test_help_and_version_are_status_0(self):
        for words in (("--help",), ("pack", "--help"), ("--version",)):
            with self.subTest(words=words):
                self.assertEqual(run(*words).returncode, 0)


if __name__ == "__main__":
    unittest.main()
