# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""structwire's run-time format against the `struct` module of the Python that runs this.

    python_struct_test.py [--seed N] [--cases N] DRIVER [ARGUMENT...]

Generates formats, values and buffers, asks `struct` and the driver (oracle_driver.cpp) for each, and compares
bytes, values, accept or reject, and the words of errors.
"""
import argparse
import collections
import math
import re
import struct
import subprocess
import sys

from python_struct_cases import NAMES, VERSION, Generator, Refused, float_bits, hexed, word


def words_count(refused):
    """Whether this interpreter's words are those that structwire uses: for values since 3.13. An integer that is too
    large for `e` or `f` is left out: struct says what it says of `P`, structwire what struct says of a float."""
    if refused.words == "int too large to convert":
        return False
    return VERSION >= (3, 13) or not refused.about_value


def same_value(expected, given):
    """Whether the driver's word is this value. A NaN of `e` and `f` may differ in its payload."""
    if isinstance(expected, float):
        if not given.startswith("d"):
            return False
        bits = int(given[1:], 16)
        if math.isnan(expected):
            return bits & 0x7ff0000000000000 == 0x7ff0000000000000 and bits & 0xfffffffffffff != 0
        return bits == float_bits(expected)
    if isinstance(expected, int) and not isinstance(expected, bool):
        return given in (f"i{expected}", f"u{expected}")
    return given == word(expected)


def difference(case, reply):
    """What is wrong with this reply; None if nothing is."""
    expected = case.expected
    if isinstance(expected, Refused):
        if not reply.startswith("error "):
            return f"struct refuses: {expected.words}"
        _, name, _, _, _, sentence = reply.split(" ", 5)
        for pattern, names in NAMES:
            if re.match(pattern, expected.words) and name not in names.split():
                return f"struct says: {expected.words}"
        if words_count(expected) and not sentence.startswith(expected.words):
            return f"struct says: {expected.words}"
        return None
    if not reply.startswith("ok"):
        return f"struct gives {expected!r}"
    given = reply.split()[1:]
    if isinstance(expected, int):
        same = given == [str(expected)]
    elif isinstance(expected, bytes):
        same = given == [hexed(expected)]
    else:
        same = len(given) == len(expected) and all(map(same_value, expected, given))
    return None if same else f"struct gives {expected!r}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=20240229)
    parser.add_argument("--cases", type=int, default=20000)
    parser.add_argument("driver", nargs=argparse.REMAINDER)
    options = parser.parse_args()

    about = subprocess.run(options.driver, input="about\n", text=True, stdout=subprocess.PIPE, check=True).stdout
    native = about.split() == ["about", sys.byteorder, str(struct.calcsize("@l")), str(struct.calcsize("@P"))]
    print(f"python {sys.version.split()[0]}, seed {options.seed}, native modes {'compared' if native else 'left out'}")

    cases = Generator(options.seed, native).cases(options.cases)
    done = subprocess.run(options.driver, input="".join(case.request + "\n" for case in cases), text=True,
                          stdout=subprocess.PIPE, check=False)
    replies = done.stdout.splitlines()
    faults = []
    for case, reply in zip(cases, replies):
        why = difference(case, reply)
        if why is not None:
            faults.append(f"format {case.format!r} grammar {case.grammar}\n  sent  {case.request}\n"
                          f"  got   {reply}\n  {why}")
    if done.returncode != 0 or len(replies) != len(cases):
        last = cases[len(replies)].request if len(replies) < len(cases) else "the end of its input"
        faults.append(f"the driver ended with status {done.returncode} after {len(replies)} of {len(cases)} replies, "
                      f"at: {last}")
    for fault in faults[:20]:
        print("\n".join(line[:400] for line in fault.splitlines()))
    counts = collections.Counter(case.request.split()[0] for case in cases)
    refused = sum(isinstance(case.expected, Refused) for case in cases)
    print(f"{len(cases)} cases ({', '.join(f'{count} {command}' for command, count in sorted(counts.items()))}; "
          f"{refused} of them refused by struct), {len(faults)} differences")
    sys.exit(1 if faults or len(cases) < options.cases or not cases else 0)


if __name__ == "__main__":
    main()
