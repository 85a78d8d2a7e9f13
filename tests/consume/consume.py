#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Builds and runs somebody else's project against structwire, in a folder that goes away.

    consume.py find_package BUILD_DIR VERSION [COMPONENT...]   installed, then moved, then found by CMake
    consume.py pkg_config BUILD_DIR [CXX_FLAG...]              installed, then moved, then found by pkg-config
    consume.py add_subdirectory [CMAKE_OPTION...]              built as a part of the project
    consume.py protobuf                                        the runtime found by CMake's module, and by a package file
    consume.py protobuf_page BUILD_DIR                         the project of docs/protobuf.md, after an installation
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROJECT = ROOT / "tests/consume/project"


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


if __name__ == "__main__":
    temporary = pathlib.Path(tempfile.mkdtemp(prefix="structwire-consume-"))
    try:
        {"find_package": find_package, "pkg_config": pkg_config, "add_subdirectory": add_subdirectory,
         "protobuf": protobuf, "protobuf_page": protobuf_page}[sys.argv[1]](
            temporary, *sys.argv[2:])
    finally:
        shutil.rmtree(temporary)
