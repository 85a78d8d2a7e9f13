#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Compiles the C++ of a document: every fenced block marked ```cpp.

    docs.py DOCUMENT [--library FILE]... [--flag FLAG]... [--repeated-in FILE]...
    docs.py --prove

With --repeated-in, every block also stands in one of these files, which are run: a program to the letter, any other block
word for word but for includes, `using` and blank lines.

A block with `int main` compiles as it stands; any other is wrapped in a function, or in a namespace if it defines
functions or templates, behind the umbrella headers. A comment right above a block says more:
    <!-- no-compile -->      leave it alone
    <!-- repeated -->        do not compile it here: a file of --repeated-in has it, and may need what is not installed
    <!-- run -->             link it with the libraries and run it; it must exit with 0
    <!-- given: CODE -->     put CODE in front: what the text around the block has introduced
"""
import argparse
import dataclasses
import pathlib
import re
import sys
import tempfile

import common

COMMENT = re.compile(r"<!--\s*(no-compile|repeated|run|given:)\s*(.*?)\s*-->")
OPENS_NAMESPACE_SCOPE = re.compile(
    r"^(template\b|namespace\b|concept\b|STRUCTWIRE_FUZZ\w*\(|(?!if\b|for\b|while\b|switch\b)[\w:<>,&*\[\] ]+ [\w:]+\([^;{}=]*\)[\w \->:&]*\{)", re.M)
HEADERS = ["algorithm", "array", "chrono", "cstddef", "cstdint", "cstdio", "expected", "span", "string", "string_view",
           "utility", "vector"]
UMBRELLAS = ["pack", "format", "framing", "inspect"]  # in every document
LATER_UMBRELLAS = ["asio", "net", "protobuf"]  # where they are named
# What a fragment that returns something may return: anything.
RETURNED = "struct returned { returned() = default; template <class Type> returned(Type&&) {} };"


@dataclasses.dataclass
class Block:
    """One block of C++ and the comments right above it."""
    line: int
    code: str
    comments: dict

    @property
    def is_program(self):
        """Whether it compiles as it stands."""
        return re.search(r"\bint main\(", self.code) is not None


def blocks_of(text):
    """Every block of a document that is to be compiled."""
    comments, block = {}, None
    for number, line in enumerate(text.splitlines(), 1):
        if block is not None:
            if line.strip() == "```":
                if "no-compile" not in block.comments:
                    yield block
                comments, block = {}, None
            else:
                block.code += line + "\n"
        elif line.strip() == "```cpp":
            block = Block(number + 1, "", comments)
        elif match := COMMENT.fullmatch(line.strip()):
            word = match[1].rstrip(":")
            comments[word] = comments.get(word, "") + match[2] + "\n"
        elif line.strip():
            comments = {}


def wrapped(block, document):
    """(the block's includes, the rest in a scope of its own)"""
    given_lines, lines = block.comments.get("given", "").splitlines(), block.code.splitlines()
    includes = [line for line in given_lines + lines if line.startswith("#include")]
    given, code = ("\n".join("" if line.startswith("#include") else line for line in part) for part in (given_lines, lines))
    name = f"snippet_of_line_{block.line}"
    result = "returned" if re.search(r"\breturn\b *[^ ;]", code) else "void"
    scope = f"namespace {name} {{" if OPENS_NAMESPACE_SCOPE.search(code) else f"static {result} {name}() {{"
    return includes, f'{scope}\n{given}\n#line {block.line} "{document.name}"\n{code}\n}}\n'


def unit_of_fragments(blocks, document):
    """One translation unit with all blocks that are no programs."""
    text = "".join(block.code for block in blocks)
    needed = [name for name in UMBRELLAS + [name for name in LATER_UMBRELLAS if name + "::" in text]
              if (common.ROOT / f"include/structwire/{name}.hpp").exists()]
    includes = [f"#include <structwire/{name}.hpp>" for name in needed] + [f"#include <{name}>" for name in HEADERS]
    bodies = []
    for block in blocks:
        own_includes, body = wrapped(block, document)
        includes += own_includes
        bodies.append(body)
    return "\n".join(includes + [RETURNED] + bodies)


def compile_unit(code, flags):
    """What the compiler says against it, or nothing."""
    result = common.run(common.compiler("g++"), *common.FLAGS, *flags, "-w", "-fsyntax-only", "-x", "c++", "-", text=code)
    return [] if result.returncode == 0 else [result.stdout]


def run_program(block, libraries, flags):
    """What goes wrong when the program is linked and run, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        source, program = pathlib.Path(folder, "program.cpp"), pathlib.Path(folder, "program")
        source.write_text(block.code, encoding="utf-8")
        result = common.run(common.compiler("g++"), *common.FLAGS, *flags, source, "-o", program, *libraries, cwd=folder)
        if result.returncode == 0:
            result = common.run(program, cwd=folder)
            print(result.stdout, end="")
    return [] if result.returncode == 0 else [f"exit status {result.returncode}\n{result.stdout}"]


def check(document, libraries, flags):
    """What is wrong with the document's C++."""
    blocks = [block for block in blocks_of(document.read_text(encoding="utf-8")) if "repeated" not in block.comments]
    fragments = [block for block in blocks if not block.is_program]
    faults = compile_unit(unit_of_fragments(fragments, document), flags) if fragments else []
    for block in blocks:
        if block.is_program:
            found = compile_unit(f'#line {block.line} "{document.name}"\n{block.code}', flags)
            if not found and "run" in block.comments:
                found = run_program(block, libraries, flags)
            faults += [f"{document.name}:{block.line}: {fault}" for fault in found]
    return faults, len(blocks)


def essence(code):
    """The lines of code that count when two texts are compared."""
    lines = (line.strip() for line in code.splitlines())
    return "\n".join(line for line in lines if line and not re.match(r"#include|using namespace|namespace \w+ = |using \w+ =", line))


def check_repeated(document, repeated_in):
    """The blocks of a document that are in none of the files."""
    texts = [path.read_text(encoding="utf-8") for path in repeated_in]
    essences = [essence(text) for text in texts]

    def is_there(block):
        if block.is_program:
            return any(block.code in text for text in texts)
        return any(essence(block.code) in text for text in essences)

    return [f"{document.name}:{block.line}: not in {', '.join(path.name for path in repeated_in)}, where it would be run"
            for block in blocks_of(document.read_text(encoding="utf-8")) if not is_there(block)]


def prove_repeated(folder):
    """Blocks that a file has, and ones that it has in other words."""
    document, program, other = folder / "document.md", folder / "program.cpp", folder / "other.cpp"
    other.write_text("// nothing\n", encoding="utf-8")
    faults = []
    for block, there, expected in (
            ("#include <tuple>\n\nint one = 1;\n", "namespace {\n    int one = 1;\n}\n", 0),
            ("#include <tuple>\n\nint one = 1;\n", "namespace {\n    int one = 2;\n}\n", 1),
            ("using size = int;\nint main() {}\n", "// What it does.\nusing size = int;\nint main() {}\n", 0),
            ("using size = int;\nint main() {}\n", "using size = long;\nint main() {}\n", 1)):
        document.write_text(f"<!-- repeated -->\n```cpp\n{block}```\n", encoding="utf-8")
        program.write_text(there, encoding="utf-8")
        if len(check_repeated(document, [other, program])) != expected:
            faults.append(f"{block!r} repeated as {there!r}")
    return faults


def prove():
    """Documents with a fault each, and one without."""
    planted = {
        "fragment": "```cpp\nint x = unknown;\n```\n",
        "program": "```cpp\nint main() { return unknown; }\n```\n",
        "exit_status": "<!-- run -->\n```cpp\nint main() { return 3; }\n```\n",
    }
    clean = ("<!-- no-compile -->\n```cpp\n...\n```\n<!-- given: int seen = 0; -->\n```cpp\n#include <tuple>\n"
             "if (seen) { std::tuple<int> t; return t; }\nreturn 7;\n```\n```cpp\ntemplate <class T>\nT twice(T x) { return x + x; }\n```\n"
             "<!-- repeated -->\n```cpp\nint x = unknown;\n```\n<!-- given: #include <bitset> -->\n```cpp\nstd::bitset<8> bits;\n```\n"
             "<!-- run -->\n```cpp\nint main() {}\n```\n")
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        document = pathlib.Path(folder, "document.md")
        for name, text in planted.items():
            document.write_text(text, encoding="utf-8")
            if not check(document, [], [])[0]:
                faults.append(f"accepted the planted {name}")
        document.write_text(clean, encoding="utf-8")
        faults += check(document, [], [])[0]
        faults += prove_repeated(pathlib.Path(folder))
    return faults


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("document", type=pathlib.Path, nargs="?")
    parser.add_argument("--prove", action="store_true")
    parser.add_argument("--library", action="append", default=[])
    parser.add_argument("--flag", action="append", default=[])
    parser.add_argument("--repeated-in", action="append", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.prove:
        common.finish(prove(), "each planted fault was found, and nothing else")
    faults, count = check(arguments.document, arguments.library, arguments.flag)
    if arguments.repeated_in:
        faults += check_repeated(arguments.document, arguments.repeated_in)
    common.finish(faults, f"{count} blocks compile")


if __name__ == "__main__":
    sys.exit(main())
