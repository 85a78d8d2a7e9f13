#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs `structwire frames --proto` with good and bad .proto files, types, imports and descriptor sets."""

import pathlib
import unittest

from program_test import run
from proto_support import PROTOS, Case, field, frame


class Schema(Case):
    ORDER = field(1, b"\x08\x2a")

    def orders(self, *words, file="shop/order.proto"):
        return run("frames", "varint", "--proto", self.path(file), "--full", *words, data=frame(self.ORDER))

    def test_imports(self):
        common = self.path("common")
        for words in (("-I", common), ("--proto-path", common), ("-I", self.folder.name, "-I", common), ("-I" + common,)):
            with self.subTest(words=words):
                self.assertIn("shop.Order\n       0       5       4  price { cents: 42 }", self.good(self.orders("--type", "Order", *words)))

    def test_an_import_that_is_not_found(self):
        self.check(self.orders("--type", "Order"), b"", (
            b"structwire: money/price.proto: File not found.\n"
            b"structwire: %s:4:9: Import \"money/price.proto\" was not found or had errors.\n"
            b"structwire: %s:5:25: \"money.Price\" is not defined.\n" % ((self.path("shop/order.proto").encode(),) * 2)), 2)

    def test_a_file_that_another_one_hides(self):
        done = run("frames", "varint", "--proto", self.path("common/money/price.proto"), "-I", self.folder.name + "/shop", "-I",
                   self.path("common"), data=b"")
        self.assertEqual(done.returncode, 2)  # two types, none chosen
        hidden = pathlib.Path(self.path("shop/money/price.proto"))
        hidden.parent.mkdir()
        hidden.write_text('syntax = "proto3";', encoding="utf-8")
        done = run("frames", "varint", "--proto", self.path("common/money/price.proto"), "-I", self.folder.name + "/shop", "-I",
                   self.path("common"), data=b"")
        self.check(done, b"", b"structwire: %s: an import would find %s in its place\n" % (
            self.path("common/money/price.proto").encode(), str(hidden).encode()), 2)
        hidden.unlink()

    def test_names_of_types(self):
        common = ("-I", self.path("common"))
        for name, full in (("Order", "shop.Order"), ("shop.Order", "shop.Order"), (".shop.Order", "shop.Order"),
                           ("Price", "shop.Price"), ("money.Price", "money.Price"), ("Tax", "money.Tax")):
            with self.subTest(name=name):
                self.assertIn(f"length  {full}\n", self.good(self.orders("--type", name, *common)))
        for file, name, full in (("all.proto", "Grp", "acme.All.Grp"), ("all.proto", "Timestamp", "google.protobuf.Timestamp"),
                                 ("trade.proto", "Trade.Leg", "acme.Trade.Leg")):
            self.assertIn(f"length  {full}\n", self.good(self.orders("--type", name, file=file)))

    def test_the_only_type_needs_no_name(self):
        self.assertIn("length  acme.Trade\n", self.good(self.orders(file="trade.proto")))
        path = self.path("shop/order.proto").encode()
        self.check(self.orders("-I", self.path("common")), b"", (
            b"structwire: %s: say one of its message types with --type:\n  shop.Order\n  shop.Price\n" % path), 2)
        self.check(self.orders(file="none.proto"), b"",
                   b"structwire: %s: defines no message type\n" % self.path("none.proto").encode(), 2)

    def test_unknown_and_ambiguous_types(self):
        path = self.path("shop/order.proto").encode()
        for name in ("Foo", "op.Order", "Order.", "", "shop"):
            with self.subTest(name=name):
                if name:
                    self.check(self.orders("--type", name, "-I", self.path("common")), b"", (
                        b"structwire: %s: no message type '%s'; it has:\n  shop.Order\n  shop.Price\n" % (path, name.encode())), 2)
        double = pathlib.Path(self.path("double.proto"))
        double.write_text('syntax = "proto3"; message A { message X {} } message B { message X {} }', encoding="utf-8")
        self.check(self.orders("--type", "X", file="double.proto"), b"", (
            b"structwire: %s: more than one message type 'X':\n  A.X\n  B.X\n" % str(double).encode()), 2)

    def test_errors_of_the_file_are_those_of_protoc(self):
        for name in ("broken.proto", "unread.proto"):
            with self.subTest(name=name):
                done = run("frames", "varint", "--proto", self.path(name), data=b"")
                expected = self.protoc("-o/dev/null", name, status=1)
                said = done.stderr.replace(b"structwire: ", b"").replace(self.folder.name.encode() + b"/", b"")
                self.assertEqual((said, done.stdout, done.returncode), (expected, b"", 2))

    def test_descriptor_sets(self):
        path = self.path("set.pb")
        words = (f"-I{self.path('common')}", "shop/order.proto")
        self.protoc("--include_imports", f"--descriptor_set_out={path}", *words)
        self.assertIn("price { cents: 42 }", self.good(self.orders("--type", "Order", file="set.pb")))
        self.protoc(f"--descriptor_set_out={path}", *words)
        self.check(self.orders("--type", "Order", file="set.pb"), b"", (
            b"structwire: money/price.proto: File not found.\n"
            b"structwire: shop/order.proto: Import \"money/price.proto\" was not found or had errors.\n"
            b"structwire: shop/order.proto: \".money.Price\" is not defined.\n"), 2)
        self.protoc(f"--descriptor_set_out={path}", "all.proto")  # what protobuf itself brings is always there
        self.assertIn("i32: 5", self.good(self.show([b"\x08\5"], file="set.pb")))
        pathlib.Path(self.path("text")).write_text(PROTOS["trade.proto"], encoding="utf-8")
        self.assertIn("length  acme.Trade\n", self.good(self.orders(file="text")))

    def test_a_spoiled_descriptor_set_is_an_error(self):
        path = pathlib.Path(self.path("spoiled.pb"))
        whole = self.protoc("--include_imports", "--descriptor_set_out=/dev/stdout", "trade.proto")
        for size in range(0, len(whole), 7):
            path.write_bytes(whole[:size])
            done = self.orders(file="spoiled.pb")
            self.assertEqual((done.stdout, done.returncode), (b"", 2))
            self.assertTrue(all(line.startswith(b"structwire: ") for line in done.stderr.splitlines()), done.stderr)
        for at in range(0, len(whole), 3):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1:])
            done = self.orders("--type", "Trade", file="spoiled.pb")
            self.assertIn(done.returncode, (0, 1, 2))
            said = done.stderr.splitlines()
            self.assertTrue(all(line.startswith((b"structwire: ", b"  ")) for line in said), done.stderr)

    def test_wrong_usage(self):
        proto = ("--proto", self.path("trade.proto"))
        for words in (("--type", "A"), ("-I", "."), ("--multiline",), (*proto, "--hex"), (*proto, "--raw"),
                      (*proto, "--unpack", "B"), (*proto, "--raw-proto"), ("--raw-proto", "--hex"), ("--raw-proto", "--raw"),
                      ("--raw-proto", "--unpack", "B"), (*proto, "--json", "--multiline"), ("--proto", "/nonexistent.proto"),
                      ("--proto", "/"), (*proto, "-I", "/nonexistent")):
            with self.subTest(words=words):
                done = run("frames", "varint", *words)
                self.assertEqual((done.stdout, done.returncode), (b"", 2))
                self.assertNotEqual(done.stderr, b"")


if __name__ == "__main__":
    unittest.main()
