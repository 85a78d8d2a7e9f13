#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Builds and runs somebody else's project against structwire, in a folder that goes away.

    consume.py find_package BUILD_DIR VERSION [COMPONENT...]   installed, then moved, then found by CMake
    consume.py pkg_config BUILD_DIR [CXX_FLAG...]              installed, then moved, then found by pkg-config
    consume.py add_subdirectory [CMAKE_OPTION...]              built as a part of the project
    consume.py protobuf                                        the runtime found by CMake's module, and by a package file
    consume.py protobuf_page BUILD_DIR                         the project of docs/protobuf.md, after an installation
    consume.py fuzz BUILD_DIR [g++|clang++-19|afl]             a fuzz target after an installation, with each engine
    consume.py fuzz_subdirectory                               the same with g++, after add_subdirectory
    consume.py fuzz_page BUILD_DIR                             the way of docs/fuzz.md, with g++ after an installation
"""
import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROJECT = ROOT / "tests/consume/project"
sys.path.insert(0, str(ROOT / "tests/system"))
import common  # noqa: E402  # pylint: disable=wrong-import-position


def call(*command, **environment):
    """Runs a command, shows it, and gives up when it fails."""
    print("+", *command, flush=True)
    subprocess.run([str(word) for word in command], check=True, env=dict(os.environ, **environment))


def installed(build_dir, folder, *options):
    """The install tree, moved after the installation: nothing in it may remember where it was."""
    call("cmake", "--install", build_dir, "--prefix", folder / "first", *options)
    (folder / "first").rename(folder / "moved")
    return folder / "moved"


def build(project, folder, *options):
    """Configures and builds a project with CMake."""
    if shutil.which("ccache"):
        options = (*options, "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache")
    call("cmake", "-G", "Ninja", "-S", project, "-B", folder / "build", "-DCMAKE_CXX_COMPILER=g++", *options)
    call("cmake", "--build", folder / "build")


def build_and_run(folder, *options):
    """Builds and runs the project."""
    build(PROJECT, folder, *options)
    programs = [path for path in sorted((folder / "build").glob("consumer*")) if path.is_file()]
    for program in programs:
        call(program)
    return [program.name for program in programs]


def find_package(folder, build_dir, version, *components):
    """find_package() after an installation."""
    prefix = installed(build_dir, folder)
    programs = build_and_run(folder, f"-DCMAKE_PREFIX_PATH={prefix}", f"-DSTRUCTWIRE_COMPONENTS={';'.join(components)}",
                             f"-DSTRUCTWIRE_WANTED_VERSION={version}")
    expected = ["consumer"] + [f"consumer_{name}" for name in components]
    if programs != expected:
        sys.exit(f"FAILED: built {programs}, expected {expected}")


def pkg_config(folder, build_dir, *flags):
    """pkg-config and a plain compiler after an installation of core alone."""
    prefix = installed(build_dir, folder, "--component", "core")
    paths = ":".join(str(path) for path in prefix.glob("**/pkgconfig"))
    said = subprocess.run(["pkg-config", "--cflags", "--libs", "structwire-core"], check=True, text=True,
                          stdout=subprocess.PIPE, env=dict(os.environ, PKG_CONFIG_PATH=paths)).stdout.split()
    libraries = ":".join(str(path) for path in prefix.glob("lib*"))
    call("g++", "-std=c++23", *flags, PROJECT / "consumer.cpp", "-o", folder / "consumer", *said)
    call(folder / "consumer", LD_LIBRARY_PATH=libraries)


def protobuf_page(folder, build_dir):
    """A folder with what docs/protobuf.md says and shows: its CMakeLists.txt, the .proto file, both programs."""
    prefix = installed(build_dir, folder)
    project = folder / "prices"
    project.mkdir()
    page = (ROOT / "docs/protobuf.md").read_text(encoding="utf-8")
    (project / "CMakeLists.txt").write_text(page.split("```cmake\n")[1].split("```")[0], encoding="utf-8")
    (project / "prices.proto").write_text(page.split("```proto\n")[1].split("```")[0], encoding="utf-8")
    programs = ["protobuf_client", "protobuf_server"]
    for program in programs:
        shutil.copy(ROOT / f"examples/{program}.cpp", project)
    build(project, folder, f"-DCMAKE_PREFIX_PATH={prefix}")
    call(sys.executable, "-B", ROOT / "tests/system/protobuf_programs.py", *(folder / "build" / name for name in programs))


def add_subdirectory(folder, *options):
    """structwire as a part of the project."""
    build_and_run(folder, f"-DSTRUCTWIRE_SOURCE_DIR={ROOT}", *options)


def protobuf(folder):
    """Protocol Buffers as Debian 12 has it, without a package file, and as versions since 22 have it."""
    project = ROOT / "tests/consume/protobuf_project"
    for name, options in (("module", ["-Dprotobuf_DIR=protobuf_DIR-NOTFOUND"]),
                          ("config", [f"-Dprotobuf_DIR={project / 'package'}", "-DSTRUCTWIRE_BY_CONFIG=ON"])):
        (folder / name).mkdir()
        build(project, folder / name, f"-DSTRUCTWIRE_SOURCE_DIR={ROOT}", *options)
        call(folder / name / "build/consumer")


def expect(folder, wanted, *command):
    """Runs a command in a folder; it must fail, and say this, a regular expression."""
    print("+", *command, flush=True)
    result = subprocess.run([str(word) for word in command], cwd=folder, check=False, timeout=120,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = result.stdout.decode(errors="replace")
    if result.returncode == 0 or not re.search(wanted, said, re.DOTALL):
        sys.exit(f"{said}\nFAILED: exit status {result.returncode}, expected a failure that says: {wanted}")


def build_fuzzer(folder, compiler, *options):
    """Builds the project with the fuzz target, C with the compiler beside, and replays its seeds."""
    beside = {"g++": "gcc", "clang++-19": "clang-19"}[compiler]
    build(ROOT / "tests/consume/fuzz_project", folder, f"-DCMAKE_CXX_COMPILER={common.compiler(compiler)}",
          f"-DCMAKE_C_COMPILER={common.compiler(beside)}", *options)
    call("ctest", "--test-dir", folder / "build", "--output-on-failure", "--no-tests=error")


def fuzz_with_gcc(folder, *options):
    """The built-in engine finds the fault of the library, and refuses a library that it cannot see."""
    build_fuzzer(folder, "g++", *options)
    crash = folder / "crash"
    expect(folder, "heap-buffer-overflow", folder / "build/prices_fuzz", "-seed=1", "-runs=300000",
           f"-exact_artifact_path={crash}")
    expect(folder, "heap-buffer-overflow", folder / "build/prices_fuzz", crash)
    expect(folder, "INSTRUMENT", folder / "build/blind_fuzz", "-seed=1", "-runs=10000")
    call(folder / "build/prices_fuzz.sh", "-runs=0")  # passes over a folder that does not exist


def fuzz_imported(folder, *options):
    """What cannot be compiled again is an error; what is left out is told."""
    expect(folder, "prices is not in INSTRUMENT.*structwire::core.*imported", "cmake", "-G", "Ninja", "-S",
           ROOT / "tests/consume/fuzz_project", "-B", folder / "imported", "-DCMAKE_CXX_COMPILER=g++",
           "-DPRICES_INSTRUMENT=structwire::core", *options)


def fuzz_with_afl(folder, *options):
    """AFL++ finds it with the mutator library that the script names."""
    if not shutil.which("afl-fuzz"):
        common.skip("afl++ is not installed")
    build_fuzzer(folder, "clang++-19", "-DSTRUCTWIRE_FUZZ_ENGINE=afl", *options)
    call(folder / "build/prices_fuzz.sh", "-s", "1", "-V", "120", AFL_BENCH_UNTIL_CRASH="1", AFL_NO_UI="1")
    crashes = sorted(folder.glob("build/prices_fuzz_work/found/default/crashes/id*"))
    if not crashes:
        sys.exit("FAILED: afl-fuzz found nothing")
    expect(folder, "heap-buffer-overflow", folder / "build/prices_fuzz", crashes[0])


def fuzz(folder, build_dir, engine="g++"):
    """A stranger's parser in a library of its own, with a fault behind a checksum."""
    options = [f"-DCMAKE_PREFIX_PATH={installed(build_dir, folder)}"]
    if engine == "afl":
        fuzz_with_afl(folder, *options)
    elif engine == "g++":
        fuzz_with_gcc(folder, *options)
        fuzz_imported(folder, *options)
    else:
        build_fuzzer(folder, engine, "-DPRICES_TYPE=OBJECT", *options)
        expect(folder, "heap-buffer-overflow", folder / "build/prices_fuzz", "-seed=1", "-runs=300000")


def fuzz_subdirectory(folder):
    """A shared library this time: its copy does not need it."""
    fuzz_with_gcc(folder, f"-DSTRUCTWIRE_SOURCE_DIR={ROOT}", "-DPRICES_TYPE=SHARED")
    if b"libprices" in (folder / "build/prices_fuzz").read_bytes():
        sys.exit("FAILED: the fuzzer loads the library that it has a copy of")


def files_of_page(page):
    """What stands below each `<!-- file: NAME -->` of a document, in its order."""
    versions = collections.defaultdict(list)
    for name, text in re.findall(r"<!-- file: (\S+) -->\n(?:<!-- [^\n]* -->\n)*```\w+\n(.*?)```", page, re.DOTALL):
        versions[name].append(text)
    return versions


def fuzz_page(folder, build_dir):
    """The way of docs/fuzz.md: its files, the finding, the crash file as a test that fails, the repair, the test passes."""
    prefix = installed(build_dir, folder)
    page = (ROOT / "docs/fuzz.md").read_text(encoding="utf-8")
    versions = files_of_page(page)
    project, out, crash = folder / "weather", folder / "build", folder / "crash"
    (project / "corpus").mkdir(parents=True)
    for name, texts in versions.items():
        (project / name).write_text("\n".join(texts) if name == "CMakeLists.txt" else texts[0], encoding="utf-8")
    build(project, folder, f"-DCMAKE_PREFIX_PATH={prefix}")
    fuzzer, script, test = out / "report_fuzz", out / "report_fuzz.sh", ("ctest", "--test-dir", out, "-R", "report_fuzz_replay")
    call(*test)

    expect(folder, r"heap-buffer-overflow.*\(incomplete\) +note", script, "-seed=1", "-runs=200000", f"-exact_artifact_path={crash}")
    expect(folder, r"in parse_report\(", fuzzer, crash)
    call(fuzzer, "-minimize_crash=1", "-runs=2000", f"-exact_artifact_path={project}/corpus/note_behind_the_end", crash)
    expect(folder, r"report_fuzz_replay \(Failed\)", *test)

    (fault, repair), = re.findall(r"```diff\n- *(.*)\n\+ *(.*)\n```", page)
    parser = versions["report.cpp"][0].replace(fault, repair)
    (project / "report.cpp").write_text(parser, encoding="utf-8")
    (project / "report_fuzz.cpp").write_text(versions["report_fuzz.cpp"][-1], encoding="utf-8")
    call("cmake", "--build", out)
    call(*test)
    call(script, "-seed=1", "-runs=20000")

    expect(folder, "the result does not depend on how the stream is cut", out / "lines_fuzz", "-seed=1", "-runs=200000")


if __name__ == "__main__":
    temporary = pathlib.Path(tempfile.mkdtemp(prefix="structwire-consume-"))
    try:
        {"find_package": find_package, "pkg_config": pkg_config, "add_subdirectory": add_subdirectory,
         "protobuf": protobuf, "protobuf_page": protobuf_page, "fuzz": fuzz, "fuzz_subdirectory": fuzz_subdirectory,
         "fuzz_page": fuzz_page}[sys.argv[1]](
            temporary, *sys.argv[2:])
    finally:
        shutil.rmtree(temporary)
