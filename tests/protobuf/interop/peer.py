# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""A peer with Python's runtime, in the framing that its argument names. So are peer.cpp, Peer.java and peer.c.

    peer.py FOLDER_OF_DESCRIPTOR varint|u32be|thrift|tfrecord

A peer takes commands, one a line, on standard input, and answers each with `ok COUNT` or `failed WHY`:

    write LINES STREAM                     makes a file of frames of a file of lines
    read STREAM LINES                      and back
    serve each|end PACE                    says `port NUMBER`, then answers one client: each message at once, or all at
                                           the end
    talk PORT each|end PACE LINES ANSWERS  sends messages, half-closes, writes down the answers: each before the next
                                           message, or all at the end

An answer is the message with the next id. A line is `ID PRICE QUANTITY /SYMBOL`, the symbol in hexadecimal. The pace is
`whole`; `bytes`: one byte a send; `pauses` inside prefix and body; `sips`: a small receive buffer that is read slowly;
in peer.cpp `tight`: a small send buffer.
"""
import pathlib
import socket
import struct
import sys
import time

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.internal.decoder import _DecodeVarint32
from google.protobuf.internal.encoder import _VarintBytes

SECONDS = 30


def trade_class(folder):
    """The class of a Trade, from a descriptor, which fits every version of the runtime."""
    files = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(folder, "trade.desc").read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    described = pool.FindMessageTypeByName("structwire.demo.Trade")
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(described)
    return message_factory.MessageFactory(pool).GetPrototype(described)


def line(trade):
    """The fields as all peers read and write them."""
    return f"{trade.id} {trade.price} {trade.quantity} /{trade.symbol.encode().hex()}\n"


def parse_line(trade, text):
    """And back."""
    number, price, quantity, symbol = text.split()
    return trade(id=int(number), price=int(price), quantity=int(quantity), symbol=bytes.fromhex(symbol[1:]).decode())


def exactly(stream, size):
    """So many bytes of a stream."""
    if len(got := stream.read(size)) != size:
        raise EOFError(f"{len(got)} of {size} bytes")
    return got


class Framing:
    """How frames are made and taken: frame(body), and body(stream), nothing at the end."""

    @staticmethod
    def stream(peer):
        return peer.makefile("rb")


class Varint(Framing):
    """The length as Python's runtime writes and reads it; only its latest versions have functions for a whole frame."""

    @staticmethod
    def frame(body):
        return _VarintBytes(len(body)) + body

    @staticmethod
    def body(stream):
        prefix = stream.read(1)
        while prefix and prefix[-1] & 0x80:
            prefix += exactly(stream, 1)
        return exactly(stream, _DecodeVarint32(prefix, 0)[0]) if prefix else None


class U32(Framing):
    """The length by struct."""

    @staticmethod
    def frame(body):
        return struct.pack(">I", len(body)) + body

    @staticmethod
    def body(stream):
        first = stream.read(1)
        return exactly(stream, *struct.unpack(">I", first + exactly(stream, 3))) if first else None


class Thrift(Framing):
    """Thrift's framed transport over its sockets, files and memory. It takes every end for one between two frames."""

    def __init__(self):
        from thrift.transport import TSocket, TTransport
        self.kinds, self.socket = TTransport, TSocket.TSocket

    def stream(self, peer):
        made = self.socket()
        made.setHandle(peer)
        return made

    def frame(self, body):
        below = self.kinds.TMemoryBuffer()
        framed = self.kinds.TFramedTransport(below)
        framed.write(body)
        framed.flush()
        return below.getvalue()

    def body(self, stream):
        below = stream if isinstance(stream, self.socket) else self.kinds.TFileObjectTransport(stream)
        framed = self.kinds.TFramedTransport(below)
        try:
            framed.readFrame()
        except EOFError:
            return None
        except self.kinds.TTransportException as reason:
            if reason.type == reason.END_OF_FILE:
                return None
            raise
        return framed.cstringio_buf.getvalue()


class TFRecord(Framing):
    """The format of TFRecord files, with somebody else's CRC-32C."""

    def __init__(self):
        import crcmod.predefined
        self.crc32c = crcmod.predefined.mkCrcFun("crc-32c")

    def checksum(self, data):
        crc = self.crc32c(data)
        return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)

    def frame(self, body):
        size = struct.pack("<Q", len(body))
        return size + self.checksum(size) + body + self.checksum(body)

    def body(self, stream):
        if not (first := stream.read(1)):
            return None
        size = first + exactly(stream, 7)
        if exactly(stream, 4) != self.checksum(size):
            raise ValueError("the length's checksum")
        body = exactly(stream, *struct.unpack("<Q", size))
        if exactly(stream, 4) != self.checksum(body):
            raise ValueError("the payload's checksum")
        return body


FRAMINGS = {"varint": Varint, "u32be": U32, "thrift": Thrift, "tfrecord": TFRecord}


class Link:
    """One connection, its bytes sent and received at a pace."""

    def __init__(self, peer, pace, framing):
        self.framing = framing
        self.peer, self.pace, self.is_new = peer, pace, True
        peer.settimeout(SECONDS)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = framing.stream(peer)

    def send(self, frame):
        if self.pace == "pauses":
            for piece in (frame[:1], frame[1:(len(frame) + 1) // 2], frame[(len(frame) + 1) // 2:]):
                self.peer.sendall(piece)
                time.sleep(0.002)
        elif self.pace == "bytes":
            for at in range(len(frame)):
                self.peer.sendall(frame[at:at + 1])
        else:
            self.peer.sendall(frame)

    def receive(self):
        if self.pace == "sips":
            time.sleep(0.05 if self.is_new else 0.0002)
            self.is_new = False
        return self.framing.body(self.stream)


def small_window(peer, pace):
    """Has to be said before the connection is there."""
    if pace == "sips":
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)


class Peer:
    """The commands."""

    def __init__(self, trade, framing):
        self.trade, self.framing = trade, framing

    @staticmethod
    def bodies(link):
        while (body := link.receive()) is not None:
            yield body

    def lines(self, path):
        return [parse_line(self.trade, text) for text in pathlib.Path(path).read_text().splitlines()]

    def write(self, lines, stream):
        trades = self.lines(lines)
        pathlib.Path(stream).write_bytes(b"".join(self.framing.frame(trade.SerializeToString()) for trade in trades))
        return len(trades)

    def read(self, stream, lines):
        trades = []
        with open(stream, "rb") as file:
            while (body := self.framing.body(file)) is not None:
                trades.append(self.trade.FromString(body))
        pathlib.Path(lines).write_text("".join(map(line, trades)))
        return len(trades)

    def serve(self, when, pace):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(SECONDS)
            small_window(listener, pace)
            print("port", listener.getsockname()[1], flush=True)
            client = listener.accept()[0]
        count, later = 0, []
        with client:
            link = Link(client, pace, self.framing)
            for body in self.bodies(link):
                trade = self.trade.FromString(body)
                trade.id = (trade.id + 1) % 2**32
                count += 1
                later.append(self.framing.frame(trade.SerializeToString()))
                if when == "each":
                    link.send(later.pop())
            self.send_all(link, later)
        return count

    @staticmethod
    def send_all(link, frames):
        for frame in [b"".join(frames)] if link.pace == "whole" else frames:
            link.send(frame)

    def talk(self, port, when, pace, lines, answers):
        with socket.socket() as server:
            small_window(server, pace)
            server.connect(("127.0.0.1", int(port)))
            link, got = Link(server, pace, self.framing), []
            frames = [self.framing.frame(trade.SerializeToString()) for trade in self.lines(lines)]
            for frame in frames if when == "each" else []:
                link.send(frame)
                got.append(link.receive())
            if when == "end":
                self.send_all(link, frames)
            server.shutdown(socket.SHUT_WR)
            got += self.bodies(link)
        pathlib.Path(answers).write_text("".join(line(self.trade.FromString(body)) for body in got))
        return len(got)


def main(folder, framing):
    peer = Peer(trade_class(folder), FRAMINGS[framing]())
    for command in sys.stdin:
        name, *words = command.split()
        try:
            print("ok", getattr(peer, name)(*words), flush=True)
        except Exception as reason:  # whatever the runtime says is the answer
            print("failed", " ".join(f"{type(reason).__name__}: {reason}".split()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
