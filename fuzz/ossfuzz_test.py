#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs ossfuzz.sh as OSS-Fuzz does, with clang 19's libFuzzer and few targets, and looks at what it leaves in $OUT.

    ossfuzz_test.py FOLDER TARGET...

FOLDER is scratch space that is kept, so that the next run is quick. Exit status 77: there is no clang 19. A target that
knows no words for a dictionary is given as NAME-.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
COVERAGE = "-O1 -fno-omit-frame-pointer -gline-tables-only -fsanitize=address -fsanitize=fuzzer-no-link"


def main():
    work = pathlib.Path(sys.argv[1]).resolve()
    targets = [word.removesuffix("-") for word in sys.argv[2:]]
    wordless = {f"structwire_{word[:-1]}_fuzz" for word in sys.argv[2:] if word.endswith("-")}
    if not shutil.which("clang++-19"):
        print("clang++-19 is not installed")
        return 77
    out = work / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    environment = os.environ | {
        "CC": "clang-19", "CXX": "clang++-19", "CFLAGS": COVERAGE, "CXXFLAGS": COVERAGE, "WORK": str(work), "OUT": str(out),
        "LIB_FUZZING_ENGINE": "-fsanitize=fuzzer", "STRUCTWIRE_FUZZ_TARGETS": ";".join(targets)}
    subprocess.run(["bash", HERE / "ossfuzz.sh"], env=environment, check=True)

    names = sorted(f"structwire_{target}_fuzz" for target in targets)
    expected = sorted([name + end for name in names for end in ("", "_seed_corpus.zip", ".options")] +
                      [name + ".dict" for name in names if name not in wordless])
    there = sorted(path.name for path in out.iterdir())
    assert there == expected, f"{there} instead of {expected}"
    for name in names:
        options = (out / f"{name}.options").read_text(encoding="ascii").splitlines()
        assert options[0] == "[libfuzzer]", options
        assert (f"dict = {name}.dict" in options) == (name not in wordless), options
        assert any(line.startswith("max_len") and int(line.split("=")[1]) > 0 for line in options), options
        with zipfile.ZipFile(out / f"{name}_seed_corpus.zip") as seeds:
            inside = seeds.namelist()
            assert any(entry.startswith("committed_") for entry in inside), inside
            assert any(entry.startswith("seed_") for entry in inside), inside
            seeds.extractall(work / "inputs" / name)
        words = [] if name in wordless else [f"-dict={out / name}.dict"]
        said = subprocess.run([out / name, "-runs=2000", *words, work / "inputs" / name],
                              capture_output=True, text=True, errors="replace", check=True, cwd=work).stderr
        assert "Done " in said and "cov: " in said, said
    return 0


if __name__ == "__main__":
    sys.exit(main())
