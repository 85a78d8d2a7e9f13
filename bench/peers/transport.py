#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Frames between two processes with Python's socket and struct.

    transport.py ping_pong|buffered|unbuffered tcp|unix PAYLOAD_BYTES COUNT

Prints the nanoseconds of processor time of both processes for one round trip or frame.
"""
import os
import resource
import socket
import struct
import sys

LENGTH = struct.Struct(">I")


def connected(family):
    if family == "unix":
        return socket.socketpair()
    with socket.create_server(("127.0.0.1", 0)) as door:
        mine = socket.create_connection(door.getsockname())
        theirs, _ = door.accept()
    for end in (mine, theirs):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return mine, theirs


def read(stream):
    """One frame; nothing at the end."""
    head = stream.read(4)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == 4 else b""


def serve(end, work, count):
    stream = end.makefile("rb", 65536)
    if work == "ping_pong":
        while payload := read(stream):
            end.sendall(LENGTH.pack(len(payload)) + payload)
    else:
        for _ in range(count):
            read(stream)
        end.sendall(LENGTH.pack(1) + b"x")


def drive(end, work, payload, count):
    stream = end.makefile("rb", 65536)
    if work == "ping_pong":
        for _ in range(count):
            end.sendall(LENGTH.pack(len(payload)) + payload)
            read(stream)
        return
    if work == "buffered":
        out = end.makefile("wb", 65536)
        for _ in range(count):
            out.write(LENGTH.pack(len(payload)) + payload)
        out.flush()
    else:
        for _ in range(count):
            end.sendall(LENGTH.pack(len(payload)) + payload)
    read(stream)


def used(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def main():
    work, family, size, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    mine, theirs = connected(family)
    child = os.fork()
    if child == 0:
        mine.close()
        serve(theirs, work, count)
        os._exit(0)
    theirs.close()
    before = used(resource.RUSAGE_SELF)
    drive(mine, work, b"x" * size, count)
    mine.shutdown(socket.SHUT_WR)
    os.waitpid(child, 0)
    both = used(resource.RUSAGE_SELF) - before + used(resource.RUSAGE_CHILDREN)
    print(f"{both * 1e9 / count:.3f}")


if __name__ == "__main__":
    main()
