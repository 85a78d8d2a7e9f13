# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""instructions.cpp at -O2: a function `X_structwire` has no more instructions than `X_by_hand`.

    instructions_test.py [--prove] COMPILER [FLAG...]

--prove compiles with a byte loop planted into one of the functions and expects to refuse it. Needs objdump. Exit
status 77 means that the compiler or objdump is not installed.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).with_name("instructions.cpp")
INCLUDE = SOURCE.parents[2] / "include"
PADDING = re.compile(r"\b(nop\w*|xchg\s+%ax,%ax|data16|cs nopw?|int3)\b")
HEAD = re.compile(r"[0-9a-f]+ <(\w+)>:")
PLANTED = ("structwire::pack_into<\">IHBq\">(to, id, kind, flags, price);",
           "for (std::byte& byte : to) byte = std::byte(id >> (&byte - to.data()) % 4 * 8);\n"
           "    to[4] = std::byte(kind), to[6] = std::byte(flags), to[7] = std::byte(price);")


def tool(name):
    path = shutil.which(name)
    if path is None:
        if os.environ.get("CI") == "true":
            sys.exit(f"FAILED: {name} is not installed (in CI nothing may be skipped)")
        print(f"SKIPPED: {name} is not installed")
        sys.exit(77)
    return path


def count(compiler, flags, text):
    """Instructions of each function."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "instructions.cpp")
        source.write_text(text, encoding="utf-8")
        target = pathlib.Path(folder, "instructions.o")
        subprocess.run([compiler, "-std=c++23", "-O2", "-DNDEBUG", "-fcf-protection=none", f"-I{INCLUDE}", *flags, "-c",
                        source, "-o", target], check=True)
        listing = subprocess.run([tool("objdump"), "-d", "--no-show-raw-insn", target], check=True, text=True,
                                 stdout=subprocess.PIPE).stdout
    counts = {}
    name = None
    for line in listing.splitlines():
        if head := HEAD.match(line):
            name = head[1]
            counts[name] = 0
        elif name and "\t" in line and not PADDING.search(line.split("\t", 1)[1]):
            counts[name] += 1
    return counts


def main():
    arguments = sys.argv[1:]
    prove = arguments[:1] == ["--prove"]
    compiler, *flags = arguments[1:] if prove else arguments
    text = SOURCE.read_text(encoding="utf-8")
    if prove:
        assert PLANTED[0] in text
        text = text.replace(*PLANTED)
    counts = count(tool(compiler), flags, text)
    pairs = [name.removesuffix("_by_hand") for name in counts if name.endswith("_by_hand")]
    worse = []
    for pair in pairs:
        hand, own = counts[pair + "_by_hand"], counts[pair + "_structwire"]
        print(f"{pair:16} by hand {hand:3}  structwire {own:3}")
        if own > hand:
            worse.append(pair)
    if len(pairs) != 9:
        sys.exit(f"FAILED: 9 pairs expected, {len(pairs)} found")
    if prove:
        sys.exit(0 if worse == ["pack_numbers"] else f"FAILED: the planted loop was not found: {worse}")
    sys.exit(f"FAILED: more instructions than by hand: {', '.join(worse)}" if worse else 0)


if __name__ == "__main__":
    main()
