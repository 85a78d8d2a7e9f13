# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Formats, values and buffers for python_struct_test.py, each with what `struct` says to it.

Where interpreters are known to differ (see the functions called `differs_...`) a case is left out.
"""
import collections
import math
import random
import re
import struct
import sys

VERSION = sys.version_info[:2]
SPACE = " \t\n\r\f\v"
COMMON = "xcbB?hHiIlLqQefdsp"
NATIVE_ONLY = "nNP"
INTEGERS = "bBhHiIlLqQnNP"
ITEM = re.compile(r"\s*(\d*)([a-zA-Z?])")
REFUSED = (struct.error, OverflowError, TypeError, ValueError, SystemError, MemoryError)

# The first words of a message of struct, and the name of our error.
NAMES = [
    (r"bad char in struct format", "unknown_code unsupported_code missing_byte_order bad_name"),
    (r"repeat count given without", "count_without_code"),
    (r"embedded null character", "embedded_null"),
    (r"total struct size too long", "total_too_large"),
    (r"pack(_into)? expected \d+ items", "too_few_values too_many_values"),
    (r"unpack requires a buffer", "short_buffer extra_bytes"),
    (r"(unpack_from|pack_into) requires a buffer", "short_buffer"),
    (r"(not enough data|no space) to", "short_buffer"),
    (r"offset -?\d+ out of range", "bad_offset"),
]

Case = collections.namedtuple("Case", "request expected format grammar")


def hexed(data):
    return "x" + data.hex()


def float_bits(number):
    return struct.unpack("<Q", struct.pack("<d", number))[0]


def word(value):
    """A value as the driver writes and reads it."""
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, int):
        return f"u{value}" if value >= 2**63 else f"i{value}"
    if isinstance(value, float):
        return f"d{float_bits(value):x}"
    return hexed(value)


class Refused:
    """What struct said instead of giving a result."""

    def __init__(self, reason):
        self.words = str(reason)
        self.about_value = not any(re.match(pattern, self.words) for pattern, _ in NAMES)


def ask(function, *arguments):
    try:
        return function(*arguments)
    except REFUSED as reason:
        return Refused(reason)


def items(text):
    """(count, code) of a good format without its prefix."""
    return [(int(count) if count else 1, code) for count, code in ITEM.findall(text.lstrip("@=<>!"))]


# Known differences between interpreters ------------------------------------------------------------------------

def zero_p_touches_a_byte():
    """`0p` writes the byte behind it until a correction in the series of 3.13."""
    buffer = bytearray(b"Z")
    struct.pack_into("0p", buffer, 0, b"")
    return buffer != b"Z"


TOUCHED = zero_p_touches_a_byte()


def differs_in_format(text):
    """3.14 adds F and D, 3.15 adds Zf and Zd; structwire follows 3.13, with the corrected `0p`."""
    if VERSION >= (3, 14) and re.search(r"[FDZ]", text):
        return True
    return TOUCHED and re.search(r"(^|\D)0+p", text) is not None


def differs_in_float(prefix, code, value):
    """Native `f` turns into infinity what does not fit, until the correction in 3.13 and 3.14."""
    return (prefix in ("", "@") and code == "f" and isinstance(value, (int, float))
            and math.isfinite(value) and abs(value) >= 3.4028235677973366e38)


# Generators ----------------------------------------------------------------------------------------------------

class Generator:
    def __init__(self, seed, native):
        self.random = random.Random(seed)
        self.native = native  # whether native modes mean the same to the driver as here

    def prefix(self):
        return self.random.choice(["", "@", "=", "<", ">", "!"] if self.native else ["<", ">", "!"])

    def count(self):
        pick = self.random.random()
        if pick < 0.5:
            return ""
        if pick < 0.9:
            return "0" * self.random.choice([0, 0, 0, 1, 4]) + str(self.random.randrange(6))
        return str(self.random.choice([16, 255, 256, 257, 300]))

    def format(self):
        prefix = self.prefix()
        codes = COMMON + (NATIVE_ONLY if prefix in ("", "@") else "")
        text = prefix
        for _ in range(self.random.choice([0, 1, 1, 2, 3, 4, 5, 8])):
            if self.random.random() < 0.2:
                text += "".join(self.random.choices(SPACE, k=self.random.randrange(3))) if text else ""
            text += self.count() + self.random.choice(codes)
        return text

    def integer(self, bits, signed):
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        pick = self.random.random()
        if pick < 0.4:
            return self.random.choice([low, low + 1, high, high - 1, 0, 1])
        return self.random.randint(low, high)

    def floating(self, code):
        pick = self.random.random()
        if pick < 0.3:
            return self.random.choice([0.0, -0.0, 1.0, -1.5, math.inf, -math.inf, math.nan, 5e-324, 2.0**-24,
                                       2.0**-25, 2.0**-25 * 1.0001, 1.5 * 2.0**-24, 65504.0, 65519.99,
                                       1.00048828125, 2.0**-14, 2.0**-149, 2.0**-150])
        if pick < 0.4 and code == "d":
            return struct.unpack("<d", struct.pack("<Q", self.random.getrandbits(64)))[0]
        if pick < 0.5:
            return self.integer(self.random.choice([8, 16]), True)
        reach = {"e": 15, "f": 126, "d": 1020}[code]
        return math.ldexp(self.random.uniform(-1, 1), self.random.randint(-reach - 10, reach))

    def text(self, longest):
        size = self.random.choice([0, 1, longest, longest + 1, self.random.randint(0, longest + 2)])
        return self.random.randbytes(size)

    def good_value(self, code, count, prefix):
        if code in "sp":
            return self.text(count)
        if code == "c":
            return self.random.randbytes(1)
        if code == "?":
            return self.random.choice([True, False, 0, 1, 77, -1, 0.0, 0.5, math.nan, b"", b"\0"])
        if code in "efd":
            return self.floating(code)
        if self.random.random() < 0.05:
            return self.random.choice([True, False])
        size = struct.calcsize((prefix if prefix else "@") + code)
        return self.integer(8 * size, code.islower() or (code == "P" and self.random.random() < 0.5))

    def bad_value(self, code, prefix):
        """One that this code does not take, or only just does."""
        other = [b"ab", b"", b"a", 1, 1.5, True]
        if code in INTEGERS:
            size = struct.calcsize((prefix if prefix else "@") + code)
            beyond = [-(1 << 8 * size - 1) - 1, 1 << 8 * size - 1, 1 << 8 * size, -1]
            other += [number for number in beyond if -2**63 <= number < 2**64]
        if code == "e":
            other += [65520.0, -65520.0, math.nextafter(65520.0, 0), 65535, 1e300]
        if code == "f":
            other += [3.4028235677973362e38, 3.4028235677973366e38, -3.4028235677973366e38, 1e39, 2**64 - 1]
        return self.random.choice(other)

    def values(self, text):
        """Values for a good format; most of them fit. None where interpreters differ."""
        prefix = text[0] if text[:1] in "@=<>!" and text else ""
        slots = [(code, count) for count, code in items(text) if code != "x"
                 for _ in range(1 if code in "sp" else count)]
        values = [self.good_value(code, count, prefix) for code, count in slots]
        pick = self.random.random()
        if values and pick < 0.25:
            at = self.random.randrange(len(values))
            values[at] = self.bad_value(slots[at][0], prefix)
        elif values and pick < 0.28:
            values.pop()
        elif pick < 0.31:
            values.append(1)
        if any(differs_in_float(prefix, code, value) for (code, _), value in zip(slots, values)):
            return None
        return values

    def mutated(self, text):
        """A text that is probably no format any more."""
        alphabet = COMMON + NATIVE_ONLY + "@=<>!0123456789" + SPACE + "\0:^|,()[]{}*+-.zZgtuwOX&T\x7f\x80\xff'\""
        characters = list(text)
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            at = self.random.randint(0, len(characters))
            pick = self.random.random()
            if pick < 0.5:
                characters.insert(at, self.random.choice(alphabet))
            elif pick < 0.7 and characters:
                characters.pop(min(at, len(characters) - 1))
            elif pick < 0.9 and characters:
                characters[min(at, len(characters) - 1)] = self.random.choice(alphabet)
            else:
                characters.insert(at, self.random.choice(["9223372036854775807", "9223372036854775808",
                                                          "4611686018427387904", "99999999999999999999"]))
        text = "".join(characters)
        # The order of the driver's machine must not matter where it differs from ours.
        return text if self.native or text[:1] in ("<", ">", "!") else ">" + text

    def named(self, text):
        """The same format in structwire's own grammar: the order said, some items with names."""
        if text[:1] not in ("@", "=", "<", ">", "!"):
            text = "@" + text
        number = iter(range(1000))

        def name(match):
            return match[0] + (f":n{next(number)}:" if self.random.random() < 0.3 else "")
        return re.sub(r"[a-zA-Z?]", name, text)

    # Cases: a request for the driver and what struct says to the same.
    def case(self, command, text, arguments, expected):
        grammar = "p"
        sent = text
        if not isinstance(expected, Refused) and self.random.random() < 0.4:
            grammar, sent = "s", self.named(text)
        request = " ".join([command, grammar, hexed(sent.encode("latin-1")), *arguments])
        return Case(request, expected, sent, grammar)

    def calcsize_case(self):
        text = self.format()
        return self.case("calcsize", text, [], ask(struct.calcsize, text))

    def malformed_case(self):
        text = self.mutated(self.format())
        if differs_in_format(text):
            return None
        expected = ask(struct.calcsize, text.encode("latin-1"))
        return self.case("calcsize", text, [], expected)

    def pack_case(self):
        text = self.format()
        values = self.values(text)
        if values is None or differs_in_format(text):
            return None
        return self.case("pack", text, map(word, values), ask(struct.pack, text, *values))

    def offset(self, room, size):
        return self.random.choice([0, 0, 1, room - size, room - size, room - size + 1, room, room + 1, -1, -size,
                                   -size, -size - 1, -room, -room - 1, 2**63 - 1, -2**63])

    def pack_into_case(self):
        text = self.format()
        values = self.values(text)
        if values is None or differs_in_format(text):
            return None
        size = struct.calcsize(text)
        buffer = bytearray(self.random.randbytes(size + self.random.choice([0, 0, 1, 3, 8])))
        before = hexed(buffer)
        offset = self.offset(len(buffer), size)
        done = ask(struct.pack_into, text, buffer, offset, *values)
        expected = done if isinstance(done, Refused) else bytes(buffer)
        return self.case("pack_into", text, [before, str(offset), *map(word, values)], expected)

    def record(self, text):
        """Bytes to unpack: of a record, or any."""
        size = struct.calcsize(text)
        if self.random.random() < 0.5:
            values = self.values(text)
            if values is not None:
                packed = ask(struct.pack, text, *values)
                if not isinstance(packed, Refused):
                    return packed
        return self.random.randbytes(size)

    def unpack_case(self):
        text = self.format()
        if differs_in_format(text):
            return None
        data = self.record(text)
        pick = self.random.random()
        if pick < 0.05:
            data = data[:-1]
        elif pick < 0.1:
            data += b"\0"
        return self.case("unpack", text, [hexed(data)], ask(struct.unpack, text, data))

    def unpack_from_case(self):
        text = self.format()
        if differs_in_format(text):
            return None
        size = struct.calcsize(text)
        data = self.random.randbytes(self.random.randrange(4)) + self.record(text)
        data += self.random.randbytes(self.random.randrange(4))
        offset = self.offset(len(data), size)
        return self.case("unpack_from", text, [hexed(data), str(offset)],
                         ask(struct.unpack_from, text, data, offset))

    def cases(self, number):
        makers = [(self.calcsize_case, 1), (self.malformed_case, 3), (self.pack_case, 4), (self.pack_into_case, 2),
                  (self.unpack_case, 4), (self.unpack_from_case, 2)]
        functions, weights = zip(*makers)
        made = []
        while len(made) < number:
            case = self.random.choices(functions, weights)[0]()
            if case is not None:
                made.append(case)
        return made
