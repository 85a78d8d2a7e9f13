#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs the program on every row of a document's tables of framings and compares what it says.

    framing_tables.py PROGRAM DOCUMENT

First it proves itself with rows that are wrong. A table counts by its headings, in any order, with any others:
    framing, input bytes, events    what `frames` makes of the bytes, behind which the input ends. An error at the end,
                                    other than truncated, is not there without the last byte: it is due at that byte
    framing, payload, wire          what `frame` makes of the payload, and that it comes back
    checksum, order, wire           a frame `123456789` with this checksum, in its usual order
    write                           framing strings that can be used
In the first three, a cell has one code span, and text around it does not count.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

import common

BYTES = r'(?:[0-9a-f]{2}|"[^"]*")(?:\*\d+)?'
SEQUENCE = re.compile(rf"{BYTES}(?: {BYTES})*")
PAYLOAD = re.compile(r"(?:header (?P<header>[^,]*), )?(?P<payload>.*)")
ERROR = re.compile(r"(?P<name>[a-z_]+)(?: (?P<wanted>-?\w+)/(?P<given>-?\w+))?")
# How the sentence of an error says its two numbers; what it does not say is 0.
NUMBERS = {
    "too_long": (r"limit (\d+)", r"(\d+) bytes,"),
    "not_encodable": (r"(?:limit|at least) (\d+)", r"(\d+) bytes,"),
    "truncated": (r"(\d+) bytes wanted", r"(-?\d+) there"),
    "bad_length": (r"at least (\d+)", r"length: (-?\d+)"),
    "bad_checksum": (r"(?:computed|only) (\w+)", r"(?:received|only) (\w+)"),
}

Frame = collections.namedtuple("Frame", "offset header payload")
Error = collections.namedtuple("Error", "offset name wanted given")


class Unreadable(Exception):
    """A cell that is not written in the notation."""


def tables_of(text):
    """(headings, [(line number, cells)]) of every table."""
    rows = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.startswith("|"):
            rows.append((number, [cell.strip() for cell in line.strip().strip("|").split("|")]))
        elif rows:
            yield rows[0][1], rows[2:]
            rows = []


def span(cell):
    """What stands in the one code span of a cell."""
    found = re.findall(r"`([^`]*)`", cell)
    if len(found) != 1:
        raise Unreadable(f"{len(found)} code spans in {cell!r}")
    return found[0]


def octets(text):
    """Bytes in the document's notation: pairs of digits, text in quotes, `*N` for so many of one."""
    if not SEQUENCE.fullmatch(text):
        raise Unreadable(f"no bytes: {text!r}")
    result = b""
    for piece in re.findall(BYTES, text):
        piece, _, count = piece.rpartition("*") if re.search(r"\*\d+$", piece) else (piece, "", "1")
        result += int(count) * (piece[1:-1].encode() if piece.startswith('"') else bytes.fromhex(piece))
    return result


def header_and_payload(text):
    """Both as bytes."""
    match = PAYLOAD.fullmatch(text)
    return octets(match["header"]) if match["header"] else b"", octets(match["payload"])


def error(offset, text):
    """An error as a document writes it."""
    match = ERROR.fullmatch(text)
    if not match:
        raise Unreadable(f"no event: {text!r}")
    # Negative lengths are numbers of 64 bits in two's complement.
    wanted, given = (int(match[which] or "0", 0) % 2**64 for which in ("wanted", "given"))
    return Error(offset, match["name"], wanted, given)


def said_error(offset, name, sentence):
    """The same as the program says it."""
    places = [re.search(pattern, sentence) for pattern in NUMBERS.get(name, ())] or [None, None]
    return Error(offset, name, *(int(place[1], 0) % 2**64 if place else 0 for place in places))


def events(text):
    """The events of a cell, and whether the input ended clean behind them."""
    found = []
    parts = re.split(r", (?=\d+: |clean$)", text)
    clean = parts[-1] == "clean"
    for part in parts[:-1] if clean else parts:
        offset, colon, what = part.partition(": ")
        if not colon or not offset.isdecimal():
            raise Unreadable(f"no event: {part!r}")
        is_error = ERROR.fullmatch(what) and not SEQUENCE.fullmatch(what)
        found.append(error(int(offset), what) if is_error else Frame(int(offset), *header_and_payload(what)))
    if clean and found and isinstance(found[-1], Error):
        raise Unreadable("an end right behind an error cannot be seen")
    return found, clean


class Program:
    """The program, and what it says in the terms of the tables."""

    def __init__(self, path):
        self.path = path

    def run(self, *words, data=b""):
        """A finished run; a framing string that cannot be used is the document's fault."""
        done = subprocess.run([self.path, *words], input=data, capture_output=True, timeout=60, check=False)
        if done.returncode not in (0, 1):
            raise Unreadable(done.stderr.decode().strip().splitlines()[0])
        return done

    def frames(self, spec, data):
        """Events and whether the end was clean."""
        done = self.run("frames", spec, "--json", data=data)
        found = []
        for line in done.stdout.splitlines():
            said = json.loads(line)
            if "error" in said:
                found.append(said_error(said["offset"], said["error"], said["message"]))
            else:
                found.append(Frame(said["offset"], *(bytes.fromhex(said[part]) for part in ("header", "payload"))))
        if (done.returncode == 0) == any(isinstance(event, Error) for event in found):
            raise Unreadable(f"exit status {done.returncode} and these events: {found}")
        return found, not (found and isinstance(found[-1], Error))

    def frame(self, spec, header, payload):
        """The frame's bytes, or the refusal."""
        words = ["--header", header.hex()] if header else []
        done = self.run("frame", spec, "--whole", *words, data=payload)
        if done.returncode == 0:
            return done.stdout
        sentence = done.stderr.decode().rpartition("payload cannot be framed")[2] + ","
        return said_error(0, "not_encodable", sentence)


def decoding_fault(program, row):
    """Row of `framing`, `input bytes`, `events`."""
    expected = events(span(row["events"]))
    spec, data = span(row["framing"]), octets(span(row["input bytes"]))
    found = program.frames(spec, data)
    if found != expected:
        return f"{expected} expected, found {found}"
    last = found[0][-1] if found[0] else None
    if isinstance(last, Error) and last.name != "truncated" and program.frames(spec, data[:-1])[0][-1:] == [last]:
        return f"{last} is due before the last byte"
    return None


def encoding_fault(program, row):
    """Row of `framing`, `payload`, `wire`."""
    spec, wire = span(row["framing"]), span(row["wire"])
    header, payload = header_and_payload(span(row["payload"]))
    found = program.frame(spec, header, payload)
    if wire.startswith("not_encodable"):
        expected = error(0, wire)
        return None if found == expected else f"{expected} expected, found {found}"
    if found != octets(wire):
        return f"{octets(wire)} expected, found {found}"
    [*frames], clean = program.frames(spec, found)
    back = [(frame.header, frame.payload) for frame in frames if isinstance(frame, Frame)]
    return None if clean and back == [(header, payload)] else f"comes back as {frames}"


def checksum_fault(program, row):
    """Row of `checksum`, `order`, `wire`."""
    name, order, wire = span(row["checksum"]), span(row["order"]), octets(span(row["wire"]))
    payload = b"123456789"
    specs = [f"eof+{name}"] + [f"eof+{name}{order}"] * (order != "none")
    for spec in specs:
        found = program.frame(spec, b"", payload)
        if found != wire:
            return f"{spec}: {wire} expected, found {found}"
    return None


def framing_fault(program, row):
    """Row of `write`."""
    for spec in re.findall(r"`([^`]*)`", row["write"]):
        program.run("frames", spec)
    return None


KINDS = {("framing", "input bytes", "events"): decoding_fault, ("framing", "payload", "wire"): encoding_fault,
         ("checksum", "order", "wire"): checksum_fault, ("write",): framing_fault}


def check(program, text):
    """(faults, rows looked at)"""
    faults, count = [], 0
    for headings, rows in tables_of(text):
        kinds = [fault_of for wanted, fault_of in KINDS.items() if set(wanted) <= set(headings)]
        for number, cells in rows if kinds else []:
            count += 1
            try:
                if len(cells) != len(headings):
                    raise Unreadable(f"{len(cells)} cells under {len(headings)} headings")
                fault = kinds[0](program, dict(zip(headings, cells)))
            except Unreadable as unreadable:
                fault = str(unreadable)
            if fault:
                faults.append(f"line {number}: {fault}")
    return faults, count


GOOD = """
| framing | input bytes | events | |
|---|---|---|---|
| `u8` | `02 "ab" 00 01 63` | `0: "ab", 3: "", 4: 63, clean` | text |
| `u8,offset=1` (text) | `"Q" 01*1 "a"` | `0: header 51, "a", clean` | |
| `u8,limit=50` | `01 61 "," 00` | `0: "a", 2: truncated 45/2` | |
| `line,limit=3` | `"a"*4` | `0: too_long 3/4` | |
| `i8` | `80` | `0: bad_length 0/-128` | |
| `u16be,limit=6` | `00 05` | `0: too_long 6/7` | |
| `u8` | `""` | `clean` | |

| framing | payload | wire |
|---|---|---|
| `u8,offset=1` | `header 51, "a"` | `51 01 61` |
| `fixed=2` | `"a"` | `not_encodable 2/1` |

| checksum | order | wire |
|---|---|---|
| `inet16` | `be` | `"123456789" f6 2a` |
| `sum8` | `none` | `"123456789" dd` |

| the protocol says | write |
|---|---|
| one or the other | `u8` or `u16be,limit=2k` |
"""
# One wrong word each.
PLANTED = [('0: "ab", 3', '0: "ac", 3'), ('3: "", 4', '2: "", 4'), ("4: 63, clean", "4: 63"), ('0: "ab", 3: "", ', '0: "ab", '),
           ("4: 63, clean", '4: 63, 6: "", clean'), ("header 51, \"a\", clean", '"a", clean'), ("02 \"ab\"", "03 \"ab\""),
           ("header 51, \"a\", clean", 'header 52, "a", clean'), ("truncated 45/2", "truncated 44/2"),
           ("truncated 45/2", "truncated 2/45"), ("too_long 3/4", "too_long 3/5"), ("too_long 3/4", "bad_terminator 3/4"),
           ("too_long 3/4", "too_long 3/4, clean"), ("0/-128", "0/128"), ("`00 05`", "`00 05 00`"),
           ("| `clean`", "| `clear`"), ("| `clean`", "| clean"),
           ("`51 01 61`", "`51 01 62`"), ("not_encodable 2/1", "not_encodable 2/2"), ("not_encodable 2/1", "61"),
           ("f6 2a", "2a f6"), ("`be`", "`le`"), ("`u8` or `u16be,limit=2k`", "`u8` or `u16be,limit=1`"),
           ("| `i8` | `80` |", "| `i8` | `8` |"), ("| `i8` |", "| `v8` |"), ("| `i8` | `80` |", "| `i8` |")]


def prove(program):
    """The rows above are right, and with any of the words replaced, one of them is not."""
    faults, _ = check(program, GOOD)
    for right, wrong in PLANTED:
        planted = GOOD.replace(right, wrong, 1)
        found = check(program, planted)[0] if planted != GOOD else []
        if len(found) != 1:
            faults.append(f"{len(found)} faults found with {wrong!r} in place of {right!r}")
    return faults


def main():
    """Reads the command line."""
    program, document = Program(sys.argv[1]), pathlib.Path(sys.argv[2])
    faults = [f"proof: {fault}" for fault in prove(program)]
    found, count = check(program, document.read_text(encoding="utf-8"))
    faults += [f"{document.name}: {fault}" for fault in found] + ["no table at all"] * (count == 0)
    common.finish(faults, f"{len(PLANTED)} planted faults were found; {count} rows are as the program says")


if __name__ == "__main__":
    main()
