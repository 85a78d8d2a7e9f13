#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Whether the fuzz kit finds what is planted: every parser of a folder with each engine, and one table of the times.

    proof.py [--seconds N] [--seed N] [--only NAME,...] [--plain-seeds] [--keep DIR] [DIR...]

Without DIR: the parsers beside this script. README.md says what such a file looks like. Engines:

    kit, libFuzzer      clang++ 19 with AddressSanitizer and UBSan; begins with --emit-seeds and --emit-dict
    kit, g++ engine     g++ with the same sanitizers and the kit's own engine; begins with the same
    libFuzzer alone     the same target without the kit's mutator, -use_value_profile=1, no corpus, no dictionary
    libFuzzer + seeds   (--plain-seeds) the same with the kit's seeds and dictionary

One core for each run, two runs at a time. A cell has the seconds until the fault was found and the executions until then,
`missed` and the executions, or `other`: an input was found that stops the repaired parser as well, or that only one build
stops at. That counts as not found, and a line below the table says why. Exit status 1 when something could not be built or
run; what is missed stands in the table alone.
"""
import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARSERS = pathlib.Path(__file__).resolve().parent / "parsers"
SANITIZED = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# g++ 12 with the checks left out here refuses constant expressions (GCC bug 71962).
SANITIZED_GCC = [*SANITIZED, "-fno-sanitize=null,nonnull-attribute,returns-nonnull-attribute"]
# Reports without symbols: a symbolizer takes longer than most findings.
ENVIRONMENT = dict(os.environ, LC_ALL="C.UTF-8", ASAN_OPTIONS="symbolize=0", UBSAN_OPTIONS="symbolize=0")
GRACE = 60  # seconds that a run may take longer than it was told to

# Builds of the library: folder of the build, compiler, flags.
TREES = {
    "clang": ("clang++-19", SANITIZED),
    # libFuzzer alone sees the checks of the framing only where the framing is instrumented; the kit needs no such help.
    "coverage": ("clang++-19", ["-fsanitize=fuzzer-no-link", *SANITIZED]),
    "gcc": ("g++", SANITIZED_GCC),
}


@dataclasses.dataclass(frozen=True)
class Build:
    """One way to build a parser."""
    compiler: str
    flags: tuple
    libraries: tuple  # (build of the library, archive)


LIBFUZZER = ("-fsanitize=fuzzer", *SANITIZED)
KIT = (("clang", "structwire_fuzz"), ("clang", "structwire_core"))
BUILDS = {
    "libfuzzer": Build("clang++-19", LIBFUZZER, KIT),
    "repaired": Build("clang++-19", (*LIBFUZZER, "-DSTRUCTWIRE_FUZZ_REPAIRED"), KIT),
    "builtin": Build("g++", (*SANITIZED_GCC, "-fsanitize-coverage=trace-pc,trace-cmp"),
                     (("gcc", "structwire_fuzz_engine"), ("gcc", "structwire_fuzz"), ("gcc", "structwire_core"))),
    "plain": Build("clang++-19", (*LIBFUZZER, "-DSTRUCTWIRE_FUZZ_PLAIN"),
                   (("clang", "structwire_fuzz"), ("coverage", "structwire_core"))),
}


@dataclasses.dataclass(frozen=True)
class Engine:
    """One column of the table."""
    title: str
    build: str
    arguments: tuple
    seeds: bool


ENGINES = [
    Engine("kit, libFuzzer", "libfuzzer", ("-print_final_stats=1",), True),
    Engine("kit, g++ engine", "builtin", ("-print_final_stats=1",), True),
    Engine("libFuzzer alone", "plain", ("-print_final_stats=1", "-use_value_profile=1"), False),
]
PLAIN_SEEDS = Engine("libFuzzer + seeds", "plain", ("-print_final_stats=1", "-use_value_profile=1"), True)


class Broken(Exception):
    """What could not be built or run, and the text of it."""


class Processes:
    """Runs programs and knows those that are running, so that none outlives this one."""

    def __init__(self):
        self.running = set()
        self.stopped = False
        self.lock = threading.Lock()

    def run(self, command, timeout, log):
        """(exit status, seconds); output and errors go to the file `log`. Broken when it takes too long."""
        with open(log, "wb") as output, self.lock:
            if self.stopped:
                raise Broken("interrupted")
            begin = time.monotonic()
            process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output,
                                       stderr=subprocess.STDOUT, env=ENVIRONMENT, start_new_session=True)
            self.running.add(process)
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise Broken(f"{pathlib.Path(command[0]).name} did not end within {timeout:.0f} s") from None
        finally:
            self.end(process)
        return status, time.monotonic() - begin

    def end(self, process):
        """Ends a process with whatever it started, if it has not ended."""
        with self.lock:
            self.running.discard(process)
        for how in (signal.SIGTERM, signal.SIGKILL):  # ninja passes the first on to its compilers
            if process.poll() is None:
                os.killpg(process.pid, how)
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    continue

    def stop(self):
        """Ends all of them; none is started any more."""
        with self.lock:
            self.stopped = True
            left = list(self.running)
        for process in left:
            self.end(process)


PROCESSES = Processes()


def text_of(log):
    return pathlib.Path(log).read_text(encoding="utf-8", errors="replace")


def must_work(command, log, what, timeout=900):
    """Runs a command; Broken with its output unless it succeeds."""
    status, _ = PROCESSES.run(command, timeout, log)
    if status != 0:
        lines = text_of(log).splitlines()
        told = [line for line in lines if re.search(r"error:|undefined reference|ERROR|^structwire:", line)] or lines
        raise Broken(f"{what}: {' | '.join(told[:3])[:600] or f'exit status {status}'}")


class Parser:
    """One file, its builds, and what each engine made of it."""

    def __init__(self, source):
        self.source = source
        self.name = source.stem
        match = re.search(r"^// fault: ([^.\n]+)", source.read_text(encoding="utf-8"), re.M)
        self.fault = match[1] if match else "(no line `// fault: ...`)"
        self.programs = {}
        self.cells = {}


class Proof:
    """All builds and runs, in a folder of their own."""

    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.faults = []
        self.others = []  # why inputs that were found are not the planted fault
        self.libraries = set()

    def broken(self, where, problem):
        """Notes what did not work; it is printed behind the table."""
        self.faults.append(f"{where}: {problem}")
        return "does not build" if "build" in where else "does not run"

    def build_library(self, tree):
        """Builds core and kit for a compiler and its flags, below build/; without them nothing that needs them is built."""
        print(f"library {tree}", file=sys.stderr, flush=True)
        try:
            self.make_library(tree)
            self.libraries.add(tree)
        except Broken as problem:
            self.broken(f"build of the library, {tree}", problem)

    def make_library(self, tree):
        compiler, flags = TREES[tree]
        build, log = ROOT / "build" / f"proof-{tree}", self.folder / f"{tree}.log"
        settings = {"CMAKE_BUILD_TYPE": "RelWithDebInfo", "CMAKE_CXX_COMPILER": compiler,
                    "CMAKE_CXX_FLAGS": " ".join(["-w", *flags]), "CMAKE_VERIFY_INTERFACE_HEADER_SETS": "OFF",
                    "STRUCTWIRE_FUZZ": "ON"}
        settings |= {f"STRUCTWIRE_{part}": "OFF"
                     for part in ("NET", "ASIO", "PROTOBUF", "TESTS", "EXAMPLES", "BENCH", "INSTALL", "PROGRAM")}
        defined = [f"-D{key}={value}" for key, value in settings.items()]
        must_work(["cmake", "-G", "Ninja", "-S", ROOT, "-B", build, *defined], log, f"cmake for {compiler}")
        archives = {archive for way in BUILDS.values() for made_in, archive in way.libraries if made_in == tree}
        must_work(["cmake", "--build", build, "--target", *sorted(archives)], log, f"library with {compiler}")

    def build(self, parser, way):
        """Compiles and links a parser; its program, or nothing."""
        how = BUILDS[way]
        if not self.libraries.issuperset(tree for tree, _ in how.libraries):
            return
        program = self.folder / way / parser.source.parent.name / parser.name
        program.parent.mkdir(parents=True, exist_ok=True)
        cache = [shutil.which("ccache")] if shutil.which("ccache") else []
        made, log = f"{program}.o", f"{program}.log"
        archives = []
        for tree, archive in how.libraries:
            archives += sorted((ROOT / "build" / f"proof-{tree}").rglob(f"lib{archive}.a"))
        try:
            must_work([*cache, how.compiler, "-std=c++23", "-O1", "-g", "-fno-omit-frame-pointer", f"-I{ROOT}/include",
                       *how.flags, "-c", parser.source, "-o", made], log, how.compiler)
            must_work([how.compiler, *how.flags, made, *archives, "-o", program], log, how.compiler)
            parser.programs[way] = program
        except Broken as problem:
            self.broken(f"{parser.name}, build {way}", problem)

    def run(self, parser, engine):
        """One engine on one parser: the text of the cell."""
        if any(way not in parser.programs for way in (engine.build, "libfuzzer", "repaired")):
            return "does not build"
        place = self.folder / "runs" / parser.source.parent.name / f"{parser.name}.{TITLES.index(engine.title)}"
        place.mkdir(parents=True)
        try:
            return self.fuzz(parser, engine, place)
        except Broken as problem:
            return self.broken(f"{parser.name}, {engine.title}", problem)
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def fuzz(self, parser, engine, place):
        """Runs the engine in the folder `place` and says what came of it."""
        corpus, log = place / "corpus", place / "log"
        corpus.mkdir()
        arguments = [f"-seed={self.options.seed}", f"-max_total_time={self.options.seconds}", "-timeout=5",
                     f"-artifact_prefix={place}/", *engine.arguments]
        if engine.seeds:
            kit = parser.programs["builtin" if engine.build == "builtin" else "libfuzzer"]
            must_work([kit, "--emit-seeds", corpus], log, "--emit-seeds", 60)
            must_work([kit, "--emit-dict", place / "dict"], log, "--emit-dict", 60)
            if (place / "dict").stat().st_size:
                arguments.append(f"-dict={place}/dict")
        status, seconds = PROCESSES.run([parser.programs[engine.build], *arguments, corpus],
                                        self.options.seconds + GRACE, log)
        executions = executed(text_of(log))
        found = [path for path in sorted(place.iterdir()) if re.match(r"(crash|leak|oom|timeout)-", path.name)]
        if status == 0 and not found:
            return f"missed, {executions}"
        if not found:
            raise Broken(f"exit status {status} without an input: {report(text_of(log))}")
        if self.options.keep:
            shutil.copy(found[0], self.options.keep / f"{parser.name}.{engine.build}.{found[0].name}")
        told = f"{seconds:.1f} s, {executions}"
        problem = self.not_the_fault(parser, found[0], place / "check.log")
        if problem:
            said = report(text_of(log))
            self.others.append(f"other: {parser.name}, {engine.title}: {found[0].name} {problem}: {said}")
            return f"other, {told}"
        return told

    def not_the_fault(self, parser, found, log):
        """Why an input that was found does not show the planted fault; empty when it does."""
        if PROCESSES.run([parser.programs["libfuzzer"], found], 60, log)[0] == 0:
            return "does not stop the build with clang++"
        if PROCESSES.run([parser.programs["repaired"], found], 60, log)[0] != 0:
            return "stops the repaired parser too"
        return ""


TITLES = [engine.title for engine in [*ENGINES, PLAIN_SEEDS]]


def executed(log):
    """Executions that an engine says it made, at its end or with a finding; `?` if it could not say it any more."""
    told = re.findall(r"^stat::number_of_executed_units:\s*(\d+)", log, re.M)
    return f"{int(told[-1]):,}" if told else "?"


def report(log):
    """The line of a log that says why the program stopped."""
    lines = re.findall(r"^.*(?:ERROR: |runtime error: |structwire: ).*$", log, re.M) or log.splitlines()[-1:]
    return lines[0].strip()[:300] if lines else "nothing was printed"


def each(pool, jobs, title):
    """Runs all jobs and counts them on stderr; a job is (what it is, function, arguments...)."""
    futures = {pool.submit(job[1], *job[2:]): job[0] for job in jobs}
    done = 0
    for future in concurrent.futures.as_completed(futures):
        done += 1
        print(f"{title} {done}/{len(jobs)}: {futures[future]} {future.result() or ''}", file=sys.stderr, flush=True)


def print_table(parsers, engines):
    """The table, and below it how many were found."""
    rows = [["parser", "fault", *[engine.title for engine in engines]]]
    rows += [[parser.name, parser.fault, *[parser.cells[engine.title] for engine in engines]] for parser in parsers]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rows.insert(1, ["-" * width for width in widths])
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print()
    for engine in engines:
        found = sum(parser.cells[engine.title][0].isdigit() for parser in parsers)
        others = sum(parser.cells[engine.title].startswith("other") for parser in parsers)
        print(f"{engine.title}: {found} of {len(parsers)} found{f', {others} other' if others else ''}")


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev proof", formatter_class=argparse.RawDescriptionHelpFormatter,
                                     description=__doc__.split("\n\n", 2)[0], epilog=__doc__.split("\n\n", 2)[2])
    parser.add_argument("directories", metavar="DIR", nargs="*", type=pathlib.Path, help="folders of parsers")
    parser.add_argument("--seconds", type=int, default=30, help="of each run (30)")
    parser.add_argument("--seed", type=int, default=1, help="of the engines' random numbers (1)")
    parser.add_argument("--only", metavar="NAME,...", help="only these parsers")
    parser.add_argument("--plain-seeds", action="store_true", help="one more column: libFuzzer with the kit's seeds")
    parser.add_argument("--keep", metavar="DIR", type=pathlib.Path, help="copy the inputs that were found to this folder")
    options = parser.parse_args()
    sources = [source for folder in options.directories or [PARSERS] for source in sorted(folder.resolve().glob("*.cpp"))]
    if options.only:
        names = set(options.only.split(","))
        if missing := names - {source.stem for source in sources}:
            parser.error(f"no such parser: {', '.join(sorted(missing))}")
        sources = [source for source in sources if source.stem in names]
    if not sources:
        parser.error("no *.cpp there")
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    return options, sources


def prove(options, sources, folder, pool):
    """Everything; the exit status."""
    proof, parsers = Proof(options, folder), [Parser(source) for source in sources]
    engines = ENGINES + [PLAIN_SEEDS] * options.plain_seeds
    for tree in TREES:
        proof.build_library(tree)
    each(pool, [(f"{parser.name} {way}", proof.build, parser, way) for parser in parsers for way in BUILDS], "built")

    def fill(parser, engine):
        parser.cells[engine.title] = proof.run(parser, engine)
        return parser.cells[engine.title]

    jobs = [(f"{parser.name}, {engine.title}:", fill, parser, engine) for parser in parsers for engine in engines]
    each(pool, jobs, "ran")
    print_table(parsers, engines)
    for other in sorted(proof.others):
        print(f"\n{other}")
    for fault in proof.faults:
        print(f"\n{fault}")
    return 1 if proof.faults else 0


def main():
    options, sources = parse_arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="structwire-proof-") as folder:
        pool = concurrent.futures.ThreadPoolExecutor(2)
        try:
            sys.exit(prove(options, sources, pathlib.Path(folder), pool))
        except KeyboardInterrupt:
            sys.exit(130)
        finally:
            PROCESSES.stop()
            pool.shutdown(cancel_futures=True)


if __name__ == "__main__":
    main()
