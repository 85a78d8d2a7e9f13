# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""structwire's run-time format against the `struct` module of the Python that runs this.

    python_struct_test.py [--seed N] [--cases N] [--jobs N] [--batch N] DRIVER [ARGUMENT...]

Generates formats, values and buffers, asks `struct` and the driver (oracle_driver.cpp) for each, and compares
bytes, values, accept or reject, and the words of errors. Cases come in batches, each with a seed of its own: one seed
makes the same cases on any number of jobs, and --batch repeats one batch alone.
"""
import argparse
import collections
import functools
import marshal
import math
import multiprocessing
import os
import re
import struct
import sys
import time

from oracle import About, Failure, decoded, replies_or_culprit
from python_struct_cases import COMPLEX, Common, Generator, Refused, has_code

VERSION = sys.version_info[:2]
BATCH_CASES = 5000
SHOWN_FAULTS = 20

# The first words of a message of struct, and the name of our error.
NAMES = [
    (r"bad char in struct format", "unknown_code unsupported_code missing_byte_order bad_name"),
    (r"repeat count given without", "count_without_code"),
    (r"embedded null character", "embedded_null"),
    (r"total struct size too long", "total_too_large"),
    (r"pack(_into)? expected \d+ items", "too_few_values too_many_values"),
    (r"unpack requires a buffer", "short_buffer extra_bytes"),
    (r"(unpack_from|pack_into) requires a buffer", "short_buffer"),
    (r"(not enough data|no space) to", "short_buffer"),
    (r"offset -?\d+ out of range", "bad_offset"),
    (r"iterative unpacking requires|cannot iteratively unpack", "extra_bytes"),
]


@functools.lru_cache(maxsize=10000)
def names(words):
    """The names of our errors that may stand for this message, empty for any; None for a message about a value."""
    return next((ours.split() for pattern, ours in NAMES if re.match(pattern, words)), None)


def words_count(words):
    """Whether this interpreter's words are those that structwire uses: for values since 3.13. An integer that is too
    large for `e` or `f` is left out: struct says what it says of `P`, structwire what struct says of a float."""
    if words == "int too large to convert":
        return False
    return VERSION >= (3, 13) or names(words) is not None


def same_value(expected, given, nan_may_differ):
    """Whether two results are the same, in kind and bits. A NaN of `e` and `f` may differ in its payload."""
    if type(expected) is not type(given):
        return False
    if isinstance(expected, tuple):
        return len(expected) == len(given) and all(same_value(one, other, nan_may_differ)
                                                   for one, other in zip(expected, given))
    if isinstance(expected, complex):
        return (same_value(expected.real, given.real, nan_may_differ)
                and same_value(expected.imag, given.imag, nan_may_differ))
    if isinstance(expected, float):
        if nan_may_differ and math.isnan(expected):
            return math.isnan(given)
        return struct.pack("<d", expected) == struct.pack("<d", given)
    return expected == given


def difference(request, expected, reply):
    """What is wrong with this reply; None if nothing is."""
    if isinstance(expected, Refused):
        words = expected.words
        if not isinstance(reply, tuple):
            return f"struct refuses: {words}"
        name, _, _, _, sentence = reply
        allowed = names(words)
        if allowed and name.decode() not in allowed:
            return f"struct says: {words}"
        if words_count(words) and not sentence.decode().startswith(words):
            return f"struct says: {words}"
        return None
    if reply == expected:
        return None
    result = marshal.loads(expected)
    if isinstance(reply, bytes) and isinstance(result, tuple):
        nan_may_differ = any(code in request.format for code in b"efFZ")
        if same_value(result, marshal.loads(reply), nan_may_differ):
            return None
    return f"struct gives {result!r}{first_difference(result, decoded(reply))}"


def first_difference(expected, given):
    """Where long results differ; nothing where that is plain to see."""
    if type(expected) is not type(given) or not isinstance(expected, (bytes, tuple)) or len(expected) < 8:
        return ""
    places = (place for place, (one, other) in enumerate(zip(expected, given)) if not same_value(one, other, True))
    place = next(places, min(len(expected), len(given)))
    return (f"\n  first difference at {'byte' if isinstance(expected, bytes) else 'value'} {place}: "
            f"got {given[place:place + 1]!r}, struct gives {expected[place:place + 1]!r}")


def shown(reply):
    result = decoded(reply)
    if isinstance(result, Failure):
        return f"{result.name.decode()}: {result.sentence.decode()}"
    return repr(result)


def described(batch, number, request, got, why):
    lines = [f"batch {batch}, case {number}: {request.command.decode()} {request.format.decode('latin-1')!r}, grammar "
             + {b"p": "python", b"s": "structwire"}[request.grammar]]
    if request.buffer or request.offset:
        lines.append(f"  buffer {request.buffer.hex()!r}, offset {request.offset}")
    if request.values:
        lines.append(f"  values {request.values!r}")
    lines += [f"  got {got}", *f"  {why}".splitlines()]
    return "\n".join(line[:400] for line in lines)


def check_batch(driver, seed, common, task):
    """The faults of one batch, described, and how many cases there were of each kind."""
    batch, size = task
    cases = Generator(f"{seed}/{batch}", common).cases(size)
    replies, culprit = replies_or_culprit(driver, [request for request, _ in cases])
    faults = []
    if culprit is not None:
        number = [request for request, _ in cases].index(culprit)
        faults.append(described(batch, number, culprit, "no reply", "this request ends the driver"))
    for number, ((request, expected), reply) in enumerate(zip(cases, replies)):
        if expected != reply:
            why = difference(request, expected, reply)
            if why is not None:
                faults.append(described(batch, number, request, shown(reply), why))
    counts = collections.Counter(request.command.decode() for request, _ in cases)
    counts["refused by struct"] = sum(isinstance(expected, Refused) for _, expected in cases)
    return faults, counts


def in_common(about):
    """What the driver's library and this interpreter both have."""
    here = {code for code in COMPLEX if has_code(code)}
    there = {code for code in COMPLEX if about.compiles(b"<" + code.encode(), b"p")}
    return Common(
        native=(about.order, about.long_bytes, about.pointer_bytes)
        == (sys.byteorder, struct.calcsize("@l"), struct.calcsize("@P")),
        operations=about.operations,
        complex=tuple(code for code in COMPLEX if code in here & there),
        undecided="".join({code[0] for code in here ^ there}))


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=20240229)
    parser.add_argument("--cases", type=int, default=20000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--batch", type=int, help="this batch alone")
    parser.add_argument("driver", nargs=argparse.REMAINDER)
    return parser.parse_args()


def main():
    options = arguments()
    start = time.monotonic()
    common = in_common(About(options.driver))
    print(f"python {sys.version.split()[0]}, seed {options.seed}, "
          f"native modes {'compared' if common.native else 'left out'}, "
          f"complex codes {' '.join(common.complex) or 'left out'}, words of errors about values "
          f"{'compared' if VERSION >= (3, 13) else 'left out'}", flush=True)

    starts = range(0, options.cases, BATCH_CASES)
    tasks = [(number, min(BATCH_CASES, options.cases - begin)) for number, begin in enumerate(starts)]
    if options.batch is not None:
        tasks = [(options.batch, BATCH_CASES)]
    check = functools.partial(check_batch, options.driver, options.seed, common)
    faults, counts, made = [], collections.Counter(), 0
    with multiprocessing.Pool(max(1, min(options.jobs, len(tasks)))) as pool:
        for batch, (more, numbers) in zip(tasks, pool.imap(check, tasks)):
            faults += more
            counts += numbers
            made += batch[1]
            if len(faults) >= SHOWN_FAULTS:
                break
    for fault in faults[:SHOWN_FAULTS]:
        print(fault)
    print(f"{made} cases in {time.monotonic() - start:.1f} s "
          f"({', '.join(f'{count} {kind}' for kind, count in sorted(counts.items()))}), "
          f"{len(faults)}{' or more' if made < sum(size for _, size in tasks) else ''} differences")
    sys.exit(1 if faults or not tasks else 0)


if __name__ == "__main__":
    main()
