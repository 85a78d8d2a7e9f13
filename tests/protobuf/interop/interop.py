#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Messages exchanged with somebody else's code: the same bytes, read both ways, live over TCP, and bad streams.

    interop.py OTHER OUR_PEER PROTOC FOLDER_OF_PROTO_FILES

OTHER is one of OTHERS below. Peers and their commands: see peer.py. Without what OTHER needs: skipped (exit status 77),
but a failure where CI=true.
"""
import contextlib
import importlib.util
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "system"))
import common  # noqa: E402

COUNT = 1000
SECONDS = 100
JARS = ["/usr/share/java/protobuf.jar"]

# Body sizes around which a length takes one byte more.
SIZES = [126, 127, 128, 129, 16382, 16383, 16384, 16385]
LEAST, MOST = -(1 << 63), (1 << 63) - 1

# their pace, our pace, when the server answers, when the client reads, which messages
ROUNDS = [
    ("whole", "whole", "end", "end", "all"),
    ("whole", "whole", "each", "each", "small"),
    ("bytes", "bytes", "each", "each", "few"),
    ("bytes", "bytes", "each", "end", "few"),
    ("pauses", "pauses", "each", "each", "few"),
    ("sips", "tight", "end", "end", "all"),
]

# By framing: what a stream is, its bytes, and what our reader says. What the other side says is shown beside it, not
# judged. A length over a limit is what the bytes so far make it at least.
PROBES = {
    "varint": [
        ("body cut where a field ends", "05 08 01",
         "input ends inside a frame: 6 bytes wanted, 3 there (byte offset 0)"),
        ("body cut inside a field", "05 08", "input ends inside a frame: 6 bytes wanted, 2 there (byte offset 0)"),
        ("message, then half a length", "02 08 01 80", "input ends inside a frame: 1 there (byte offset 3)"),
        ("length 2^32 + 2", "82 80 80 80 10 08 01", "frame too long: 4294967298 bytes, limit 67108864 (byte offset 0)"),
        ("length 2^31", "80 80 80 80 08 08 01", "frame too long: 2147483648 bytes, limit 67108864 (byte offset 0)"),
        ("length 2^31 - 1", "ff ff ff ff 07 08 01", "frame too long: 268435455 bytes, limit 67108864 (byte offset 0)"),
        ("length without an end", "80 80 80 80 80 80 80 80 80 80 80", "malformed length prefix (byte offset 0)"),
        ("body is an END_GROUP", "01 0c 02 08 01", "payload is not such a message: 1 byte (byte offset 0)"),
        ("text is no UTF-8", "03 22 01 ff 02 08 01", "payload is not such a message: 3 bytes (byte offset 0)"),
        ("length longer than need be", "82 00 08 01", "1 message"),
        ("empty message", "00", "1 message"),
        ("nothing", "", "0 messages"),
    ],
    "u32be": [
        ("body cut where a field ends", "00 00 00 05 08 01",
         "input ends inside a frame: 9 bytes wanted, 6 there (byte offset 0)"),
        ("empty message", "00 00 00 00", "1 message"),
    ],
    "thrift": [
        ("message, then half a length", "00 00 00 02 08 01 00 00",
         "input ends inside a frame: 2 there (byte offset 6)"),
        ("body cut where a field ends", "00 00 00 05 08 01",
         "input ends inside a frame: 9 bytes wanted, 6 there (byte offset 0)"),
        ("length -1", "ff ff ff ff 08 01", "impossible frame length: -16777216, at least 0 (byte offset 0)"),
        ("length 2^31 - 1", "7f ff ff ff 08 01", "frame too long: 2130706436 bytes, limit 16384000 (byte offset 0)"),
        ("empty message", "00 00 00 00", "1 message"),
    ],
    "tfrecord": [
        ("wrong checksum of the payload", "03 00 00 00 00 00 00 00 b0 99 49 0e 66 6f 6f 61 8a be ff",
         "wrong checksum: computed 0xfebe8a61, received 0xffbe8a61 (byte offset 0)"),
        ("wrong checksum of the length", "03 00 00 00 00 00 00 00 b0 99 49 0f 66 6f 6f 61 8a be fe",
         "wrong checksum: computed 0xe4999b0, received 0xf4999b0 (byte offset 0)"),
        ("record cut behind the payload", "03 00 00 00 00 00 00 00 b0 99 49 0e 66 6f 6f",
         "input ends inside a frame: 19 bytes wanted, 15 there (byte offset 0)"),
    ],
}


class Peer:
    """A process that takes commands."""

    def __init__(self, name, *command):
        self.name = name
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, bufsize=1)
        self.watchdog = threading.Timer(SECONDS, self.process.kill)
        self.watchdog.start()

    def ask(self, *words):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(" ".join(map(str, words)) + "\n")
        return self

    def answer(self):
        return self.process.stdout.readline().strip() or "nothing: it has ended"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.watchdog.cancel()
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def module(name, package):
    try:
        found = importlib.util.find_spec(name)
    except ModuleNotFoundError:  # of the package that it is in
        found = None
    if not found:
        common.skip(f"no Python module {name} (Debian package {package})")


def program(name, package):
    return shutil.which(name) or common.skip(f"no {name} (Debian package {package})")


def run(*command):
    done = common.run(*command)
    if done.returncode != 0:
        sys.exit(f"FAILED: {' '.join(map(str, command))}\n{done.stdout}")


def python_peer(framing, *modules):
    """Python's runtime, which fits in with everybody's framings."""
    def make(protoc, folder, scratch):
        for name, package in (("google.protobuf", "python3-protobuf"), *modules):
            module(name, package)
        run(protoc, f"--proto_path={folder}", f"--descriptor_set_out={scratch}/trade.desc", "trade.proto")
        return sys.executable, "-B", HERE / "peer.py", scratch, framing
    return make


def java_peer(protoc, folder, scratch):
    compiler, machine = (program(name, "default-jdk-headless") for name in ("javac", "java"))
    for jar in JARS:
        if not pathlib.Path(jar).exists():
            common.skip(f"no {jar} (Debian package libprotobuf-java)")
    path = ":".join([scratch, *JARS])
    run(protoc, f"--proto_path={folder}", f"--java_out={scratch}", "trade.proto")
    quick = "-XX:TieredStopAtLevel=1"  # neither runs for long
    run(compiler, f"-J{quick}", "-proc:none", "-cp", path, "-d", scratch,
        f"{scratch}/structwire/demo/TradeOuterClass.java", HERE / "Peer.java")
    return machine, quick, "-XX:+UseSerialGC", "-cp", path, "Peer"


def nanopb_peer(protoc, folder, scratch):
    program("protoc-gen-nanopb", "nanopb")
    if not pathlib.Path("/usr/include/pb_decode.h").exists():
        common.skip("no pb_decode.h (Debian package libnanopb-dev)")
    shutil.copy(pathlib.Path(folder, "trade.proto"), scratch)
    pathlib.Path(scratch, "trade.options").write_text("structwire.demo.Trade.symbol type:FT_CALLBACK\n")
    # The plugin reads the options from its current folder.
    done = common.run(protoc, "--nanopb_out=.", "trade.proto", cwd=scratch)
    if done.returncode != 0:
        sys.exit(f"FAILED: protoc --nanopb_out\n{done.stdout}")
    run(program("cc", "gcc"), "-O1", "-Wall", "-Wextra", f"-I{scratch}", HERE / "peer.c",
        f"{scratch}/trade.pb.c", "-lprotobuf-nanopb", "-o", f"{scratch}/peer")
    return (f"{scratch}/peer",)


# Who, in which framing, and how to get a peer of it.
OTHERS = {
    "Python": ("varint", python_peer("varint")),
    "Java": ("varint", java_peer),
    "nanopb": ("varint", nanopb_peer),
    "struct": ("u32be", python_peer("u32be")),
    "Thrift": ("thrift", python_peer("thrift", ("thrift", "python3-thrift"))),
    "TFRecord": ("tfrecord", python_peer("tfrecord", ("crcmod", "python3-crcmod"))),
}


def signed(bits):
    """A number of up to so many bits, small ones and the ends more often than chance would have it."""
    least, most = -(1 << (bits - 1)), (1 << (bits - 1)) - 1
    return random.choice([0, 1, -1, 63, 64, -64, -65, least, most, random.randint(least, most),
                          random.randint(-10000, 10000)])


def line(number, price, quantity, symbol):
    return f"{number} {price} {quantity} /{symbol.hex()}\n"


def messages():
    """Lines of messages: an empty one, the ends of each type, sizes around which a length grows, then chance."""
    yield line(0, 0, 0, b"")
    for number, price, quantity in ((2**32 - 1, LEAST, -2**31), (2**31, MOST, 2**31 - 1), (0, -1, -1)):
        yield line(number, price, quantity, b"\0")
    for size in SIZES:
        yield line(0, 0, 0, b"s" * (size - 2 if size - 2 < 128 else size - 3))
    for _ in range(COUNT - 4 - len(SIZES)):
        letter = random.choice(["BTCUSD", "x", "\0", "\u00e9\u20ac\U0001f600"])
        size = random.choice([0, 3, 6, 8, random.randint(0, 140)])
        number = random.choice([0, 1, 127, 128, 2**32 - 1, random.getrandbits(32)])
        yield line(number, signed(64), signed(32), "".join(random.choice(letter) for _ in range(size)).encode())


def answered(text):
    """The line of the answer to a line."""
    number, _, rest = text.partition(" ")
    return f"{(int(number) + 1) % 2**32} {rest}"


class Meeting:
    """Two peers, a folder, and what differed."""

    def __init__(self, ours, theirs, scratch):
        self.ours, self.theirs, self.scratch, self.faults = ours, theirs, pathlib.Path(scratch), []

    def expect(self, title, got, wanted):
        if got != wanted:
            if isinstance(got, (str, bytes)) and len(got) + len(wanted) > 400:
                pairs = enumerate(zip(got, wanted))
                at = next((at for at, pair in pairs if pair[0] != pair[1]), min(len(got), len(wanted)))
                got = f"{len(got)} instead of {len(wanted)}, first difference at {at}: {got[at:at + 40]!r}"
            self.faults.append(f"{title}: {got!r:.400}, not {wanted!r:.400}")

    def check_bytes(self, lines):
        """Both write the same bytes; each reads those of the other."""
        source = self.scratch / "lines"
        source.write_text("".join(lines), encoding="ascii")
        written = {}
        for peer in (self.ours, self.theirs):
            stream = self.scratch / "stream"
            self.expect(f"{peer.name} writes", peer.ask("write", source, stream).answer(), f"ok {len(lines)}")
            written[peer] = stream.read_bytes()
            for reader in (self.ours, self.theirs):
                back = self.scratch / "back"
                self.expect(f"{reader.name} reads what {peer.name} wrote",
                            (reader.ask("read", stream, back).answer(), back.read_text(encoding="ascii")),
                            (f"ok {len(lines)}", "".join(lines)))
        self.expect("bytes written", written[self.ours], written[self.theirs])
        return len(written[self.ours])

    def check_live(self, lines, server, client, when, until, paces):
        """One serves, the other talks; our reader must find the whole of it and a clean end."""
        title = f"{client.name} talks to {server.name}, {paces[client]} and {paces[server]}, {when} and {until}"
        source, answers = self.scratch / "lines", self.scratch / "answers"
        source.write_text("".join(lines), encoding="ascii")
        answers.write_text("")
        port = server.ask("serve", when, paces[server]).answer()
        if not port.startswith("port "):
            self.faults.append(f"{title}: {port}")
            return
        begin = time.monotonic()
        told = client.ask("talk", port.split()[1], until, paces[client], source, answers).answer()
        self.expect(title, (told, server.answer()), (f"ok {len(lines)}",) * 2)
        self.expect(f"{title}: answers", answers.read_text(encoding="ascii"), "".join(map(answered, lines)))
        print(f"-- {title}: {len(lines)} messages, {time.monotonic() - begin:.2f} s", flush=True)

    def check_probes(self, probes):
        """Streams that are not what they should be."""
        stream, lines = self.scratch / "stream", self.scratch / "lines"
        for title, data, wanted in probes:
            stream.write_bytes(bytes.fromhex(data))
            said = {}
            for peer in (self.ours, self.theirs):
                answer = peer.ask("read", stream, lines).answer()
                count = answer.removeprefix("ok ")
                said[peer] = answer if count == answer else f"{count} message{'s' * (count != '1')}"
            self.expect(title, said[self.ours], wanted if wanted[0].isdigit() else f"failed {wanted}")
            print(f"-- {title}: {self.theirs.name} says: {said[self.theirs]}; ours: {said[self.ours]}", flush=True)


def main(other, our_peer, protoc, folder):
    seed = random.SystemRandom().getrandbits(32)
    random.seed(seed)
    lines = list(messages())
    few = [*lines[:8], *lines[11:20]]  # one of 16 KiB
    small = [each for each in lines if len(each) < 500][:200]
    framing, make = OTHERS[other]
    with tempfile.TemporaryDirectory(prefix="structwire-") as scratch:
        command = make(protoc, folder, scratch)
        with Peer("structwire", our_peer, framing) as ours, Peer(other, *command) as theirs:
            meeting = Meeting(ours, theirs, scratch)
            size = meeting.check_bytes(lines)
            for their_pace, our_pace, when, until, which in ROUNDS:
                some = {"all": lines, "small": small, "few": few}[which]
                for server, client in ((ours, theirs), (theirs, ours)):
                    if meeting.faults:
                        break  # the next ones would only add deadlines
                    meeting.check_live(some, server, client, when, until, {ours: our_pace, theirs: their_pace})
            meeting.check_probes(PROBES[framing])
    common.finish([f"seed {seed}: {fault}" for fault in meeting.faults],
                  f"{len(lines)} messages, {size} bytes: the same both ways (seed {seed})")


if __name__ == "__main__":
    main(*sys.argv[1:])
