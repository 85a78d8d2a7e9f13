# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Writes C++ sources that pack the same values by the same formats at compile time and at run time.

    agreement_sources.py FORMATS OUTPUT.cpp...

The formats are the same each time: all codes in all orders, counts 0, 1 and more, pads, names, changes of order.
"""
import random
import sys

COMMON = "xcbB?hHiIlLqQefdsp"
# Bits that a value may use: native sizes differ between machines.
BITS = {"b": 7, "B": 8, "h": 15, "H": 16, "i": 31, "I": 32, "l": 31, "L": 32, "q": 63, "Q": 64, "n": 31, "N": 32,
        "P": 32}
HEADER = """// Written by tests/pack/agreement_sources.py.
#include "pack/agreement.hpp"

using structwire::pack;
using structwire::testing::check_agreement;

"""


class Generator:
    def __init__(self):
        self.random = random.Random(42)

    def integer(self, code):
        high = (1 << BITS[code]) - 1
        low = -high - 1 if code in "bhilqn" else 0
        number = self.random.choice([low, high, 0, 1, self.random.randint(low, high)])
        if number == -(1 << 63):
            return "(-9223372036854775807 - 1)"
        return f"{number}u" if number >= 1 << 31 else str(number)

    def floating(self, code):
        reach = {"e": 14, "f": 120, "d": 1000}[code]
        number = self.random.uniform(-2, 2) * 2.0 ** self.random.randint(-reach - 12, reach)
        return self.random.choice([number.hex(), "-0.0", "1.5", "65504.0" if code == "e" else "0.1"])

    def literal(self, longest):
        size = self.random.choice([0, longest, self.random.randint(0, longest)])
        return '"' + "".join(f"\\{self.random.randrange(256):03o}" for _ in range(size)) + '"', size

    def element(self, code):
        """(argument of pack, value of format::pack)"""
        if code == "c":
            octal = f"\\{self.random.randrange(256):03o}"
            return f"'{octal}'", f'std::string_view("{octal}", 1)'
        if code == "?":
            text = self.random.choice(["true", "false"])
        else:
            text = self.floating(code) if code in "efd" else self.integer(code)
        return text, text

    def item(self, native):
        """(text, arguments, values)"""
        code = self.random.choice(COMMON + ("nNP" if native else ""))
        count = self.random.choice([None, None, 0, 1, 2, 3, 5, 9])
        text = ("" if count is None else str(count)) + code
        number = 1 if count is None else count
        if code == "x":
            return text, [], []
        if code in "sp":
            literal, size = self.literal(number if code == "s" else max(0, number - 1))
            return text, [literal], [f"std::string_view({literal}, {size})"]
        elements = [self.element(code) for _ in range(number)]
        arguments = [argument for argument, _ in elements]
        if number > 1:
            arguments = ["{" + ", ".join(arguments) + "}"]
        return text, arguments, [value for _, value in elements]

    def case(self, index):
        order = "@=<>!"[index % 5]
        text, arguments, values = order, [], []
        for number in range(self.random.choice([1, 2, 3, 4, 6, 8])):
            if self.random.random() < 0.1:
                order = self.random.choice("@=<>!")
                text += order
            item, more, flat = self.item(order == "@")
            text += item
            if self.random.random() < 0.3:
                text += f":n{number}:"
            text += self.random.choice(["", "", " ", "\\n"])
            arguments += more
            values += flat
        call = f'pack<"{text}">({", ".join(arguments)})'
        record = ", ".join(f"structwire::value({value})" for value in values)
        return (f"    {{\n        static constexpr auto constant = {call};\n        const auto run_time = {call};\n"
                f'        check_agreement<"{text}">(constant, run_time, {{{record}}});\n    }}\n')


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
