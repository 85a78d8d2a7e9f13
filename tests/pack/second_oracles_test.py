# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""structwire's run-time format against `pack` and `unpack` of Perl, Lua or Ruby, where their letters mean the same.

    second_oracles_test.py [--prove] [--seed N] [--cases N] LANGUAGE DRIVER [ARGUMENT...]

Values go through our pack and theirs, which must give the same bytes, and these bytes through our unpack and theirs,
which must give the same values. All values fit: those languages wrap silently. LANGUAGE is perl, lua5.4 or ruby;
--prove exchanges the two orders of one letter and expects to see it. Exit status 77 means that it is not installed.
"""
import argparse
import math
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import time

from oracle import About, Failure, Request, decoded, replies_or_culprit
from second_oracles_languages import LANGUAGES, ORDERS


def kind_of(item):
    """i, u, d or x, as the scripts have it; nothing for pads."""
    if item == "x":
        return ""
    if item in ("c", "s", "{z}") or item.endswith(":s}"):
        return "x"
    if item in ("f", "d"):
        return "d"
    return "i" if item in tuple("bhilqn") or item.startswith("{i") else "u"


def bits_of(order, item):
    number = re.fullmatch(r"\{[ui](\d+)\}", item)
    return int(number[1]) if number else 8 * struct.calcsize(order + item)


def word(kind, value):
    """A value as the scripts write it; all NaNs are one."""
    if kind == "x":
        return kind + value.hex()
    if kind == "d":
        return kind + ("nan" if math.isnan(value) else struct.pack(">d", value).hex())
    return f"{kind}{int(value)}"


def normalized(text):
    """The words of a script with all NaNs as one."""
    words = text.split()
    for index, each in enumerate(words):
        if each[0] == "d" and math.isnan(struct.unpack(">d", bytes.fromhex(each[1:]))[0]):
            words[index] = "dnan"
    return words


class Case:
    """A format in both languages, and values for it."""

    def __init__(self):
        self.ours = ""
        self.theirs = []
        self.kinds = ""
        self.values = []

    def request(self, command, buffer=b""):
        return Request(command, b"s", self.ours.encode(), buffer, 0,
                       tuple(self.values) if command == b"pack" else ())

    def line(self, packed):
        """The script's request: to pack the values, and to unpack our bytes."""
        given = " ".join(kind + (struct.pack(">d", value).hex() if kind == "d" else word(kind, value)[1:])
                         for kind, value in zip(self.kinds, self.values))
        return "\t".join([" ".join(self.theirs), given, packed.hex(), self.kinds]) + "\n"


class Generator:
    def __init__(self, seed, language, letters, native):
        self.random = random.Random(f"{seed}/{language}")
        self.language = language
        self.letters = {order: {item: columns[at].split() for item, columns in letters.items() if columns[at]}
                        for at, order in enumerate(ORDERS)}
        self.orders = [order for order in (ORDERS if native else ORDERS[:2]) if self.letters[order]]

    def value(self, order, item, count):
        pick = self.random.random()
        if item == "c":
            return self.random.randbytes(1)
        if item == "s":
            return self.random.randbytes(count if pick < 0.6 else self.random.randint(0, count))
        if item == "?":
            return pick < 0.5
        if item == "{z}":
            return bytes(self.random.randint(1, 255) for _ in range(self.random.randint(0, 9)))
        if item.endswith(":s}"):
            longest = 255 if item == "{B:s}" else 300
            return self.random.randbytes(longest if pick < 0.05 else self.random.randint(0, 9))
        if item in ("f", "d"):
            return self.floating(item, pick)
        bits = bits_of(order, item)
        low = -(1 << bits - 1) if kind_of(item) == "i" else 0
        if pick < 0.3:
            return self.random.choice([low, low + 1, low + (1 << bits) - 1, low + (1 << bits) - 2, 0, 1])
        return low + self.random.getrandbits(bits)

    def floating(self, item, pick):
        if pick < 0.2:
            return self.random.choice([0.0, -0.0, 1.0, -1.5, math.inf, -math.inf, math.nan, 0.1])
        reach = 126 if item == "f" else 1022
        return math.ldexp(self.random.uniform(-2, 2), self.random.randint(-reach - 24, reach))

    def their_item(self, order, item, count):
        """The words that stand for this item; count is None where none is written."""
        letter = self.random.choice(self.letters[order][item])
        if item == "s":
            return [f"{letter}{1 if count is None else count}"]
        number = 1 if count is None else count
        aligned = order == "@" and item in "hHiIlLqQnNfd"
        if self.language == "lua5.4":
            return [letter] * number if number or not aligned else [letter[:-1] + "X" + letter[-1]]
        words = [letter] * number if letter == "a1" else [letter + ("" if count is None else str(count))]
        return [f"x!{struct.calcsize('@b0' + item)}", *words] if aligned else words

    def case(self):
        case = Case()
        order = self.random.choice(self.orders)
        case.ours = order
        for _ in range(self.random.choice([1, 1, 2, 3, 4, 6])):
            if order != "@" and self.random.random() < 0.2:
                order = self.random.choice([other for other in self.orders if other != "@"])
                case.ours += order
            item = self.random.choice(list(self.letters[order]))
            count = self.random.choice([None, None, None, 0, 1, 2, 3, 7])
            if item.startswith("{") and (kind_of(item) == "x" or count == 0):
                count = None
            case.ours += ("" if count is None else str(count)) + item + self.random.choice(["", " "])
            case.theirs += self.their_item(order, item, count)
            number = 1 if item == "s" or count is None else count
            if item != "x":
                case.kinds += kind_of(item) * number
                case.values += [self.value(order, item, 1 if count is None else count) for _ in range(number)]
        return case


def known(about, letters):
    """The part of a table that our library has: items in braces are tried."""
    def has(item):
        sample = b"a" if kind_of(item) == "x" else 1
        return about.succeeds(Request(b"pack", b"s", b">" + item.encode(), b"", 0, (sample,)))
    return {item: columns for item, columns in letters.items() if not item.startswith("{") or has(item)}


def ask_driver(driver, requests):
    """The decoded replies; the end of the test where the driver does not survive."""
    replies, culprit = replies_or_culprit(driver, requests)
    if culprit is not None:
        sys.exit(f"FAILED: the driver ends at {culprit}")
    return [decoded(reply) for reply in replies]


def ask_script(command, cases, packed):
    """(bytes packed, values unpacked) of each case; the end of the test where the script fails."""
    lines = "".join(case.line(ours) for case, ours in zip(cases, packed))
    done = subprocess.run(command, input=lines, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    replies = done.stdout.splitlines()
    if done.returncode != 0 or len(replies) != len(cases):
        at = f"{cases[len(replies)].ours!r} = {cases[len(replies)].theirs}" if len(replies) < len(cases) else "its end"
        sys.exit(f"FAILED: {command[0]} ends with status {done.returncode} at {at}\n{done.stderr}")
    return [(bytes.fromhex(their), normalized(values)) for their, values in (line.split("\t") for line in replies)]


def compare(language, command, driver, cases):
    """What differs, in sentences."""
    def fault(case, why):
        return f"format {case.ours!r}, in {language} {' '.join(case.theirs)!r}\n  values {case.values}\n  {why}"

    ours = ask_driver(driver, [case.request(b"pack") for case in cases])
    faults = [fault(case, f"we refuse to pack: {reply.sentence.decode()}")
              for case, reply in zip(cases, ours) if isinstance(reply, Failure)]
    both = [(case, reply) for case, reply in zip(cases, ours) if isinstance(reply, bytes)]
    cases, ours = [case for case, _ in both], [reply for _, reply in both]
    theirs = ask_script(command, cases, ours)
    back = ask_driver(driver, [case.request(b"unpack", their) for case, (their, _) in zip(cases, theirs)])
    for case, packed, (their, values), unpacked in zip(cases, ours, theirs, back):
        if their != packed:
            faults.append(fault(case, f"{language} packs {their.hex()}\n  we pack {packed.hex()}"))
        elif isinstance(unpacked, Failure):
            faults.append(fault(case, f"we refuse to unpack {their.hex()}: {unpacked.sentence.decode()}"))
        elif [word(kind, value) for kind, value in zip(case.kinds, unpacked)] != values:
            faults.append(fault(case, f"bytes {their.hex()}\n  {language} unpacks {values}\n  we unpack {unpacked}"))
    return faults


def tool(name):
    path = shutil.which(name)
    if path is None:
        if os.environ.get("CI") == "true":
            sys.exit(f"FAILED: {name} is not installed (in CI nothing may be skipped)")
        print(f"SKIPPED: {name} is not installed")
        sys.exit(77)
    return path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--prove", action="store_true")
    parser.add_argument("--seed", type=int, default=20240229)
    parser.add_argument("--cases", type=int, default=20000)
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("driver", nargs=argparse.REMAINDER)
    options = parser.parse_args()

    start = time.monotonic()
    script, letters = LANGUAGES[options.language]
    command = [tool(options.language), "-e", script]
    about = About(options.driver)
    native = (about.order, about.long_bytes, about.pointer_bytes) == (sys.byteorder, struct.calcsize("@l"),
                                                                      struct.calcsize("@P"))
    letters = known(about, letters)
    if options.prove:
        little, big, *rest = letters["H"]
        letters["H"] = (big, little, *rest)
    generator = Generator(options.seed, options.language, letters, native)
    cases = [generator.case() for _ in range(options.cases)]
    faults = compare(options.language, command, options.driver, cases)
    for fault in faults[:3 if options.prove else 20]:
        print("\n".join(line[:400] for line in fault.splitlines()))
    print(f"{options.language}, seed {options.seed}: {len(cases)} cases in {time.monotonic() - start:.1f} s, items "
          f"{' '.join(letters)}, orders {' '.join(generator.orders)}; {len(faults)} differences")
    if options.prove:
        sys.exit(0 if faults else "FAILED: the exchanged orders were not seen")
    sys.exit(1 if faults or not cases else 0)


if __name__ == "__main__":
    main()
