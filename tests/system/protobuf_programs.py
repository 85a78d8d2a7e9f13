#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs the two programs of docs/protobuf.md with each other, and each with peers that do something else.

    protobuf_programs.py CLIENT SERVER
"""
import contextlib
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

import common

SECONDS = 30
QUESTION = b"\x0a\x08\x01\x12\x06BTCUSD"  # its length, id 1, symbol
ANSWER = b"\x07\x08\x01\x10\xfc\xe0\x8e\x06"  # its length, id 1, price 6412350
OTHER = b"\x02\x08\x09"  # an answer to question 9

# What a client sends to the server, what it gets until the end, and what the server says about it.
TO_SERVER = {
    "nothing": (b"", b"", ""),
    "one question": (QUESTION, ANSWER, ""),
    "two questions and an empty message": (QUESTION * 2 + b"\0", ANSWER * 2 + b"\x10\x1a\x0eno such symbol", ""),
    "cut inside a message": (QUESTION + QUESTION[:4], ANSWER, "11 bytes wanted, 4 there (byte offset 11)"),
    "cut inside a length": (b"\x80", b"", "input ends inside a frame: 1 there (byte offset 0)"),
    "a length of 64 KiB and a byte": (QUESTION + b"\x81\x80\x04", ANSWER, "too long: 65537 bytes, limit 65536 (byte offset 11)"),
    "a length of 2^32 + 2": (b"\x82\x80\x80\x80\x10\x08\x01", b"", "too long: 4294967298 bytes, limit 65536 (byte offset 0)"),
    "a length without end": (b"\xff" * 11, b"", "too long"),
    "a message that is none": (QUESTION + b"\x01\x0c" + QUESTION, ANSWER, "payload is not such a message: 1 byte (byte offset 11)"),
    "invalid UTF-8": (b"\x03\x12\x01\xff", b"", "byte offset 0"),
}

# What a server sends to the client that asks for BTCUSD, and the client's output and exit status.
TO_CLIENT = {
    "the answer": (ANSWER, "BTCUSD 6412350\n", 0),
    "an answer to another question first": (OTHER + ANSWER, "BTCUSD 6412350\n", 0),
    "the answer twice": (ANSWER * 2, "BTCUSD 6412350\n", 0),
    "nothing": (b"", "", 1),
    "half an answer": (ANSWER[:4], "", 1),
    "a length of 2^32 + 2": (b"\x82\x80\x80\x80\x10", "", 1),
}


def received(peer):
    """Everything up to the end, also if that is a reset."""
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := peer.recv(4096):
            data += piece
    return data


def talk(at, sent, byte_by_byte):
    """What the server answers to these bytes and the end of sending."""
    with socket.create_connection(at, timeout=SECONDS) as peer:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError, OSError):
            for piece in [sent[i:i + 1] for i in range(len(sent))] if byte_by_byte else [sent]:
                peer.sendall(piece)
            peer.shutdown(socket.SHUT_WR)
        return received(peer)


def expect(faults, title, got, wanted):
    """Notes what is not as it should be."""
    if got != wanted:
        faults.append(f"{title}: {got!r}, not {wanted!r}")


def wait_for(log, size, said):
    """Waits until the server has said something, which it does behind the connection's end."""
    until = time.monotonic() + SECONDS
    while said and said not in log.read_text(errors="replace")[size:] and time.monotonic() < until:
        time.sleep(0.005)


def check_server(client, server, faults):
    """The server with its own client and with others; then it is told to stop."""
    with tempfile.TemporaryDirectory(prefix="structwire-") as folder:
        log = pathlib.Path(folder, "log")
        with log.open("wb") as errors, subprocess.Popen(
                [server, "tcp://127.0.0.1:0"], stdout=subprocess.PIPE, stderr=errors, text=True) as process:
            try:
                where = process.stdout.readline().strip()
                at = (where.removeprefix("tcp://").rpartition(":")[0], int(where.rpartition(":")[2]))
                done = subprocess.run([client, where, "ETHUSD", "XYZ", "BTCUSD"], text=True, timeout=SECONDS,
                                      stdout=subprocess.PIPE, check=False)
                expect(faults, "client", (done.stdout, done.returncode),
                       ("ETHUSD 341207\nXYZ: no such symbol\nBTCUSD 6412350\n", 0))
                for title, (sent, answers, said) in TO_SERVER.items():
                    for slowly in (False, True):
                        before = log.stat().st_size
                        expect(faults, f"server, {title}", talk(at, sent, slowly), answers)
                        wait_for(log, before, said)
                        if said not in log.read_text(errors="replace")[before:]:
                            faults.append(f"server, {title}: said {log.read_text(errors='replace')[before:]!r}, not {said!r}")
                process.send_signal(signal.SIGTERM)
                expect(faults, "server's last words", process.communicate(timeout=SECONDS)[0], "21 questions\n")
                expect(faults, "server's exit status", process.returncode, 0)
            finally:
                if process.poll() is None:
                    process.kill()


def check_client(client, faults):
    """The client with servers that do something else; the last one resets the connection."""
    for title, (sent, output, status) in [*TO_CLIENT.items(), ("a reset", (None, "", 1))]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            answering = threading.Thread(target=answer, args=(listener, sent), daemon=True)
            answering.start()
            done = subprocess.run([client, f"tcp://127.0.0.1:{listener.getsockname()[1]}", "BTCUSD"], text=True,
                                  stdout=subprocess.PIPE, timeout=SECONDS, check=False)
            answering.join(SECONDS)
        expect(faults, f"client, {title}: exit status", done.returncode, status)
        expect(faults, f"client, {title}", done.stdout[:len(output)], output)
        if not output and sent != b"" and "offset" not in done.stdout and "reset" not in done.stdout:
            faults.append(f"client, {title}: says {done.stdout!r}")


def answer(listener, sent):
    """One connection of a server that sends the same to everybody, or resets."""
    peer, _ = listener.accept()
    with peer:
        peer.settimeout(SECONDS)
        received(peer)
        if sent is None:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            peer.sendall(sent)


def main(client, server):
    """Everything in turn."""
    faults = []
    check_server(client, server, faults)
    check_client(client, faults)
    common.finish(faults, "client and server: all as expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
