#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Habits that every file of the tree keeps: license lines, ASCII source, include guards, no path of one machine."""
import os
import pathlib
import re
import sys
import tempfile

import common

SPDX = ["SPDX-FileCopyrightText: The structwire authors", "SPDX-License-Identifier: BSL-1.0"]
SOURCES = {".hpp", ".cpp", ".c", ".cmake", ".py", ".sh", ".proto", ".lua"}
SCRIPTS = {"dev", "run", "CMakeLists.txt", ".clang-tidy"}
NOT_OURS = {".git", "build", ".cache", "__pycache__"}
MACHINE_PATH = re.compile(r"(?<![\w.$}])/(home|root|Users|work|tmp|mnt)/\w")
GUARD = re.compile(r"^#ifndef (STRUCTWIRE_\w+_HPP)\n#define \1\n", re.M)


def files(root):
    """Every file of the tree that is not built."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS)
        for name in sorted(names):
            yield pathlib.Path(folder, name)


def faults_of(path, text, where):
    """What is wrong in one text file."""
    lines = text.splitlines()
    source = path.suffix in SOURCES or path.name in SCRIPTS
    if source:
        first = [line for line in lines[:8] if not line.startswith(("#!", "// first error"))][:2]
        if [line.lstrip("/# ") for line in first] != SPDX:
            yield f"{where}:1: does not start with the two SPDX lines"
        for number, line in enumerate(lines, 1):
            if not line.isascii():
                yield f"{where}:{number}: not ASCII"
    for number, line in enumerate(lines, 1):
        if MACHINE_PATH.search(line):
            yield f"{where}:{number}: a path of one machine: {line.strip()}"


def check(root):
    """What is wrong in the tree."""
    faults, guards = [], {}
    for path in files(root):
        data = path.read_bytes()
        if b"\0" in data:
            continue
        where, text = path.relative_to(root).as_posix(), data.decode("utf-8", errors="replace")
        faults += faults_of(path, text, where)
        if path.suffix == ".hpp":
            guard = GUARD.search(text)
            if not guard:
                faults.append(f"{where}: no include guard STRUCTWIRE_..._HPP")
            elif (other := guards.setdefault(guard[1], where)) != where:
                faults.append(f"{where}: the same include guard as {other}")
    return faults


def prove():
    """Plants one file with each fault and expects to find all."""
    header = f"// {SPDX[0]}\n// {SPDX[1]}\n"
    planted = {
        "a.cpp": "int x;\n",
        "b.cpp": header + "// caf\u00e9\n",
        "c.md": "see " + "/ho" + "me/somebody/notes\n",
        "d.hpp": header + "#pragma once\n",
        "e.hpp": header + "#ifndef STRUCTWIRE_E_HPP\n#define STRUCTWIRE_E_HPP\n#endif\n",
        "f.hpp": header + "#ifndef STRUCTWIRE_E_HPP\n#define STRUCTWIRE_E_HPP\n#endif\n",
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in planted.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        found = check(root)
        if len(found) != len(planted) - 1:  # e.hpp alone is right
            sys.exit(f"FAILED: {len(planted) - 1} faults were planted, found: {found}")


if __name__ == "__main__":
    prove()
    common.finish(check(common.ROOT), "no fault in the tree, and each planted one was found")
