# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""What the tests of `structwire frames` with `--proto` and `--raw-proto` share: messages, and protoc."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from program_test import run

PROTOC = sys.argv.pop(1)

PROTOS = {
    "all.proto": """
        syntax = "proto2";
        package acme;
        import "google/protobuf/any.proto";
        import "google/protobuf/timestamp.proto";
        import "google/protobuf/wrappers.proto";
        message All {
          optional int32 i32 = 1;  optional sint64 s64 = 2;  optional fixed32 f32 = 3;  optional sfixed64 f64 = 4;
          optional float single = 5;  optional double twice = 6;  optional string text = 7;  optional bytes data = 8;
          repeated int32 packed = 9 [packed = true];  repeated sint32 loose = 10;  repeated double wide = 20 [packed = true];
          optional group Grp = 11 { optional int32 a = 1;  optional All inner = 2; }
          repeated All child = 12;  map<string, uint64> by_name = 13;  optional bool flag = 14;
          enum Side { BUY = 0; SELL = 1; }  optional Side side = 15;
          optional google.protobuf.Any any = 16;  optional google.protobuf.Timestamp at = 17;
          repeated Need need = 18;  optional google.protobuf.Int32Value boxed = 19;
          optional uint64 last = 536870911;
        }
        message Need { required int32 id = 1;  required string name = 2;  optional Need sub = 3; }
        message Some { optional int32 i32 = 1;  optional Some child = 12; }
        """,
    "trade.proto": 'syntax = "proto3"; package acme; message Trade { message Leg {} uint32 id = 1; string symbol = 2; }',
    "shop/order.proto": """
        syntax = "proto3";
        package shop;
        import "money/price.proto";
        message Order { money.Price price = 1; }
        message Price {}
        """,
    "common/money/price.proto": 'syntax = "proto3"; package money; message Price { int64 cents = 1; } message Tax {}',
    "broken.proto": 'syntax = "proto3";\nmessage A {\n  int32 x = 1;\n  string y = 1;\n  Foo z = 3;\n}\n',
    "unread.proto": 'syntax = "proto3";\nmessage A {\n  int32 x = 1\n}\n',
    "none.proto": 'syntax = "proto3";\n',
}


def varint(number):
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def frame(payload):
    return varint(len(payload)) + payload


def field(number, payload):
    return varint(number << 3 | 2) + frame(payload)


class Case(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for name, text in PROTOS.items():
            path = pathlib.Path(cls.folder.name, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def protoc(self, *words, data=b"", status=0):
        done = subprocess.run([PROTOC, f"-I{self.folder.name}", *words], input=data, capture_output=True, timeout=30,
                              check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout if status == 0 else done.stderr

    def encoded(self, text, kind="acme.All", file="all.proto"):
        return self.protoc(f"--encode={kind}", file, data=text.encode())

    def show(self, payloads, *words, kind="All", file="all.proto"):
        return run("frames", "varint", "--proto", self.path(file), "--type", kind, *words,
                   data=b"".join(map(frame, payloads)))

    def good(self, done):
        self.assertEqual((done.stderr, done.returncode), (b"", 0))
        return done.stdout.decode()

    def check(self, done, stdout, stderr=b"", status=0):
        self.assertEqual((done.stdout, done.stderr, done.returncode), (stdout, stderr, status))


def random_text(random_, depth=0):
    """A message of type All in text format."""
    number = lambda bits: random_.getrandbits(bits) >> random_.randrange(bits)  # all sizes alike
    words = ("", "x", "BTCUSD", "two\\nlines", "say \\\"x\\\"", "caf\\303\\251", "x" * 40, "tab\\t", "\\000", "\\177")
    content = {
        "i32": lambda: number(31) * random_.choice((1, -1)), "s64": lambda: number(63) * random_.choice((1, -1)),
        "f32": lambda: number(32), "f64": lambda: number(63) * random_.choice((1, -1)),
        "single": lambda: random_.choice(("1.5", "-0", "1e-30", "3.14159", "16777216")),
        "twice": lambda: repr(random_.uniform(-1e9, 1e9)), "text": lambda: f'"{random_.choice(words)}"',
        "data": lambda: '"' + "".join(f"\\{random_.getrandbits(8):03o}" for _ in range(random_.randrange(9))) + '"',
        "packed": lambda: number(31), "loose": lambda: number(31) * random_.choice((1, -1)),
        "wide": lambda: repr(random_.uniform(-1, 1)), "flag": lambda: random_.choice(("true", "false")),
        "side": lambda: random_.choice(("BUY", "SELL")), "last": lambda: number(64),
        "at": lambda: f"{{ seconds: {number(32)} nanos: {random_.choice((0, 5, 120000000))} }}",
        "boxed": lambda: f"{{ value: {number(31)} }}",
        "need": lambda: f'{{ id: {number(31)} name: "n" }}',
        "by_name": lambda: f'{{ key: "k{number(8)}" value: {number(64)} }}',
        "child": lambda: "{ " + random_text(random_, depth + 1) + " }",
        "Grp": lambda: f"{{ a: {number(31)} inner {{ {random_text(random_, depth + 2)} }} }}",
    }
    repeated = ("packed", "loose", "wide", "child", "need")
    text = ""
    for name in random_.sample(sorted(content), random_.randrange(8)):
        if depth > 3 and name in ("child", "Grp"):
            continue
        for _ in range(random_.randrange(1, 4) if name in repeated else 1):
            text += f"{name}{'' if name in ('child', 'Grp', 'at', 'need', 'by_name', 'boxed') else ':'} {content[name]()} "
    return text
