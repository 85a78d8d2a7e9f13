#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Writes the inputs of the parsers, wire bytes made by hand: witness/NAME shows the fault, plain/NAME does not.

    witness.py                                writes them
    witness.py --check                        compares them with those that are there
    witness.py --run NAME FAULTY REPAIRED     replays them: the faulty program must stop at the witness and at nothing else
"""
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent


def crc_msb(data, width, polynomial, start=0):
    """A CRC that takes the highest bit first."""
    crc = start
    for byte in data:
        crc ^= byte << (width - 8)
        for _ in range(8):
            crc = (crc << 1 ^ polynomial) if crc >> (width - 1) else crc << 1
            crc &= (1 << width) - 1
    return crc


def crc_lsb(data, polynomial, start, final=0):
    """A CRC that takes the lowest bit first, with the polynomial reversed."""
    crc = start
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1 ^ polynomial) if crc & 1 else crc >> 1
    return crc ^ final


def cobs(data):
    """One frame of COBS with its zero."""
    out, block = bytearray(), bytearray()
    full = False
    for byte in data:
        full = False
        if byte:
            block.append(byte)
            if len(block) == 254:
                out += b"\xff" + block
                block.clear()
                full = True
        else:
            out += bytes([len(block) + 1]) + block
            block.clear()
    if not full:
        out += bytes([len(block) + 1]) + block
    return bytes(out) + b"\0"


def hdlc(data):
    """One frame with its CRC-16/X-25 between flags."""
    body = data + struct.pack("<H", crc_lsb(data, 0x8408, 0xffff, 0xffff))
    return b"\x7e" + body.replace(b"\x7d", b"\x7d\x5d").replace(b"\x7e", b"\x7d\x5e") + b"\x7e"


def slip(data):
    """One frame of SLIP."""
    return data.replace(b"\xdb", b"\xdb\xdd").replace(b"\xc0", b"\xdb\xdc") + b"\xc0"


def telemetry(payload):
    """Four bytes of length, CRC-32 behind."""
    body = payload + struct.pack("<I", zlib.crc32(payload))
    return struct.pack(">I", len(body)) + body


def named(text):
    return telemetry(struct.pack(">BBHB", 2, 1, 7, len(text)) + text)


def snapshot(count, entries):
    payload = b"SNAP" + struct.pack("<HI", 1, count) + b"".join(struct.pack("<III", *entry) for entry in entries)
    return struct.pack("<I", len(payload)) + payload


def relay(options):
    packet = bytes([1, 2, len(options)]) + options + struct.pack(">H", 4) + b"body"
    return slip(packet + struct.pack(">H", crc_msb(packet, 16, 0x1021)))


def statement(*values):
    body = b"B" + struct.pack(">hB", 12, len(values))
    for length, value in values:
        body += struct.pack(">h", length) + value
    return hdlc(body)


def field_bus(first, point, value):
    body = struct.pack(">BBHH", first, point, value, 1)
    return body + struct.pack("<H", crc_lsb(body, 0xa001, 0xffff))


def routes(*counts):
    payload = struct.pack(">IB", 0x0a000001, len(counts))
    for count in counts:
        payload += bytes([3, count]) + b"".join(struct.pack(">H", 100 + node) for node in range(count))
    header = b"\x01\x02"
    check = struct.pack("<I", crc_lsb(header + payload, 0x82f63b78, 0xffffffff, 0xffffffff))
    return header + struct.pack(">H", len(payload) + 4) + payload + check


def store(payload):
    return struct.pack("<H", len(payload)) + payload


def picture_line(*runs):
    payload = struct.pack("<HB", 40, 2) + bytes([0, 0, 0, 255, 255, 255]) + struct.pack("<H", len(runs))
    payload += b"".join(bytes(run) for run in runs)
    return b"LE\x07\x01" + struct.pack("<H", len(payload)) + payload


def firmware(*messages):
    out = b""
    for message in messages:
        body = message + struct.pack(">H", crc_msb(message, 16, 0x1021, 0xffff))
        out += struct.pack(">H", len(body)) + body
    return out


def part(index, data):
    return struct.pack(">BHB", 2, index, len(data)) + data


def stock_count(*messages):
    return b"".join(cobs(message) for message in messages)


def counted(article, quantity):
    return struct.pack(">BHh", 2, article, quantity)


def archive(*entries, data=b"some text"):
    out = b"ARC\x1a" + struct.pack("<HH", 3, len(entries))
    for entry in entries:
        out += struct.pack("<IIB", *entry)
    return out + struct.pack("<I", len(data)) + data


OPEN, CLOSE, CANCEL = b"\x01", b"\x03", b"\x04"
BEGIN = struct.pack(">BIH", 1, 8, 8)
PPP = b"\xff\x03\xc0\x21"

# name: (witness, plain)
INPUTS = {
    "telemetry": (named(b"abcdefghijklmnopqrstuvwx"), named(b"roof, north side")),
    "snapshot": (snapshot(0x80000001, [(1, 2, 3)]), snapshot(2, [(1, 2, 3), (4, 5, 6)])),
    "relay": (relay(b"options of 20 bytes."), relay(b"short")),
    "mail_drop": (b"Hme\r\nFyou\r\nD\r\ntext\r\n.\r\nQ\r\n", b"Hme\r\nFyou\r\nQ\r\n"),
    "stock_count": (stock_count(OPEN + b"\x28", *[counted(n, n) for n in range(1, 9)], CANCEL, OPEN + b"\x01",
                                counted(1, 1), CLOSE),
                    stock_count(OPEN + b"\x01", counted(1, 1), CLOSE, OPEN + b"\x02", CANCEL)),
    "statement": (statement((2, b"ab"), (-2, b"")), statement((2, b"ab"), (-1, b""), (0, b""))),
    "field_bus": (field_bus(0xa3, 0xf1, 50), field_bus(0x43, 2, 50) + field_bus(0x83, 2, 50)),
    "fragments": (b"\x03\x01\x05a\x00", b"\x04\x01\x05ab\x02\x80c\x00\x03\x81\x01d"),
    "routes": (routes(8, 8, 1), routes(8, 3, 0)),
    "store": (store(b"\x01\x01k\xff\xff\xff\xff\x0fvalue"), store(b"\x01\x01k\x05value") + store(b"\x02\x02ke")),
    "picture_line": (picture_line((10, 0), (5, 2)), picture_line((10, 0), (5, 1))),
    "firmware": (firmware(BEGIN, part(1, b"abcd"), BEGIN, part(0, b"ab")),
                 firmware(BEGIN, part(0, b"abcd"), part(1, b"efgh"), struct.pack(">BH", 3, sum(b"abcdefgh")))),
    "trace_records": (cobs(b"\x03" + b"x" * 299), cobs(b"\x03" + b"x" * 99 + b"\0more")),
    "dial_up": (hdlc(PPP + b"a~b"), hdlc(PPP + b"ab")),
    "archive": (archive((0xfffffff8, 16, 1)), archive((0, 0, 0), (5, 4, 1), (0, 9, 2))),
}


def write(check):
    """Writes all inputs, or compares them with what is there."""
    different = []
    for name, made in INPUTS.items():
        for folder, data in zip(("witness", "plain"), made):
            path = HERE / folder / name
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
            elif not path.exists() or path.read_bytes() != data:
                different.append(f"{folder}/{name}")
    if different:
        sys.exit(f"FAILED: not what this script writes: {', '.join(different)}")


def run(name, faulty, repaired):
    """Replays both inputs with both programs."""
    environment = dict(os.environ, ASAN_OPTIONS="symbolize=0")
    for program, folder, stops in ((faulty, "plain", False), (faulty, "witness", True), (repaired, "plain", False),
                                   (repaired, "witness", False)):
        with tempfile.TemporaryDirectory() as place:  # for the input that a program keeps when it stops
            done = subprocess.run([pathlib.Path(program).resolve(), HERE / folder / name], cwd=place, env=environment,
                                  text=True, errors="replace", timeout=60, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, check=False)
        if (done.returncode != 0) != stops:
            print(done.stdout[-2000:])
            expected = "stop" if stops else "pass"
            sys.exit(f"FAILED: {pathlib.Path(program).name} should {expected} at {folder}/{name}")


if __name__ == "__main__":
    if "--run" in sys.argv:
        run(*sys.argv[2:])
    else:
        write("--check" in sys.argv)
