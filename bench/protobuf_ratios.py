#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Delimited Protocol Buffers messages beside parsing and serializing alone and the runtime's own functions, in one run.

    protobuf_ratios.py BENCHMARK_PROGRAM [--quick] [TITLE]

All contestants of a row take turns inside one process on one core, several processes in a row; what is shown is the median
processor time, and the median of each round's ratios, so that other programs disturb little. `of limit` is the time of the
first line to it (1: as fast): parsing or serializing alone, or handwritten system calls around both. feed()
copies, and what commit() takes has been copied by whoever received it: their limit is parsing behind one copy. Where two processes
take part the time is that of both, and in parentheses that of the receiving one. One object takes all messages, except
in the rows that say `new`. --quick: one short round, to see it work. TITLE: only rows whose titles contain this text.
"""
import collections
import pathlib
import statistics
import sys

from framing_peers import load, run

MESSAGES = {"trade": "40 B", "text": "1 KiB, a string", "book": "1 KiB, 64 nested"}

# Least ratios, by contestant: (to whom, ratio). TCP's stands for 70 ns where the limit takes 51.5.
READ = {"reader, messages(chunk)": ("parse alone", 0.95), "reader, feed": ("copy, parse alone", 0.95),
        "reader, prepare/commit": ("copy, parse alone", 0.95)}
WRITE = {"writer, put": ("serialize alone", 0.95)}
OVER_TCP = ("reader, writer, read(2), write(2)", "reader::read, writer, write_some", "message_stream")
TCP = {who: ("handwritten", 51.5 / 70) for who in OVER_TCP}

# What is done, with which messages, how many MiB of them for one time.
Row = collections.namedtuple("Row", "work message passes targets")
ROWS = (
    Row("read", "trade", 4, READ),
    Row("read", "text", 16, READ),
    Row("read", "book", 4, READ),
    Row("fresh_read", "trade", 2, {}),
    Row("fresh_read", "book", 2, {}),
    Row("write", "trade", 8, WRITE),
    Row("write", "text", 16, WRITE),
    Row("write", "book", 8, WRITE),
    Row("fresh_write", "trade", 2, {}),
    Row("fresh_write", "book", 2, {}),
    Row("pipe", "trade", 4, {}),
    Row("pipe", "text", 8, {}),
    Row("pipe", "book", 4, {}),
    Row("tcp", "trade", 4, TCP),
    Row("tcp", "text", 8, {}),
    Row("tcp", "book", 4, {}),
)
WORK = {"read": "read from memory", "fresh_read": "read from memory, new", "write": "write to memory",
        "fresh_write": "write to memory, new", "pipe": "pipe", "tcp": "TCP"}


def title_of(row):
    return f"{WORK[row.work]}, {MESSAGES[row.message]}"


def measure(program, row, processes, rounds):
    """{contestant: [(nanoseconds, those of the receiver), ...]}, in the program's order."""
    times = collections.defaultdict(list)
    for _ in range(processes):
        command = [program, row.work, row.message, str(rounds), str(row.passes if rounds > 1 else 1)]
        for line in run(command, timeout=300).splitlines():
            who, _, numbers = line.rpartition(":")
            times[who] += [[float(number) for number in one.split("/")] for one in numbers.split()]
    return times


def ratio(times, limit, who):
    return statistics.median(least[0] / own[0] for least, own in zip(times[limit], times[who]))


def print_row(row, times, quick):
    title, first = title_of(row), next(iter(times))
    for who, rounds in times.items():
        time, *receiving = [statistics.median(column) for column in zip(*rounds)]
        target = ""
        if who in row.targets and not quick:
            limit, least = row.targets[who]
            reached = ratio(times, limit, who)
            beside = "" if limit == first else f" ({reached:.3f} of '{limit}')"
            target = f">= {least:.2f}: {'met' if reached >= least else 'MISSED'}{beside}"
        share = f"({receiving[0]:.1f})" if receiving else ""
        print(f"{title:40} {who:34} {time:9.1f} ns {share:10} {ratio(times, first, who):7.3f}  {target}".rstrip())
        title = ""


def main():
    """Measures all and prints the table."""
    program = pathlib.Path(sys.argv[1]).resolve()
    quick = "--quick" in sys.argv[2:]
    wanted = [word for word in sys.argv[2:] if word != "--quick"]
    before = load()
    print(f"{'work':40} {'':34} {'time of a message':>23} {'of limit':>8}  target")
    for row in ROWS:
        if all(word in title_of(row) for word in wanted):
            print_row(row, measure(program, row, *((1, 1) if quick else (5, 5))), quick)
    print(f"{before} before, {load()} after")


if __name__ == "__main__":
    main()
