#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Frames over TCP and unix sockets beside handwritten system calls and other libraries, in the same minutes.

    transport_peers.py BENCHMARK_PROGRAM [--quick]

Both ends run on one core, with the policy SCHED_BATCH. What is compared is the processor time of both, the median of several rounds in which all take
turns, so that other programs disturb little; `of limit` is the handwritten code's time to it (1: as fast). Peers are those
that are installed (./dev bench peers installs them all). --quick: one short round of what is built here, to see it work.
"""
import collections
import os
import pathlib
import statistics
import subprocess
import sys

from framing_peers import Missing, Peer, load, run, tool, version

SOURCES = pathlib.Path(__file__).resolve().parent / "peers"
KIB = 1024
OWN = ("handwritten", "structwire", "deadline", "asio")
TITLES = {"structwire": "structwire", "deadline": "structwire, deadline + stop", "asio": "Asio", "handwritten": "handwritten",
          "handwritten_poll": "handwritten, poll + eventfd"}

# What is done, with how many bytes and how often; `targets` are least ratios, by contestant and family.
Row = collections.namedtuple("Row", "title work payload count who targets")
ROWS = (
    Row("ping-pong 64 B", "ping_pong", 64, 15_000, (*OWN, "handwritten_poll"),
        {("structwire", "tcp"): 0.97, ("structwire", "unix"): 0.97, ("deadline", "tcp"): 0.87, ("deadline", "unix"): 0.90}),
    Row("one-way 64 B, buffered", "buffered", 64, 2_000_000, OWN,
        {("structwire", "tcp"): 0.90, ("structwire", "unix"): 0.90}),
    Row("one-way 64 B, unbuffered", "unbuffered", 64, 100_000, OWN, {}),
    Row("bulk, 16 KiB", "unbuffered", 16 * KIB, 20_000, OWN, {("structwire", "tcp"): 0.95, ("structwire", "unix"): 0.95}),
    Row("bulk, 256 KiB", "unbuffered", 256 * KIB, 1_500, OWN, {("structwire", "tcp"): 0.95, ("structwire", "unix"): 0.95}),
    Row("echo, 1000 busy", "busy", 64, 40_000, OWN[:2], {("structwire", "tcp"): 0.95, ("structwire", "unix"): 0.95}),
    Row("echo, 10 of 8000 active", "idle", 64, 20_000, OWN[:2], {("structwire", "tcp"): 0.95, ("structwire", "unix"): 0.95}),
)
PEER_WORK = ("ping_pong", "buffered", "unbuffered")


def build_python(_):
    return [sys.executable, "-B", SOURCES / "transport.py"]


def build_go(folder):
    environment = {**os.environ, "GOCACHE": str(folder / "cache"), "GOFLAGS": "-mod=mod", "GO111MODULE": "off"}
    run([tool("go"), "build", "-o", folder / "peer", SOURCES / "transport.go"], env=environment)
    return [folder / "peer"]


def build_zeromq(folder):
    if not os.path.exists("/usr/include/zmq.h"):
        raise Missing("no zmq.h")
    run([tool("g++"), "-std=c++23", "-O3", "-DNDEBUG", SOURCES / "transport_zeromq.cpp", "-lzmq", "-o", folder / "peer"])
    return [folder / "peer"]


PEERS = {
    "Go": Peer(build_go, "golang-go"),
    "Python": Peer(build_python, "python3"),
    "ZeroMQ": Peer(build_zeromq, "libzmq3-dev"),
}
SLOWER = {"Python": 40, "ZeroMQ": 4}  # so many times fewer frames in the rows where thousands go at once


def peers_of(program):
    """{peer: command} of those that build here; says why of the others."""
    built = {}
    for name, peer in PEERS.items():
        folder = program.parent / "peers" / f"transport_{peer.build.__name__.removeprefix('build_')}"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            built[name] = ["chrt", "-b", "0", "taskset", "-c", str(max(os.sched_getaffinity(0))), *peer.build(folder)]
        except (Missing, OSError) as why:
            print(f"left out: {name}: {why}. It needs the Debian packages {peer.packages}: ./dev bench peers")
    return built


def contestants(row, family, program, peers, scale):
    """{title: command} of all who do this work, at so many times the row's count."""
    count = max(1, int(row.count * scale))
    work = (row.work, family, str(row.payload))
    found = {TITLES[who]: [program, who, *work, str(count)] for who in row.who}
    for name, command in peers.items() if row.work in PEER_WORK else ():
        if name == "ZeroMQ" and row.work == "unbuffered":
            continue  # it collects messages by itself: its one-way stands in the buffered row
        fewer = SLOWER.get(name, 1) if row.work == "buffered" else 4 if name == "Python" else 1
        found[f"{name} {version(PEERS[name].packages)}".strip()] = [*command, *work, str(max(1, count // fewer))]
    return found


def measure(found, rounds):
    """{title: nanoseconds}"""
    times = collections.defaultdict(list)
    for _ in range(rounds):
        for title, command in list(found.items()):
            try:
                times[title].append(float(run(command, timeout=120).split()[0]))
            except (Missing, subprocess.TimeoutExpired) as why:
                if title in TITLES.values():
                    raise
                print(f"{title}: {why}")
                del found[title]
    return {title: statistics.median(all_of_it) for title, all_of_it in times.items()}


def print_row(row, family, times):
    title = f"{row.title}, {family}"
    targets = {TITLES[who]: wanted for (who, where), wanted in row.targets.items() if where == family}
    for who in sorted(times, key=lambda one: (one != "handwritten", not one.startswith("structwire"), times[one])):
        ratio = times["handwritten"] / times[who]
        amount = f"{1e6 / times[who]:10.4g} k/s" if row.payload < KIB else f"{row.payload / times[who]:9.3g} GB/s"
        target = "" if len(sys.argv) > 2 else f">= {targets[who]:.2f}: {'met' if ratio >= targets[who] else 'MISSED'}" if who in targets else ""
        print(f"{title:32} {who:28} {times[who]:12.1f} ns {amount} {ratio:7.3f}  {target}".rstrip())
        title = ""


def main():
    """Measures all and prints the table."""
    program = pathlib.Path(sys.argv[1]).resolve()
    quick = "--quick" in sys.argv[2:]
    before = load()
    peers = {} if quick else peers_of(program)
    rounds, scale = (1, 0.05) if quick else (7, 1)
    print(f"{'work':32} {'':28} {'time of both':>15} {'':14} {'of limit':>8}  target")
    for row in ROWS:
        for family in ("tcp", "unix"):
            print_row(row, family, measure(contestants(row, family, program, peers, scale), rounds))
    print(f"{before} before, {load()} after")


if __name__ == "__main__":
    main()
