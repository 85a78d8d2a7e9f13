# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Writes C++ sources that pack the same values by the same formats at compile time and at run time.

    agreement_sources.py FORMATS OUTPUT.cpp...

The formats are the same each time: all codes in all orders, counts 0, 1 and more, shapes, structures, bits, pads, names,
changes of order; and, where the size may stand in the bytes, LEB128, text of any length and counted groups.
"""
import random
import sys

COMMON = "xcbB?hHiIlLqQefdsp"
# Bits that a value may use: native sizes differ between machines.
BITS = {"b": 7, "B": 8, "h": 15, "H": 16, "i": 31, "I": 32, "l": 31, "L": 32, "q": 63, "Q": 64, "n": 31, "N": 32,
        "P": 32}
REACH = {"e": 14, "f": 120, "d": 1000, "bf16": 120}
HEADER = """// Written by tests/pack/agreement_sources.py.
#include "pack/agreement.hpp"

using structwire::complex;
using structwire::pack;
using structwire::try_pack;
using structwire::testing::agree;

"""


class Value:
    """A value in three spellings: argument of pack, argument of try_pack, and values of format::pack."""

    def __init__(self, argument, typed, type_name, flat):
        self.argument, self.typed, self.type_name, self.flat = argument, typed, type_name, flat


def sequence(values):
    """Several values of one type as one."""
    typed = f"std::array<{values[0].type_name}, {len(values)}>{{{', '.join(each.typed for each in values)}}}"
    return Value("{" + ", ".join(each.argument for each in values) + "}", typed, typed.split("{")[0],
                 [flat for each in values for flat in each.flat])


class Generator:
    def __init__(self):
        self.random = random.Random(42)
        self.is_variable = False  # whether the format at work has an item of variable size

    def integer(self, bits, signed):
        high = (1 << (bits - 1 if signed else bits)) - 1
        low = -high - 1 if signed else 0
        number = self.random.choice([low, high, 0, min(1, high), self.random.randint(low, high)])
        text = f"{number}u" if number >= 1 << 31 else str(number)
        if number == -(1 << 63):
            text = "(-9223372036854775807 - 1)"
        name = "std::int64_t" if signed else "std::uint64_t"
        return Value(text, f"{name}{{{text}}}", name, [text])

    def floating(self, code):
        number = self.random.uniform(-2, 2) * 2.0 ** self.random.randint(-REACH[code] - 12, REACH[code])
        text = self.random.choice([number.hex(), "-0.0", "1.5", "65504.0" if code == "e" else "0.1"])
        return Value(text, text, "double", [text])

    def complex(self, code):
        suffix = "f" if code in ("F", "Zf") else ""
        parts = [self.random.choice(["1.5", "-0.0", "0.25", "-65504.0", "3.0"]) for _ in range(2)]
        text = f"complex{{{parts[0]}{suffix}, {parts[1]}{suffix}}}"
        return Value(text, text, "complex<float>" if suffix else "complex<double>",
                     [f"complex<double>{{{parts[0]}, {parts[1]}}}"])

    def text(self, longest, first=0):
        size = self.random.choice([0, longest, self.random.randint(0, longest)])
        literal = '"' + "".join(f"\\{self.random.randrange(first, 256):03o}" for _ in range(size)) + '"'
        typed = f"std::string_view({literal}, {size})"
        return Value(literal, typed, "std::string_view", [typed])

    def scalar(self, code):
        if code == "c":
            octal = f"\\{self.random.randrange(256):03o}"
            return Value(f"'{octal}'", f"'{octal}'", "char", [f'std::string_view("{octal}", 1)'])
        if code == "?":
            text = self.random.choice(["true", "false"])
            return Value(text, text, "bool", [text])
        if code in ("F", "D", "Zf", "Zd"):
            return self.complex(code)
        return self.floating(code) if code in REACH else self.integer(BITS[code], code in "bhilqn")

    def repeated(self, one):
        """(count in front of the code, value or None)"""
        shape = self.random.choice([None] * 6 + [0, 2, 3, 5, (2, 2), (2, 3)])
        if shape is None:
            return "", one()
        if shape == 0:
            return "0", None
        if isinstance(shape, int):
            return self.random.choice([f"{shape}", f"({shape})"]), sequence([one() for _ in range(shape)])
        rows = [sequence([one() for _ in range(shape[1])]) for _ in range(shape[0])]
        return self.random.choice([f"({shape[0]},{shape[1]})", f"({shape[0]}){shape[1]}"]), sequence(rows)

    def bit_run(self):
        """A run of bits that ends at a byte boundary."""
        room = 8 * self.random.choice([1, 1, 2, 3, 4, 8, 9])
        text, values = "", []
        while room:
            width = min(room, 64, self.random.choice([1, 2, 3, 4, 5, 7, 8, 12, 13, 16, 20, 24, 33, 57, 64]))
            count = self.random.choice([1, 1, 1, 2, 3])
            kind = self.random.choice("uuiix")
            if kind != "x" and count > 1 and count * width <= room:
                text += f"{count}{{{kind}{width}}}"
                values.append(sequence([self.integer(width, kind == "i") for _ in range(count)]))
                room -= count * width
                continue
            text += f"{{{kind}{width}}}"
            if kind != "x":
                values.append(self.integer(width, kind == "i"))
            room -= width
        return text, values

    def structure(self, native, depth):
        parts = [self.item(native, depth + 1, variable=False) for _ in range(self.random.choice([2, 3]))]
        members = [value for _, values in parts for value in values]
        if len(members) < 2:
            return self.item(native, depth + 1, variable=False)
        text = "T{" + " ".join(part for part, _ in parts) + "}"
        whole = Value("{" + ", ".join(each.argument for each in members) + "}",
                      "std::tuple(" + ", ".join(each.typed for each in members) + ")", "",
                      [flat for each in members for flat in each.flat])
        return text, [whole]

    def variable(self):
        kind = self.random.choice(["uv", "zz", "z", "s", "s", "group", "group"])
        if kind == "uv":
            return "{uv}", [self.integer(self.random.choice([7, 14, 32, 64]), False)]
        if kind == "zz":
            return "{zz}", [self.integer(self.random.choice([6, 7, 32, 64]), True)]
        if kind == "z":
            return "{z}", [self.text(9, first=1)]
        length = self.random.choice(["B", "b", "H", "i", "u24", "u40", "i16", "uv"])
        if kind == "s":
            return f"{{{length}:s}}", [self.text(20)]
        codes = [self.random.choice("bBhHqQfd") for _ in range(self.random.choice([1, 2, 3]))]
        rows = [[self.scalar(code) for code in codes] for _ in range(self.random.choice([0, 1, 3]))]
        types = ", ".join({"f": "double", "d": "double"}.get(code, "std::int64_t" if code in "bhq" else "std::uint64_t")
                          for code in codes)
        elements = ", ".join("{" + ", ".join(each.typed for each in row) + "}" for row in rows)
        typed = f"std::vector<std::tuple<{types}>>{{{elements}}}"
        flat = [f"{len(rows)}u"] + [flat for row in rows for each in row for flat in each.flat]
        return f"{{{length}:({''.join(codes)})}}", [Value(typed, typed, "", flat)]

    def item(self, native, depth, variable):
        """(text, values)"""
        choice = self.random.random()
        if variable and choice < 0.4:
            self.is_variable = True
            return self.variable()
        if choice < 0.1:
            return self.bit_run()
        if choice < 0.18 and depth < 2:
            return self.structure(native, depth)
        code = self.random.choice(list(COMMON) + ["F", "D", "Zf", "Zd", "bf16"] + (list("nNP") if native else []))
        if code == "x":
            return self.random.choice(["", "0", "3"]) + "x", []
        if code in "sp":
            size = self.random.choice([None, 0, 1, 2, 5, 9])
            room = 1 if size is None else size
            value = self.text(room if code == "s" else max(0, room - 1))
            return ("" if size is None else str(size)) + code, [value]
        count, value = self.repeated(lambda: self.scalar(code))
        if code == "bf16":
            code = "{bf16}"
        return count + code, [] if value is None else [value]

    def case(self, index):
        variable = index % 3 == 0
        order = "=<>!"[index % 4] if variable else "@=<>!"[index % 5]
        text, values = order, []
        self.is_variable = False
        for number in range(self.random.choice([1, 2, 3, 4, 6])):
            if self.random.random() < 0.1:
                order = self.random.choice("=<>!" if variable else "@=<>!")
                text += order
            item, more = self.item(order == "@", 0, variable)
            text += item
            if self.random.random() < 0.3:
                text += f":n{number}:"
            text += self.random.choice(["", "", " ", "\\n"])
            values += more
        record = ", ".join(f"structwire::value({flat})" for each in values for flat in each.flat)
        if self.is_variable:
            arguments = "".join(f", {each.typed}" for each in values)
            return f'    agree<"{text}">({{{record}}}{arguments});\n'
        arguments = ", ".join(each.argument for each in values)
        return (f"    {{\n        static constexpr auto constant = pack<\"{text}\">({arguments});\n"
                f"        agree<\"{text}\">({{{record}}}, constant, pack<\"{text}\">({arguments}));\n    }}\n")


def main():
    formats, outputs = int(sys.argv[1]), sys.argv[2:]
    generator = Generator()
    cases = [generator.case(index) for index in range(formats)]
    for part, output in enumerate(outputs):
        body = "".join(cases[part::len(outputs)])
        title = f"pack and format agree, part {part + 1} of {len(outputs)} of {formats} formats"
        with open(output, "w", encoding="utf-8") as file:
            file.write(f'{HEADER}TEST_CASE("{title}", "[pack][format][agreement]") {{\n{body}}}\n')


if __name__ == "__main__":
    main()
