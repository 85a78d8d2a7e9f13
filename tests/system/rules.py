#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Every rule of the transport has a test: each tag [rule-01] to [rule-32] stands on a TEST_CASE, and no other one."""
import pathlib
import re
import sys
import tempfile

import common

RULES = range(1, 33)
# The title may be cut into several literals; the tags are the last argument.
TEST_CASE = re.compile(r'^TEST_CASE\(\s*"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*\s*,\s*((?:"[^"]*"\s*)+)\)', re.M)
TAG = re.compile(r"\[rule-([^\]]*)\]")


def check(root):
    """What is wrong in the tests below a folder."""
    faults, found = [], set()
    for path in sorted(root.rglob("*.cpp")):
        for tags in TEST_CASE.findall(path.read_text(encoding="utf-8")):
            for number in TAG.findall(tags):
                if number in {f"{rule:02}" for rule in RULES}:
                    found.add(int(number))
                else:
                    faults.append(f"{path.relative_to(root)}: there is no [rule-{number}]")
    return faults + [f"no test has the tag [rule-{rule:02}]" for rule in RULES if rule not in found]


def prove():
    """Plants a rule without a test, one in a comment only, and numbers that are none; expects to find them."""
    lines = [f'TEST_CASE("it\'s \\"one\\""\n          " rule", "[net][rule-{rule:02}]") {{}}' for rule in RULES]
    planted = {
        "missing.cpp": (lines[:6] + lines[7:], ["no test has the tag [rule-07]"]),
        "comment.cpp": (["// " + lines[31]] + lines[:31], ["no test has the tag [rule-32]"]),
        "wrong.cpp": (lines + [line.replace("rule-32", "rule-33") for line in lines[31:]],
                      ["wrong.cpp: there is no [rule-33]"]),
        "short.cpp": (lines + [line.replace("rule-01", "rule-1") for line in lines[:1]],
                      ["short.cpp: there is no [rule-1]"]),
        "right.cpp": (lines, []),
    }
    for name, (text, expected) in planted.items():
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / name).write_text("\n".join(text), encoding="utf-8")
            if (found := check(root)) != expected:
                sys.exit(f"FAILED: in {name} {expected} was expected, found: {found}")


if __name__ == "__main__":
    prove()
    common.finish(check(common.ROOT / "tests"), "each rule of the transport has a test, and each planted gap was found")
