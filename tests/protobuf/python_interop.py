#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""A thousand messages, written by Python's runtime and by structwire: the bytes must be the same, both read both.

    python_interop.py PEER PROTOC FOLDER_OF_PROTO_FILES

Without Python's runtime: skipped (exit status 77), but a failure where CI=true.
"""
import os
import pathlib
import random
import subprocess
import sys
import tempfile

COUNT = 1000

try:
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
    from google.protobuf.internal.decoder import _DecodeVarint32
    from google.protobuf.internal.encoder import _VarintBytes
except ImportError as missing:
    must_run = os.environ.get("CI") == "true"
    print(f"{'FAILED' if must_run else 'skipped'}: {missing} (Debian package python3-protobuf)")
    sys.exit(1 if must_run else 77)


def trade_class(protoc, folder):
    """The class of a Trade, from a descriptor, which fits every version of the runtime."""
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch, "trade.desc")
        subprocess.run([protoc, f"--proto_path={folder}", f"--descriptor_set_out={path}", "trade.proto"], check=True)
        files = descriptor_pb2.FileDescriptorSet.FromString(path.read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    described = pool.FindMessageTypeByName("structwire.demo.Trade")
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(described)
    return message_factory.MessageFactory(pool).GetPrototype(described)


def signed(bits):
    """A number of up to so many bits, small ones and the ends more often than chance would have it."""
    least, most = -(1 << (bits - 1)), (1 << (bits - 1)) - 1
    return random.choice([0, 1, -1, 63, 64, -64, -65, least, most, random.randint(least, most),
                          random.randint(-10000, 10000)])


def trades(trade):
    """The messages: an empty one, and text around the lengths at which a length takes one byte more."""
    yield trade()
    for _ in range(COUNT - 1):
        size = random.choice([0, 1, 6, 8, random.randint(100, 140), random.randint(16360, 16400)]
                             if random.random() < 0.05 else [0, 3, 6, 8, random.randint(100, 140)])
        letters = random.choice(["BTCUSD", "x", "\0", "\u00e9\u20ac\U0001f600"])
        yield trade(id=random.choice([0, 1, 127, 128, 2**32 - 1, random.getrandbits(32)]), price=signed(64),
                    quantity=signed(32), symbol="".join(random.choice(letters) for _ in range(size)))


def line(trade):
    """The fields as our side reads and writes them."""
    return f"{trade.id} {trade.price} {trade.quantity} /{trade.symbol.encode().hex()}\n"


def split(stream, trade):
    """The messages of a delimited stream."""
    position = 0
    while position < len(stream):
        size, begin = _DecodeVarint32(stream, position)
        position = begin + size
        yield trade.FromString(stream[begin:position])
    if position != len(stream):
        sys.exit("FAILED: our stream ends inside a message")


def main(peer, protoc, folder):
    """Both directions; exits with a message where they differ."""
    seed = random.SystemRandom().getrandbits(32)
    random.seed(seed)
    trade = trade_class(protoc, folder)
    messages = list(trades(trade))
    bodies = [message.SerializeToString() for message in messages]
    theirs = b"".join(_VarintBytes(len(body)) + body for body in bodies)
    lines = "".join(map(line, messages))

    ours = subprocess.run([peer, "write"], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    if ours != theirs:
        at = next((at for at, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]), min(len(ours), len(theirs)))
        sys.exit(f"FAILED: seed {seed}: {len(ours)} bytes of ours, {len(theirs)} of Python's, first difference at {at}")
    if list(split(ours, trade)) != messages:
        sys.exit(f"FAILED: seed {seed}: Python reads other messages than we wrote")
    read = subprocess.run([peer, "read"], input=theirs, stdout=subprocess.PIPE, check=True).stdout.decode()
    if read != lines:
        sys.exit(f"FAILED: seed {seed}: we read other messages than Python wrote")
    cut = subprocess.run([peer, "read"], input=theirs[:-1], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if bodies[-1] and cut.returncode == 0:
        sys.exit(f"FAILED: seed {seed}: a stream that lacks its last byte was read without an error")
    print(f"{len(messages)} messages, {len(theirs)} bytes: the same both ways (seed {seed})")


if __name__ == "__main__":
    main(*sys.argv[1:])
