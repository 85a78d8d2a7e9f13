#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""What structwire's headers cost to compile, beside headers that everybody knows.

    compile_cost.py [COMPILER]

Prints processor time and peak memory, the best of several runs, and each as a ratio: headers against the standard headers
and Boost.Endian that structwire/pack.hpp includes, formats against structwire/pack.hpp alone.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

INCLUDE = pathlib.Path(__file__).resolve().parent.parent / "include"
BASE = "".join(f"#include <{header}>\n" for header in (
    "array", "bit", "concepts", "cstddef", "cstdint", "cstring", "expected", "span", "string_view", "type_traits", "utility",
    "boost/endian/conversion.hpp"))
NET_BASE = "".join(f"#include <{header}>\n" for header in (
    "algorithm", "array", "atomic", "chrono", "compare", "concepts", "cstddef", "cstdint", "cstring", "expected", "limits",
    "memory", "optional", "span", "stop_token", "string", "string_view", "sys/types.h", "type_traits", "utility", "vector"))
HEADERS = {
    "standard headers and Boost.Endian": BASE,
    "<iostream>": "#include <iostream>\n",
    "structwire/pack.hpp": "#include <structwire/pack.hpp>\n",
    "structwire/framing.hpp": "#include <structwire/framing.hpp>\n",
    "structwire/format.hpp": "#include <structwire/format.hpp>\n",
}
# Argument for one value of each code.
CODES = {"b": "1", "B": "1", "h": "1", "H": "1", "i": "1", "I": "1", "q": "1", "Q": "1", "e": "1.0f", "f": "1.0f", "d": "1.0",
         "?": "true", "c": "'a'", "4s": '"abcd"', "2H": "{1, 2}", "{u24}": "1"}
RUNS = 7


def cost(compiler, flags, text):
    """(seconds, megabytes) of the best run."""
    best = None
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "source.cpp")
        source.write_text(text, encoding="utf-8")
        for _ in range(RUNS):
            child = subprocess.Popen([compiler, "-std=c++23", f"-I{INCLUDE}", *flags, source, "-o",
                                      pathlib.Path(folder, "out.o")])
            _, status, usage = os.wait4(child.pid, 0)
            if status != 0:
                sys.exit(f"{compiler} failed on:\n{text[:2000]}")
            run = (usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
            best = run if best is None else (min(best[0], run[0]), min(best[1], run[1]))
    return best


def use_of(items):
    """A source that packs and unpacks one format of so many distinct, named items."""
    codes = list(CODES)
    text = ">" + " ".join(f"{codes[index % len(codes)]}:field{index}:" for index in range(items))
    arguments = ", ".join(CODES[codes[index % len(codes)]] for index in range(items))
    return (f"#include <structwire/pack.hpp>\nauto packed() {{ return structwire::pack<\"{text}\">({arguments}); }}\n"
            f"auto unpacked(std::span<const std::byte, structwire::calcsize<\"{text}\">> bytes) {{\n"
            f"    return structwire::unpack<\"{text}\">(bytes).get<{items - 1}>();\n}}\n")


def row(title, seconds, megabytes, reference, target):
    ratio = f"{seconds / reference[0]:6.2f} x" if reference else "         "
    more = f"{megabytes - reference[1]:+7.0f} MB" if reference else "          "
    print(f"{title:36} {seconds:6.2f} s {ratio} {megabytes:6.0f} MB {more}  {target}")


def main():
    compiler = sys.argv[1] if len(sys.argv) > 1 else "g++"
    print(f"{compiler}, -fsyntax-only, against the first line")
    base = None
    for title, text in HEADERS.items():
        flags = ["-fsyntax-only"]
        seconds, megabytes = cost(compiler, flags, text)
        target = "target 1.4 x: 0.15 s where the first line takes 0.105 s" if title.startswith("structwire/") else ""
        row(title, seconds, megabytes, base, target)
        base = base or (seconds, megabytes)
    print(f"\n{compiler}, -fsyntax-only, against the standard headers that structwire/net.hpp includes")
    net_base = cost(compiler, ["-fsyntax-only"], NET_BASE)
    row("its standard headers", *net_base, None, "")
    row("structwire/net.hpp", *cost(compiler, ["-fsyntax-only"], "#include <structwire/net.hpp>\n"), net_base,
        "target 1.1 x")
    print(f"\n{compiler}, -O0 -c, pack and unpack of one format, against the first line")
    alone = cost(compiler, ["-O0", "-c"], HEADERS["structwire/pack.hpp"])
    row("structwire/pack.hpp alone", *alone, None, "")
    for items in (1, 16, 64, 256, 512):
        target = "target 0.80 s and +150 MB" if items == 256 else ""
        row(f"{items} distinct, named items", *cost(compiler, ["-O0", "-c"], use_of(items)), alone, target)


if __name__ == "__main__":
    main()
