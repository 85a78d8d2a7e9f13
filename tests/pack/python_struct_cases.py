# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Formats, values and buffers for python_struct_test.py, each with what `struct` says to it.

Where interpreters are known to differ (see "Known differences") a case is left out.
"""
import collections
import math
import random
import re
import struct

from oracle import Request, encoded

SPACE = " \t\n\r\f\v"
COMMON = "xcbB?hHiIlLqQefdsp"
NATIVE_ONLY = "nNP"
INTEGERS = "bBhHiIlLqQnNP"
COMPLEX = ("F", "D", "Zf", "Zd")
MARKED_PREFIXES = ("<", ">", "!")
PREFIXES = ("", "@", "=", *MARKED_PREFIXES)
CODE = re.compile(r"Z[fd]|[a-zA-Z?]")
REFUSED = (struct.error, OverflowError, TypeError, ValueError, SystemError, MemoryError)

# Count texts to pick from: half none, the others from 0 to 5 with and without leading zeros, one in ten large.
COUNTS = (["", "", "", "", ""] * 6 + [zeros + str(count) for count in range(6) for zeros in ("", "", "", "0", "0000")]
          + ["16", "255", "256", "257", "300"])

# What a case needs to know of both sides: whether native modes mean the same, what the driver can be asked, the
# codes of COMPLEX that both have, and the letters of those that only one has.
Common = collections.namedtuple("Common", "native operations complex undecided")
Item = collections.namedtuple("Item", "code count")


class Refused:
    """What struct said instead of giving a result."""

    def __init__(self, reason):
        self.words = str(reason)


def ask(function, *arguments):
    try:
        return function(*arguments)
    except REFUSED as reason:
        return Refused(reason)


def refuses(function, *arguments):
    return isinstance(ask(function, *arguments), Refused)


def has_code(code):
    return not refuses(struct.calcsize, "<" + code)


# Known differences between interpreters ------------------------------------------------------------------------

def zero_p_touches_a_byte():
    """`0p` writes the byte behind it until a correction in the series of 3.13."""
    buffer = bytearray(b"Z")
    struct.pack_into("0p", buffer, 0, b"")
    return buffer != b"Z"


def overflows(code):
    """Native `f` turns into infinity what does not fit, until the correction in 3.13 and 3.14; so may a complex."""
    return has_code(code) and not refuses(struct.pack, "@" + code, 1e39)


ZERO_P_TOUCHES = zero_p_touches_a_byte()
OVERFLOWING = tuple(code for code in ("f", "F", "Zf") if overflows(code))


def differs_in_format(text, undecided):
    """Before 3.14 there are no F and D, before 3.15 no Zf and Zd."""
    if undecided and re.search(f"[{undecided}]", text):
        return True
    return ZERO_P_TOUCHES and re.search(r"(^|\D)0+p", text) is not None


def differs_in_value(code, value):
    if code not in OVERFLOWING or not isinstance(value, (int, float, complex)):
        return False
    parts = (value.real, value.imag)
    return any(math.isfinite(part) and abs(part) >= 3.4028235677973366e38 for part in parts)


# Generator -----------------------------------------------------------------------------------------------------

class Generator:
    """Makes cases; the same seed makes the same."""

    FLOATS = (0.0, -0.0, 1.0, -1.5, math.inf, -math.inf, math.nan, 5e-324, 2.0**-24, 2.0**-25, 2.0**-25 * 1.0001,
              1.5 * 2.0**-24, 65504.0, 65519.99, 1.00048828125, 2.0**-14, 2.0**-149, 2.0**-150)
    TRUTHS = (True, False, 0, 1, 77, -1, 0.0, 0.5, math.nan, b"", b"\0")
    REACH = {"e": 15, "f": 126, "d": 1020}  # exponents of two
    MUTATIONS = COMMON + NATIVE_ONLY + "@=<>!0123456789" + SPACE + "\0:^|,()[]{}*+-.zZgtuwOX&TFD\x7f\x80\xff'\""
    ENORMOUS = ("9223372036854775807", "9223372036854775808", "4611686018427387904", "99999999999999999999")

    def __init__(self, seed, common):
        self.seeded = random.Random(seed)
        self.random = self.seeded.random
        self.bits = self.seeded.getrandbits
        self.randbytes = self.seeded.randbytes
        self.common = common
        self.prefixes = PREFIXES if common.native else MARKED_PREFIXES
        self.codes = {False: [*COMMON, *common.complex], True: [*COMMON, *NATIVE_ONLY, *common.complex]}
        self.makers = {native: {code: self.maker(code, native) for code in codes if code not in "xsp"}
                       for native, codes in self.codes.items()}

    def pick(self, several):
        return several[int(self.random() * len(several))]

    def below(self, end):
        return int(self.random() * end)

    # Formats
    def format(self):
        """A good format, whether it is native, and its items."""
        text = self.pick(self.prefixes)
        native = text in ("", "@")
        codes, items = self.codes[native], []
        for _ in range(self.pick((0, 1, 1, 2, 3, 4, 5, 8))):
            if text and self.random() < 0.2:
                text += self.pick(SPACE) * self.below(2) + self.pick(SPACE) * self.below(2)
            code = self.pick(codes)
            count = self.pick(COUNTS)
            if code == "p" and ZERO_P_TOUCHES and count and not int(count):
                count = ""
            text += count + code
            items.append(Item(code, int(count) if count else 1))
        return text, native, items

    def mutated(self, text):
        """A text that is probably no format any more."""
        characters = list(text)
        for _ in range(self.pick((1, 1, 1, 2, 3))):
            at = self.below(len(characters) + 1)
            pick = self.random()
            if pick < 0.5:
                characters.insert(at, self.pick(self.MUTATIONS))
            elif pick < 0.7 and characters:
                characters.pop(min(at, len(characters) - 1))
            elif pick < 0.9 and characters:
                characters[min(at, len(characters) - 1)] = self.pick(self.MUTATIONS)
            else:
                characters.insert(at, self.pick(self.ENORMOUS))
        text = "".join(characters)
        # The order of the driver's machine must not matter where it differs from ours.
        return text if self.common.native or text[:1] in MARKED_PREFIXES else ">" + text

    def named(self, text):
        """The same format in structwire's own grammar: the order said, some items with names."""
        if text[:1] not in ("@", "=", "<", ">", "!"):
            text = "@" + text
        number = iter(range(1000))

        def name(match):
            return match[0] + (f":n{next(number)}:" if self.random() < 0.3 else "")
        return CODE.sub(name, text)

    # Values
    def maker(self, code, native):
        """A function that makes values of this code."""
        if code == "c":
            return lambda: self.randbytes(1)
        if code == "?":
            return lambda: self.pick(self.TRUTHS)
        if code in self.REACH:
            return lambda: self.floating(code)
        if code in COMPLEX:
            part = {"F": "f", "D": "d", "Zf": "f", "Zd": "d"}[code]
            return lambda: self.complex(part)
        return self.integer_maker(8 * struct.calcsize(("@" if native else "<") + code), code)

    def integer_maker(self, bits, code):
        signed = code.islower()
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        edges = (low, low + 1, high, high - 1, 0, 1)
        if code == "P":
            edges += (-(1 << bits - 1), -1)

        def make():
            pick = self.random()
            if pick < 0.6:
                return self.bits(bits) + low
            if pick < 0.95:
                return self.pick(edges)
            return pick < 0.975
        return make

    def floating(self, code):
        pick = self.random()
        if pick < 0.3:
            return self.pick(self.FLOATS)
        if pick < 0.4 and code == "d":
            return struct.unpack("<d", self.randbytes(8))[0]
        if pick < 0.5:
            return self.bits(16) - 32768 if pick < 0.45 else self.bits(8) - 128
        reach = self.REACH[code]
        return math.ldexp(2 * self.random() - 1, self.below(2 * reach + 11) - reach - 10)

    def complex(self, part):
        number = self.floating(part)
        return number if self.random() < 0.2 else complex(number, self.floating(part))

    def text(self, longest):
        return self.randbytes(self.pick((0, 1, longest, longest + 1, self.below(longest + 3))))

    def bad_value(self, code, native):
        """One that this code does not take, or only just does. Where interpreters differ, a good one."""
        other = [b"ab", b"", b"a", 1, 1.5, True]
        if self.common.complex:
            other.append(1 - 2j)
        if code in INTEGERS:
            bits = 8 * struct.calcsize(("@" if native else "<") + code)
            beyond = [-(1 << bits - 1) - 1, 1 << bits - 1, 1 << bits, -1]
            other += [number for number in beyond if -2**63 <= number < 2**64]
        if code == "e":
            other += [65520.0, -65520.0, math.nextafter(65520.0, 0), 65535, 1e300]
        if code in ("f", "F", "Zf"):
            other += [3.4028235677973362e38, 3.4028235677973366e38, -3.4028235677973366e38, 1e39, 2**64 - 1]
        if code in ("F", "Zf"):
            other += [complex(1e39, 0), complex(0, 3.4028235677973366e38), complex(0, 3.4028235677973362e38)]
        value = self.pick(other)
        return 1.0 if native and differs_in_value(code, value) else value

    def values(self, native, items):
        """Values for a format; most of them fit."""
        values = []
        makers = self.makers[native]
        for code, count in items:
            if code in "sp":
                values.append(self.text(count))
            elif code != "x":
                make = makers[code]
                values += [make() for _ in range(count)]
        pick = self.random()
        if pick >= 0.31:
            return values
        if values and pick < 0.25:
            slots = [code for code, count in items if code != "x" for _ in range(1 if code in "sp" else count)]
            for _ in range(1 if pick < 0.2 else 2):
                at = self.below(len(slots))
                values[at] = self.bad_value(slots[at], native)
        elif values and pick < 0.28:
            values.pop()
        else:
            values.append(1)
        return values

    def record(self, text, native, items):
        """Bytes to unpack: of a record, or any."""
        if self.random() < 0.5:
            packed = ask(struct.pack, text, *self.values(native, items))
            if isinstance(packed, bytes):
                return packed
        return self.randbytes(struct.calcsize(text))

    def offset(self, room, size):
        return self.pick((0, 0, 1, room - size, room - size, room - size + 1, room, room + 1, -1, -size, -size,
                          -size - 1, -room, -room - 1, 2**63 - 1, -2**63, size - 2**63, 2**63 - size - 1))

    # Cases: a request for the driver, and what struct says to the same: a result as the driver encodes it, or Refused.
    def case(self, command, text, expected, buffer=b"", offset=0, values=(), good=True):
        """`good`: whether the text is a format; then structwire's own grammar has one that means the same."""
        grammar = b"p"
        if good and self.random() < 0.4:
            grammar, text = b"s", self.named(text)
        return (Request(command, grammar, text.encode("latin-1"), buffer, offset, values),
                expected if isinstance(expected, Refused) else encoded(expected))

    def calcsize_case(self):
        text, _, _ = self.format()
        return self.case(b"calcsize", text, ask(struct.calcsize, text))

    def malformed_case(self):
        text = self.mutated(self.format()[0])
        if differs_in_format(text, self.common.undecided):
            return None
        expected = ask(struct.calcsize, text.encode("latin-1"))
        return self.case(b"calcsize", text, expected, good=not isinstance(expected, Refused))

    def pack_case(self):
        text, native, items = self.format()
        values = self.values(native, items)
        return self.case(b"pack", text, ask(struct.pack, text, *values), values=tuple(values))

    def pack_into_case(self):
        text, native, items = self.format()
        values = self.values(native, items)
        size = struct.calcsize(text)
        before = self.randbytes(size + self.pick((0, 0, 1, 3, 8)))
        offset = self.offset(len(before), size)
        buffer = bytearray(before)
        done = ask(struct.pack_into, text, buffer, offset, *values)
        expected = done if isinstance(done, Refused) else bytes(buffer)
        return self.case(b"pack_into", text, expected, before, offset, tuple(values))

    def unpack_case(self):
        text, native, items = self.format()
        data = self.record(text, native, items)
        pick = self.random()
        if pick < 0.05:
            data = data[:-1]
        elif pick < 0.1:
            data += b"\0"
        return self.case(b"unpack", text, ask(struct.unpack, text, data), data)

    def unpack_from_case(self):
        text, native, items = self.format()
        data = self.randbytes(self.below(4)) + self.record(text, native, items) + self.randbytes(self.below(4))
        offset = self.offset(len(data), struct.calcsize(text))
        return self.case(b"unpack_from", text, ask(struct.unpack_from, text, data, offset), data, offset)

    def iter_unpack_case(self):
        text, native, items = self.format()
        data = b"".join(self.record(text, native, items) for _ in range(self.below(4)))
        if self.random() < 0.15:
            data += b"\0"
        records = ask(struct.iter_unpack, text, data)
        return self.case(b"iter_unpack", text, records if isinstance(records, Refused) else tuple(records), data)

    def cases(self, number):
        makers = [self.calcsize_case] + 3 * [self.malformed_case]
        for command, maker, weight in (("pack", self.pack_case, 4), ("pack_into", self.pack_into_case, 2),
                                       ("unpack", self.unpack_case, 4), ("unpack_from", self.unpack_from_case, 2),
                                       ("iter_unpack", self.iter_unpack_case, 2)):
            if command in self.common.operations:
                makers += weight * [maker]
        made = []
        while len(made) < number:
            case = self.pick(makers)()
            if case is not None:
                made.append(case)
        return made
