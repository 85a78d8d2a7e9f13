#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""The one direction of dependency between the modules, checked three ways.

    modules.py includes              every #include line points down, and system headers stay where they belong
    modules.py closure [FLAG...]     what core's headers really pull in, transitively
    modules.py symbols [FLAG...]     what core's objects, built with -O2 -DNDEBUG, leave to the linker

Each first plants a violation in a copy of the tree and must find it.
"""
import pathlib
import re
import sys
import tempfile

import common

BASE = {"base"}
MAY_INCLUDE = {
    "base": BASE,
    "format": BASE | {"format"},
    "pack": BASE | {"format", "pack"},
    "framing": BASE | {"framing"},
    "inspect": BASE | {"format", "pack", "framing", "inspect"},
    "net": BASE | {"framing", "net"},
    "asio": BASE | {"framing", "asio"},
    "protobuf": BASE | {"framing", "protobuf"},
    "fuzz": BASE | {"format", "pack", "framing", "inspect", "protobuf", "fuzz"},
    "cli": BASE | {"format", "pack", "framing", "inspect", "net", "protobuf", "cli"},
}
CORE = ["base", "format", "pack", "framing", "inspect"]

# Headers that only these modules may name.
RESERVED = [
    (r"sys/(socket|un|epoll|select)\.h|netinet/.*|arpa/.*|netdb\.h|poll\.h", {"net", "cli"}),
    (r"thread|stop_token|mutex|shared_mutex|condition_variable|future|semaphore|chrono|ctime|time\.h",
     {"net", "asio", "fuzz", "cli"}),
    (r"iostream|ostream|istream|fstream|sstream|iomanip|cstdio|stdio\.h|print", {"fuzz", "cli"}),
    (r"boost/asio.*", {"asio"}),
    (r"structwire/framing/boost_crc.hpp", set()),
    (r"google/protobuf/.*|.*\.pb\.h", {"protobuf", "cli"}),
    (r"(CLI|fmt)/.*", {"cli"}),
]
NOT_IN_CLOSURE = re.compile(
    r"/(sys/socket\.h|thread|chrono|iostream|mutex|condition_variable|stop_token|boost/asio.*|google/protobuf/.*)$")
# Boost.Endian and what it includes itself.
BOOST = {"config", "config.hpp", "core", "cstdint.hpp", "detail", "endian", "predef", "predef.h", "static_assert.hpp",
         "type_traits", "version.hpp"}
# Headers that no other header includes, and that say in their name what else they need.
BY_CHOICE = {"structwire/framing/boost_crc.hpp"}
NOT_IN_OBJECTS = re.compile(r"""(
    (socket|connect|bind|listen|accept4?|send\w*|recv\w*|p?poll|p?select|getaddrinfo|read|write|open|close)
    | (\w*printf\w*|f?put[cs]|putchar|fopen|fclose|fread|fwrite|fflush|perror|std(in|out|err))
    | pthread_\w+ | clock_gettime | gettimeofday | time
    | abort | exit | _exit | _Exit | quick_exit | raise | kill | __assert_fail
    | __cxa_throw | __cxa_rethrow | __cxa_allocate_exception
    | std::(thread|mutex|condition_variable|chrono|cout|cerr|clog|basic_[io]?stream|ios_base)\b.*
    | std::(terminate|__glibcxx_assert_fail)\b.*
    | std::__throw_(?!length_error|logic_error|bad_alloc|bad_array_new_length).*  # only what std::string needs to grow
)""", re.VERBOSE)
INCLUDE = re.compile(r'\s*#\s*include\s*[<"]([^">]+)[">]')


def module_of(path):
    """The module of a header as it is named in an #include, or of a source below src/."""
    if str(path) == "structwire/format.hpp":  # the umbrella of the run-time form, which packs
        return "pack"
    parts = pathlib.PurePosixPath(path).parts
    name = parts[1] if parts[0] == "structwire" else parts[0]
    name = name.removesuffix(".hpp").removesuffix(".cpp")
    return name if name in MAY_INCLUDE else "base"


def headers_of(root, modules):
    """The public headers of these modules, as they are named in an #include."""
    found = sorted(path.relative_to(root / "include").as_posix() for path in root.glob("include/**/*.hpp"))
    return [header for header in found if module_of(header) in modules and header not in BY_CHOICE]


def included_names(path):
    """(line number, name) of every #include of a file."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match[1]


def check_includes(root, _flags):
    """Every #include line of include/ and src/."""
    faults = []
    for top in (root / "include", root / "src"):
        for path in sorted(path for path in top.rglob("*") if path.suffix in (".hpp", ".cpp")):
            module = module_of(path.relative_to(top))
            for number, name in included_names(path):
                where = f"{path.relative_to(root)}:{number}: {module} may not include <{name}>"
                if name.startswith("structwire/") and module_of(name) not in MAY_INCLUDE[module]:
                    faults.append(where)
                for pattern, modules in RESERVED:
                    if re.fullmatch(pattern, name) and module not in modules:
                        faults.append(where)
    return faults


def closure(root, modules, flags):
    """The paths of all headers that the headers of these modules include, directly or not."""
    text = "".join(f"#include <{header}>\n" for header in headers_of(root, modules))
    command = [common.compiler("g++"), "-std=c++23", f"-I{root}/include", *flags, "-M", "-x", "c++", "-"]
    result = common.run(*command, text=text)
    if result.returncode != 0:
        sys.exit(result.stdout)
    return result.stdout.replace("\\\n", " ").split()[1:]


def check_closure(root, flags):
    """Core's headers pull in no socket, thread, clock or stream, and Boost.Endian alone; framing also no format."""
    faults = []
    for path in closure(root, CORE, flags):
        boost = re.search(r"/boost/([^/]+)", path)
        if NOT_IN_CLOSURE.search(path) or (boost and boost[1] not in BOOST):
            faults.append(f"core's headers include {path}")
    for path in closure(root, ["framing"], flags):
        if re.search(r"include/structwire/(format|pack|inspect)[./]", path):
            faults.append(f"framing's headers include {path}")
    return faults


def check_symbols(root, flags):
    """Core's objects refer to nothing that acts on the world or ends the process."""
    faults = []
    sources = sorted(path for path in (root / "src").rglob("*.cpp")
                     if module_of(path.relative_to(root / "src")) in CORE)
    with tempfile.TemporaryDirectory() as folder:
        for source in sources:
            built = pathlib.Path(folder, "object.o")
            result = common.run(*common.cached_compiler("g++"), "-std=c++23", f"-I{root}/include", *flags, "-O2",
                                "-DNDEBUG", "-c", source, "-o", built)
            if result.returncode != 0:
                sys.exit(result.stdout)
            for line in common.run(common.compiler("nm"), "--undefined-only", "--demangle", built).stdout.splitlines():
                symbol = line.split(maxsplit=1)[1]
                if NOT_IN_OBJECTS.fullmatch(symbol):
                    faults.append(f"{source.relative_to(root)} refers to {symbol}")
    return faults


def prove(check, flags, files, expected):
    """A copy of the tree with these files added must show exactly `expected` faults more than the tree."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        for top in ("include", "src"):
            (root / top).mkdir(exist_ok=True)
        found = check(root, flags)
        if len(found) != expected:
            sys.exit(f"FAILED: {expected} violations were planted, found: {found}")


PLANTED = {
    "includes": (check_includes, 4, {
        "include/structwire/framing/planted.hpp": "#include <structwire/pack.hpp>\n# include <thread>\n",
        "include/structwire/pack.hpp": "#include <structwire/format/layout.hpp>\n",
        "include/structwire/net/planted.hpp": "#include <structwire/protobuf/reader.hpp>\n#include <poll.h>\n",
        "src/error.cpp": '#include <structwire/error.hpp>\n#include "sys/socket.h"\n'}),
    "closure": (check_closure, 3, {
        "include/structwire/framing/planted.hpp": "#include <structwire/format/planted.hpp>\n",
        "include/structwire/format/planted.hpp": "#include <sys/socket.h>\n",
        "include/structwire/error.hpp": "#include <boost/current_function.hpp>\n"}),
    "symbols": (check_symbols, 4, {
        "src/net/planted.cpp": "#include <sys/socket.h>\nint f() { return socket(0, 0, 0); }\n",
        "src/format/planted.cpp": "#include <cstdio>\n#include <cstdlib>\n"
                                  "void f(int n) { if (n) throw n; std::puts(\"\"); std::abort(); }\n"}),
}

if __name__ == "__main__":
    selected, expected_faults, planted_files = PLANTED[sys.argv[1]]
    prove(selected, sys.argv[2:], planted_files, expected_faults)
    common.finish(selected(common.ROOT, sys.argv[2:]), "no violation in the tree, and each planted one was found")
