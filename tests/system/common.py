# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""What the checks of this folder share: how to find a compiler, to skip, and to report."""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77  # CTest's SKIP_RETURN_CODE for these tests
FLAGS = ["-std=c++23", f"-I{ROOT}/include"]


def skip(reason):
    """Ends the program: skipped on a person's machine, failed in CI, where everything is installed."""
    if os.environ.get("CI") == "true":
        sys.exit(f"FAILED: {reason} (in CI nothing may be skipped)")
    print(f"SKIPPED: {reason}")
    sys.exit(SKIPPED)


def compiler(name):
    """The path of a compiler, or a skip."""
    return shutil.which(name) or skip(f"{name} is not installed")


def cached_compiler(name):
    """The command line of a compiler behind ccache, where that is installed."""
    cache = shutil.which("ccache")
    return [cache, compiler(name)] if cache else [compiler(name)]


def run(*command, text=None, cwd=None):
    """Runs a command in the C locale; output and errors in one text."""
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="C")
    return subprocess.run([str(word) for word in command], input=text, text=True, cwd=cwd, env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def finish(faults, good):
    """Ends the program: exit status 1 and the list of faults, or 0 and one sentence."""
    for fault in faults:
        print(fault)
    sys.exit(f"FAILED: {len(faults)} faults" if faults else print(good))
