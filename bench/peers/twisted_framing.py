#!/usr/bin/python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Twisted's Int32StringReceiver and LineReceiver.

    twisted_framing.py u32be|line PAYLOAD_BYTES STREAM_BYTES CHUNK_BYTES

Prints nanoseconds for one frame, the best of all repetitions.
"""
import sys
import time

from twisted.protocols.basic import Int32StringReceiver, LineReceiver

LIMIT = 128 * 1024


class Counting:
    """Takes the frames."""
    MAX_LENGTH = LIMIT
    delimiter = b"\n"
    frames = size = last = 0

    def take(self, frame):
        self.frames += 1
        self.size += len(frame)
        self.last += frame[-1]

    lineReceived = stringReceived = take


class Lines(Counting, LineReceiver):
    pass


class Strings(Counting, Int32StringReceiver):
    pass


def make_stream(framing, payload, total):
    head, tail = (payload.to_bytes(4, "big"), b"") if framing == "u32be" else (b"", b"\n")
    frames = -(-total // (len(head) + payload + len(tail)))
    return b"".join(head + bytes([ord("a") + index % 26]) * payload + tail for index in range(frames)), frames


def main():
    framing, (payload, total, chunk) = sys.argv[1], map(int, sys.argv[2:])
    stream, frames = make_stream(framing, payload, total)
    pieces = [stream[at:at + chunk] for at in range(0, len(stream), chunk)]
    best, runs, begin = float("inf"), 0, time.perf_counter()
    while runs < 2 or time.perf_counter() - begin < 0.5:
        receiver = Lines() if framing == "line" else Strings()
        start = time.perf_counter()
        for piece in pieces:
            receiver.dataReceived(piece)
        best = min(best, time.perf_counter() - start)
        runs += 1
        if (receiver.frames, receiver.size) != (frames, frames * payload):
            sys.exit("these are not the frames of the stream")
    print(f"{best * 1e9 / frames:.3f}")


if __name__ == "__main__":
    main()
