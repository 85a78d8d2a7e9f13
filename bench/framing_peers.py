#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Frame decoding beside the handwritten limit and other libraries, in the same minutes on the same machine.

    framing_peers.py BENCHMARK_PROGRAM [NAME...]

Runs the peers that are installed (./dev bench peers installs them all), or only those named, and prints for each the best
time of all repetitions and the ratio of the handwritten code's time to it (1: as fast). `view`: frames are views into the
64 KiB chunk. `copy`: chunks go into a receive buffer first; so do those of the peers. `bytewise`: one byte in each call.
"""
import collections
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCES = pathlib.Path(__file__).resolve().parent / "peers"
KIB, FRAMINGS = 1024, ("u32be", "line")
SIZES = {"16 B": 16, "128 B": 128, "1 KiB": KIB, "64 KiB": 64 * KIB}
CHUNK, STREAM = 64 * KIB, 8 * KIB * KIB
TARGETS = {"u32be": 0.90, "line": 0.85}  # times the speed of the handwritten code
BYTEWISE_TARGET = 3.0  # nanoseconds for each byte
CRATES = "/usr/share/cargo/registry"


class Missing(Exception):
    """What a peer lacks here."""


def tool(name):
    path = shutil.which(name)
    if not path:
        raise Missing(f"no {name}")
    return path


def run(command, **options):
    """The output of a command that must work."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise Missing(f"{os.path.basename(command[0])} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def build_tokio(folder):
    cargo = tool("cargo")
    if not glob.glob(f"{CRATES}/tokio-util-*"):
        raise Missing(f"no tokio-util in {CRATES}")
    (folder / ".cargo").mkdir(exist_ok=True)
    (folder / ".cargo/config.toml").write_text(
        f'[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "{CRATES}"\n', encoding="utf-8")
    (folder / "Cargo.toml").write_text(
        f'[package]\nname = "peer"\nversion = "0.0.0"\nedition = "2021"\n'
        f'[[bin]]\nname = "peer"\npath = "{SOURCES}/tokio_util.rs"\n'
        f'[dependencies]\nbytes = "1"\ntokio-util = {{ version = "0.7", features = ["codec"] }}\n', encoding="utf-8")
    run([cargo, "build", "--release", "--offline", "--quiet"], cwd=folder)
    return [folder / "target/release/peer"]


def build_netty(folder):
    compiler, machine = tool("javac"), tool("java")
    jars = [f"/usr/share/java/netty-{part}.jar" for part in ("buffer", "codec", "common", "resolver", "transport")]
    if not all(map(os.path.exists, jars)):
        raise Missing("no /usr/share/java/netty-*.jar")
    path = ":".join((*jars, str(folder)))
    run([compiler, "-cp", path, "-d", folder, SOURCES / "netty.java"])
    return [machine, "-Dio.netty.leakDetection.level=disabled", "-cp", path, "NettyPeer"]


def build_go(folder):
    environment = {**os.environ, "GOCACHE": str(folder / "cache"), "GOFLAGS": "-mod=mod", "GO111MODULE": "off"}
    run([tool("go"), "build", "-o", folder / "peer", SOURCES / "go_scanner.go"], env=environment)
    return [folder / "peer"]


def build_asio(folder):
    if not os.path.exists("/usr/include/boost/asio.hpp"):
        raise Missing("no boost/asio.hpp")
    run([tool("g++"), "-std=c++23", "-O3", "-DNDEBUG", SOURCES / "asio.cpp", "-o", folder / "peer"])
    return [folder / "peer"]


def build_twisted(_):
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import twisted"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return [python, "-B", SOURCES / "twisted_framing.py"]
    raise Missing("no Python module twisted")


Peer = collections.namedtuple("Peer", "build packages")
PEERS = {
    "tokio-util": Peer(build_tokio, "librust-tokio-util-dev cargo"),
    "Netty": Peer(build_netty, "libnetty-java default-jdk-headless"),
    "Go bufio.Scanner": Peer(build_go, "golang-go"),
    "Asio": Peer(build_asio, "libboost-dev"),
    "Twisted": Peer(build_twisted, "python3-twisted"),
}


def version(package):
    """As in Debian; nothing where it is not from there."""
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=False)
    return re.sub(r"^\d+:|[-+~].*", "", done.stdout) if done.returncode == 0 else ""


def commands(program, names):
    """{peer: command} of those that build here; says why of the others."""
    built = {}
    for name, peer in PEERS.items():
        if names and name not in names:
            continue
        folder = program.parent / "peers" / peer.build.__name__.removeprefix("build_")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            built[f"{name} {version(peer.packages.split()[0])}".strip()] = peer.build(folder)
        except Missing as why:
            print(f"left out: {name}: {why}. It needs the Debian packages {peer.packages}: ./dev bench peers")
        except OSError as why:
            print(f"left out: {name}: {why}")
    return built


def add_own_times(program, best):
    """Nanoseconds for one frame of the handwritten code and structwire, into {case: {who: time}}."""
    names = f"^({'|'.join(FRAMINGS)}) ({'|'.join(SIZES)}) (view|copy|bytewise)/"
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        run([program, f"--benchmark_filter={names}", "--benchmark_min_time=0.03", f"--benchmark_out={out.name}",
             "--benchmark_out_format=json"])
        for result in json.load(out)["benchmarks"]:
            if result["run_type"] == "iteration":
                case, who = result["run_name"].split("/")
                keep_best(best[case], who, 1e9 / result["items_per_second"])


def add_peer_times(peers, best):
    """The same of the peers."""
    cases = [(f"{framing} {size} copy", framing, SIZES[size], STREAM, CHUNK) for framing in FRAMINGS for size in SIZES]
    cases += [(f"{framing} 64 KiB bytewise", framing, 64 * KIB, 128 * KIB, 1) for framing in FRAMINGS]
    for case, *arguments in cases:
        for name, command in peers.items():
            try:
                keep_best(best[case], name, float(run([*command, *map(str, arguments)])))
            except Missing as why:
                print(f"{name}, {case}: {why}")


def keep_best(times, who, time):
    times[who] = min(times.get(who, time), time)


def target_of(case, who, ratio, per_byte):
    if who != "structwire":
        return ""
    if case.endswith("bytewise"):
        return f"<= {BYTEWISE_TARGET:.1f} ns per byte: {'met' if per_byte <= BYTEWISE_TARGET else 'MISSED'}"
    wanted = TARGETS[case.split()[0]]
    return f">= {wanted:.2f}: {'met' if ratio >= wanted else 'MISSED'}"


def print_table(best):
    print(f"{'framing, payload, mode':22} {'':24} {'ns / frame':>12} {'frames / s':>11} {'of limit':>8}  target")
    for framing in FRAMINGS:
        for case in (*(f"{framing} {size} {mode}" for size in SIZES for mode in ("view", "copy")),
                     f"{framing} 64 KiB bytewise"):
            title = case
            times = best[case]
            for who in sorted(times, key=lambda one: (one != "handwritten", one != "structwire", times[one])):
                time, ratio = times[who], times["handwritten"] / times[who]
                per_byte = time / (64 * KIB + (4 if framing == "u32be" else 1))
                rate = f"{1e3 / time:9.4g} M" if not case.endswith("bytewise") else f"{per_byte:.2f} ns/B"
                print(f"{title:22} {who:24} {time:12.2f} {rate:>11} {ratio:8.3f}  "
                      f"{target_of(case, who, ratio, per_byte)}".rstrip())
                title = ""


def load():
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def main():
    """Measures all and prints the table."""
    program = pathlib.Path(sys.argv[1]).resolve()
    before = load()
    peers = commands(program, sys.argv[2:])
    best = collections.defaultdict(dict)
    for _ in range(2):  # what else runs on the machine should not meet the same ones twice
        add_own_times(program, best)
        add_peer_times(peers, best)
    print(f"{before} before, {load()} after")
    print_table(best)


if __name__ == "__main__":
    main()
