#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs fuzz targets for some seconds each and prints what they did; exit status 1 when one found something.

    run.py FOLDER [--seconds N] [--seed N] [--jobs N] [--scratch] [NAME...]

FOLDER is the build tree's fuzz/, with the programs structwire_NAME_fuzz in it. Each target begins with its committed
corpus, the seeds and the dictionary that it writes itself, and what earlier runs found, in FOLDER/found/NAME.
"""
import argparse
import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 250  # seconds beyond those asked for, after which a target counts as hanging


class Result:
    """What one run of a target came to."""

    def __init__(self, name):
        self.name = name
        self.executions = self.speed = self.edges = self.inputs = 0
        self.crashes = []
        self.trouble = ""

    def row(self):
        found = self.trouble or str(len(self.crashes) or "-")
        return [self.name, f"{self.executions:,}", f"{self.speed:,}", f"{self.edges:,}", f"{self.inputs:,}", found]


class Target:
    """A program, and the folders that a run of it works in."""

    def __init__(self, folder, name, work):
        self.name = name
        self.program = folder / f"structwire_{name}_fuzz"
        self.work = work
        self.found = work / "corpus"
        self.seeds = work / "seeds"
        self.crashes = work / "crashes"
        self.dictionary = work / "words.dict"

    def prepare(self):
        """Writes seeds and dictionary anew."""
        shutil.rmtree(self.seeds, ignore_errors=True)
        for folder in (self.found, self.seeds, self.crashes):
            folder.mkdir(parents=True, exist_ok=True)
        committed = HERE / "corpus" / self.name
        for path in sorted(committed.glob("*")):
            shutil.copy(path, self.seeds / f"committed_{path.name}")
        said = subprocess.run([self.program, "-runs=0", "--emit-seeds", self.seeds, "--emit-dict", self.dictionary],
                              capture_output=True, text=True, errors="replace", timeout=PATIENCE)
        if said.returncode != 0:
            return said.stderr or said.stdout
        by_hand = self.program.with_suffix(".dict")
        if by_hand.exists():
            with open(self.dictionary, "a", encoding="ascii") as words:
                words.write(by_hand.read_text(encoding="ascii"))
        return ""

    def flags(self):
        """Those of the target's own, which CMake has written in the form of ClusterFuzz."""
        path = self.program.with_suffix(".options")
        lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
        pairs = [line.split("=", 1) for line in lines if "=" in line]
        return [f"-{key.strip()}={value.strip()}" for key, value in pairs if key.strip() != "dict"]

    def dictionary_flags(self, flag):
        """`flag` and the dictionary, unless there is nothing in it: engines refuse such a file."""
        return [flag + str(self.dictionary)] if self.dictionary.stat().st_size else []

    def is_for_afl(self):
        return self.program.with_name(self.program.name + "_afl.so").exists()


def number(pattern, text):
    found = re.findall(pattern, text, re.MULTILINE)
    return int(found[-1]) if found else 0


def without_progress(said):
    """What an engine said, but for the lines about its progress, and of that the end."""
    lines = [line[:300] for line in said.splitlines() if not re.match(r"#\d+\t", line)]
    return "\n".join(lines[-60:])


def files_of(folder):
    return sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith(("slow-", "README")))


def run_flags(target, options):
    """libFuzzer, and the engine that has its command line."""
    command = [target.program, f"-max_total_time={options.seconds}", *target.dictionary_flags("-dict="),
               f"-artifact_prefix={target.crashes}/", "-print_final_stats=1", "-timeout=100", *target.flags()]
    if options.seed:
        command.append(f"-seed={options.seed}")
    return [*command, target.found, target.seeds]


def run_libfuzzer(target, options, result):
    begun = time.monotonic()
    process = subprocess.run(run_flags(target, options), capture_output=True, text=True, errors="replace",
                             timeout=options.seconds + PATIENCE)
    said = process.stderr
    result.executions = number(r"^stat::number_of_executed_units:\s*(\d+)", said) or number(r"^#(\d+)", said)
    result.speed = int(result.executions / max(time.monotonic() - begun, 0.001))
    result.edges = number(r"\bcov: (\d+)", said)
    result.inputs = number(r"\bcorp: (\d+)", said)
    if process.returncode != 0:
        result.crashes = files_of(target.crashes)
        result.trouble = "" if result.crashes else "failed"
        sys.stderr.write(f"{target.name}:\n{without_progress(said)}\n")


def run_afl(target, options, result):
    out = target.work / "afl"
    command = ["afl-fuzz", "-i", target.seeds, "-o", out, *target.dictionary_flags("-x"), "-V", str(options.seconds)]
    if options.seed:
        command += ["-s", str(options.seed)]
    module = target.program.with_name(target.program.name + "_afl.so")
    environment = {"AFL_CUSTOM_MUTATOR_LIBRARY": str(module), "AFL_SKIP_CPUFREQ": "1", "AFL_NO_UI": "1",
                   "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1", "AFL_AUTORESUME": "1",
                   "PATH": "/usr/local/bin:/usr/bin:/bin"}
    process = subprocess.run([*command, "--", target.program], capture_output=True, text=True, errors="replace",
                             env=environment, timeout=options.seconds + PATIENCE)
    stats = out / "default" / "fuzzer_stats"
    said = stats.read_text(encoding="ascii", errors="replace") if stats.exists() else ""
    result.executions = number(r"^execs_done\s*: (\d+)", said)
    result.speed = number(r"^execs_per_sec\s*: (\d+)", said)
    result.edges = number(r"^edges_found\s*: (\d+)", said)
    result.inputs = number(r"^corpus_count\s*: (\d+)", said)
    result.crashes = files_of(out / "default" / "crashes")
    if process.returncode != 0 or not said:
        result.trouble = "failed"
        sys.stderr.write(f"{target.name}:\n{process.stdout[-3000:]}{process.stderr[-3000:]}\n")


def run(folder, name, options, scratch):
    result = Result(name)
    target = Target(folder, name, (scratch or folder / "found") / name)
    try:
        trouble = target.prepare()
        if trouble:
            result.trouble = "failed"
            sys.stderr.write(f"{name}:\n{trouble}\n")
        elif target.is_for_afl():
            run_afl(target, options, result)
        else:
            run_libfuzzer(target, options, result)
    except subprocess.TimeoutExpired:
        result.trouble = "hangs"
    if scratch and result.crashes:
        kept = folder / "found" / name / "crashes"
        kept.mkdir(parents=True, exist_ok=True)
        result.crashes = [pathlib.Path(shutil.copy(path, kept)) for path in result.crashes]
    return result


def names_in(folder):
    programs = folder.glob("structwire_*_fuzz")
    return sorted(path.name.removeprefix("structwire_").removesuffix("_fuzz") for path in programs)


def print_table(results):
    rows = [["target", "executions", "exec/s", "edges", "corpus", "findings"]] + [result.row() for result in results]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *numbers = [cell.ljust(width) if not index else cell.rjust(width)
                           for index, (cell, width) in enumerate(zip(row, widths))]
        print("  ".join([first, *numbers]))
    for result in results:
        for path in result.crashes:
            print(f"{result.name}: {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0, help="0: another one each time")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--scratch", action="store_true", help="keep nothing but what crashes")
    options = parser.parse_intermixed_args()
    folder = options.folder.resolve()
    there = names_in(folder)
    names = options.names or there
    unknown = sorted(set(names) - set(there))
    if unknown or not names:
        parser.error(f"no such target in {folder}: {', '.join(unknown) or 'none at all'}; there are: {', '.join(there)}")
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        place = pathlib.Path(scratch) if options.scratch else None
        results = list(pool.map(lambda name: run(folder, name, options, place), names))
    print_table(results)
    return 1 if any(result.crashes or result.trouble for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
