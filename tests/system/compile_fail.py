#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""One source, compiled twice: clean without STRUCTWIRE_FAULT, refused with it, for the reason that it states.

    compile_fail.py COMPILER SOURCE [FLAG...]
    compile_fail.py --prove COMPILER          plants three wrong sources and expects to refuse each

Among the comment lines on top of the source stands `// first error: REGEX`, or one line per compiler,
`// first error (g++): REGEX` and `// first error (clang++): REGEX`. The regex must match in the first line
of the compiler's output that contains "error:".
"""
import pathlib
import re
import sys
import tempfile

import common

HEADING = re.compile(r"// first error(?: \((g\+\+|clang\+\+)\))?: (.+)")


def expected(source, compiler_name):
    """The regex for this compiler; None if the source states none."""
    patterns = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        if not line.startswith("//"):
            break
        if match := HEADING.fullmatch(line.rstrip()):
            patterns[match[1]] = match[2]
    family = "clang++" if "clang" in compiler_name else "g++"
    return patterns.get(family, patterns.get(None))


def faults(compiler_name, source, flags):
    """What is wrong with this source, as a list of texts."""
    pattern = expected(source, compiler_name)
    if pattern is None:
        return [f"{source}: no line `// first error: REGEX` on top"]
    command = [common.compiler(compiler_name), *common.FLAGS, *flags, "-fsyntax-only", "-Wall", "-Wextra"]
    clean = common.run(*command, "-Werror", source)
    if clean.returncode != 0:
        return [f"{source}: does not compile even without STRUCTWIRE_FAULT", clean.stdout]
    faulty = common.run(*command, "-DSTRUCTWIRE_FAULT", source)
    if faulty.returncode == 0:
        return [f"{source}: compiles with STRUCTWIRE_FAULT"]
    first = next((line for line in faulty.stdout.splitlines() if "error:" in line), "")
    if not re.search(pattern, first):
        return [f"{source}: the first error is\n  {first}\nand does not match\n  {pattern}\nin", faulty.stdout]
    print(first)
    return []


def prove(compiler_name):
    """Plants wrong sources; returns those that were accepted."""
    planted = {
        "never_compiles": "// first error: int\n#ifdef STRUCTWIRE_FAULT\n#endif\nint main() { return {}{}; }\n",
        "always_compiles": "// first error: int\nint main() {}\n",
        "other_reason": "// first error: unknown_code\n#ifdef STRUCTWIRE_FAULT\nint fault = nothing;\n#endif\n",
        "no_heading": "#ifdef STRUCTWIRE_FAULT\nint fault = nothing;\n#endif\n",
    }
    accepted = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in planted.items():
            source = pathlib.Path(folder, name + ".cpp")
            source.write_text(text, encoding="utf-8")
            if not faults(compiler_name, source, []):
                accepted.append(f"accepted the planted {name}")
    return accepted


if __name__ == "__main__":
    if sys.argv[1] == "--prove":
        common.finish(prove(sys.argv[2]), "each planted fault was found")
    common.finish(faults(sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]), "refused for the stated reason")
