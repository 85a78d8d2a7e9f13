#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""A compiled run-time format against CPython's struct.Struct, in the same minute on the same machine.

    python_struct.py BENCHMARK_PROGRAM

Prints nanoseconds for one record, the best of all repetitions, and how many times as long Python takes.
"""
import json
import platform
import struct
import subprocess
import sys
import tempfile
import timeit


def structwire_times(program):
    """{benchmark: nanoseconds for each record}"""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run([program, "--benchmark_filter=^format ", f"--benchmark_out={out.name}",
                        "--benchmark_out_format=json"], stdout=subprocess.DEVNULL, check=True)
        best = {}
        for run in json.load(out)["benchmarks"]:
            if run["run_type"] == "iteration":
                name, time = run["run_name"].removeprefix("format "), 1e9 / run["items_per_second"]
                best[name] = min(best.get(name, time), time)
        return best


def best_of(function):
    """Nanoseconds of one call, the call itself included, as whoever uses struct pays it."""
    number = 100_000
    return min(timeit.repeat(function, number=number, repeat=20)) / number * 1e9


def python_times():
    """{benchmark: nanoseconds for each record}"""
    times = {}
    for text in (">IHBq", ">16I"):
        compiled = struct.Struct(text)
        values = [index % 8 for index in range(len(compiled.unpack(bytes(compiled.size))))]
        wire = bytearray(compiled.pack(*values))
        scope = {"pack_into": compiled.pack_into, "unpack": compiled.unpack, "wire": wire}
        arguments = ", ".join(map(str, values))
        times[f"pack_into {text}"] = best_of(eval(f"lambda: pack_into(wire, 0, {arguments})", scope))
        times[f"unpack_into {text}"] = best_of(eval("lambda: unpack(wire)", scope))
        wires = wire * 1000
        number = 100
        times[f"iter_unpack {text}"] = min(timeit.repeat(
            lambda: [None for _ in compiled.iter_unpack(wires)], number=number, repeat=20)) / number / 1000 * 1e9
    return times


def main():
    """Measures both and prints the table."""
    ours, theirs = structwire_times(sys.argv[1]), python_times()
    print(f"{'ns for one record':44} structwire  Python {platform.python_version()}  ratio")
    for name in sorted(ours):
        peer = theirs.get(name)
        print(f"{name:44} {ours[name]:10.1f}" + (f"  {peer:13.1f}  {peer / ours[name]:5.1f}" if peer else ""))


if __name__ == "__main__":
    main()
