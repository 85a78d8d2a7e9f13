#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""What grpcio's client and server really say to each other, read by us, and what we wrote in its place, read by them.

    grpc_interop.py OUR_PEER PROTOC FOLDER_OF_PROTO_FILES

Their conversation goes through a proxy that records it. Its HTTP/2 frames are cut with `u24be,adjust=+6`, the messages
in their DATA with `grpc`. In the last two conversations the proxy puts messages of our writer in the place of one of
theirs, in both directions. Without grpcio: skipped (exit status 77), but a failure where CI=true.
"""
import concurrent.futures
import gzip
import pathlib
import random
import socket
import struct
import sys
import tempfile
import threading

import interop

interop.module("google.protobuf", "python3-protobuf")
interop.module("grpc", "python3-grpcio")
import grpc  # noqa: E402
import peer as python_peer  # noqa: E402

SECONDS = 30
METHOD = "/structwire.demo.Exchange/Talk"
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, PADDED = 0, 8
MOST_DATA = 16384  # of an HTTP/2 frame, before the peers agree on more
PLACEHOLDER = "7 7 7 /37\n"


class Proxy:
    """Between one client and one server. Records both directions; `swap` is what replaces the first message in each."""

    def __init__(self, server_port, swap=(None, None)):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(SECONDS)
        self.port = self.listener.getsockname()[1]
        self.server_port, self.swap = server_port, list(swap)
        self.recorded = [b"", b""]
        self.swapped = [0, 0]
        self.threads = [threading.Thread(target=self.accept, daemon=True)]
        self.threads[0].start()

    def accept(self):
        client = self.listener.accept()[0]
        server = socket.create_connection(("127.0.0.1", self.server_port))
        for way, (source, sink) in enumerate(((client, server), (server, client))):
            source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=self.pump, args=(way, source, sink), daemon=True)
            thread.start()
            self.threads.append(thread)

    def pump(self, way, source, sink):
        kept = b""
        try:
            while chunk := source.recv(65536):
                self.recorded[way] += chunk
                if self.swap[way] is None:
                    sink.sendall(chunk)
                    continue
                out, kept = self.exchange(way, kept + chunk)
                sink.sendall(out)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # a side that hangs up at once is no fault of the proxy

    def exchange(self, way, data):
        """The whole frames of the bytes so far, the first DATA with bytes in it replaced; and what is behind them."""
        out = b""
        if way == 0 and self.swapped[0] == 0 and data.startswith(PREFACE):
            out, data = PREFACE, data[len(PREFACE):]
        while len(data) >= 9 and len(data) >= (size := 9 + int.from_bytes(data[:3], "big")):
            frame, data = data[:size], data[size:]
            if frame[3] == DATA and size > 9 and self.swapped[way] == 0:
                self.swapped[way] = size - 9
                frame = data_frames(frame[4], frame[5:9], self.swap[way])
            out += frame
        return out, data

    def finish(self):
        self.threads[0].join(SECONDS)
        for thread in self.threads[1:]:
            thread.join(SECONDS)
        self.listener.close()


def data_frames(flags, stream, payload):
    """DATA with that payload; only the last has the flags."""
    pieces = [payload[at:at + MOST_DATA] for at in range(0, len(payload), MOST_DATA)]
    flags_of = [0] * (len(pieces) - 1) + [flags]
    return b"".join(struct.pack(">I", len(piece))[1:] + bytes([DATA, flags]) + stream + piece
                    for flags, piece in zip(flags_of, pieces))


class Conversations:
    """A server of grpcio, a client of grpcio, our peers, and a folder."""

    def __init__(self, meeting, http2, trade):
        self.meeting, self.http2, self.trade = meeting, http2, trade
        self.requests = []
        self.answers = None  # what the server says instead of answering each message

    def talk(self, request, _):
        for each in request:
            self.requests.append(python_peer.line(each))
            if self.answers is None:
                each.id = (each.id + 1) % 2**32
                yield each
        yield from self.answers or []

    def converse(self, lines, answers=None, compression=None, swap=(None, None)):
        """The lines that the client received, and the proxy."""
        self.requests, self.answers = [], answers and [python_peer.parse_line(self.trade, text) for text in answers]
        server = grpc.server(concurrent.futures.ThreadPoolExecutor(2), compression=compression)
        handler = grpc.stream_stream_rpc_method_handler(self.talk, self.trade.FromString, self.trade.SerializeToString)
        service, name = METHOD[1:].split("/")
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, {name: handler}),))
        proxy = Proxy(server.add_insecure_port("127.0.0.1:0"), swap)
        server.start()
        options = (("grpc.enable_http_proxy", 0),)
        with grpc.insecure_channel(f"127.0.0.1:{proxy.port}", options=options, compression=compression) as channel:
            method = channel.stream_stream(METHOD, self.trade.SerializeToString, self.trade.FromString)
            requests = (python_peer.parse_line(self.trade, text) for text in lines)
            got = [python_peer.line(each) for each in method(requests, timeout=SECONDS)]
        server.stop(None).wait(SECONDS)
        proxy.finish()
        return got, proxy

    def messages_of(self, recorded):
        """What the DATA frames of the one stream carry, cut by us."""
        frames = self.ask_for_frames(self.http2, recorded.removeprefix(PREFACE))
        data = b""
        for front, payload in frames:
            kind, flags, stream, rest = payload[0], payload[1], payload[2:6], payload[6:]
            if kind != DATA:
                continue
            self.meeting.expect("stream", (front, stream), (b"", b"\0\0\0\1"))
            self.meeting.expect("padding", flags & PADDED, 0)
            data += rest
        return data

    def ask_for_frames(self, ours, data):
        """Header and payload of each frame."""
        stream, lines = self.meeting.scratch / "stream", self.meeting.scratch / "lines"
        stream.write_bytes(data)
        told = ours.ask("cut", stream, lines).answer()
        frames = [tuple(bytes.fromhex(word[1:]) for word in text.split()) for text in lines.read_text().splitlines()]
        self.meeting.expect("cut", told, f"ok {len(frames)}")
        return frames

    def read(self, data):
        """What our reader of messages says."""
        stream, lines = self.meeting.scratch / "stream", self.meeting.scratch / "lines"
        stream.write_bytes(data)
        return self.meeting.ours.ask("read", stream, lines).answer(), lines.read_text()

    def write(self, command, text):
        """What our writer makes of lines."""
        stream, lines = self.meeting.scratch / "stream", self.meeting.scratch / "lines"
        lines.write_text(text)
        told = self.meeting.ours.ask(command, lines, stream).answer()
        self.meeting.expect(command, told, f"ok {len(text.splitlines())}")
        return stream.read_bytes()

    def check_plain(self, lines):
        """Nothing is compressed: our reader reads it, our writer writes the same bytes."""
        got, proxy = self.converse(lines)
        answers = list(map(interop.answered, lines))
        self.meeting.expect("grpcio's client", got, answers)
        for way, wanted in enumerate((lines, answers)):
            data = self.messages_of(proxy.recorded[way])
            lines_with_flag = "".join(f"=00 {each}" for each in wanted)
            self.meeting.expect("our reader", self.read(data), (f"ok {len(wanted)}", lines_with_flag))
            self.meeting.expect("our writer", self.write("write", "".join(wanted)), data)
            print(f"-- plain, {('requests', 'answers')[way]}: {len(wanted)} messages, {len(data)} bytes", flush=True)

    def check_gzip(self, lines):
        """The flag is there to see, and the payload is what gzip made of the body."""
        got, proxy = self.converse(lines, compression=grpc.Compression.Gzip)
        answers = list(map(interop.answered, lines))
        self.meeting.expect("grpcio's client, gzip", got, answers)
        for way, wanted in enumerate((lines, answers)):
            data = self.messages_of(proxy.recorded[way])
            frames = self.ask_for_frames(self.meeting.ours, data)
            bodies = [gzip.decompress(payload) if header == b"\1" else payload for header, payload in frames]
            self.meeting.expect("gzip", [python_peer.line(self.trade.FromString(body)) for body in bodies], wanted)
            flags = {header for header, _ in frames}
            self.meeting.expect("flags", flags, {b"\0", b"\1"})  # what gzip makes longer is sent as it is
            joined = self.write("join", "".join(f"={header.hex()} /{payload.hex()}\n" for header, payload in frames))
            self.meeting.expect("our frames with a flag", joined, data)
            first = next(at for at, (header, _) in enumerate(frames) if header == b"\1")
            self.meeting.expect("a compressed body is no message", self.read(data)[0],
                                f"failed payload is not such a message: {len(frames[first][1])} bytes "
                                f"(byte offset {sum(5 + len(payload) for _, payload in frames[:first])})")
            print(f"-- gzip, {('requests', 'answers')[way]}: {len(frames)} messages, {len(data)} bytes, "
                  f"{sum(header == bytes([1]) for header, _ in frames)} of them compressed", flush=True)

    def check_ours(self, lines, compression):
        """Their placeholder is replaced by ours on the way: grpcio must take our frames for its own."""
        data = self.write("write", "".join(lines))
        if compression:
            bodies = [payload for _, payload in self.ask_for_frames(self.meeting.ours, data)]
            data = self.write("join", "".join(f"=01 /{gzip.compress(body).hex()}\n" for body in bodies))
        got, proxy = self.converse([PLACEHOLDER], [PLACEHOLDER], compression, (data, data))
        placeholder = 5 + len(python_peer.parse_line(self.trade, PLACEHOLDER).SerializeToString())
        self.meeting.expect("replaced", proxy.swapped, [placeholder] * 2)
        self.meeting.expect("grpcio's server", self.requests, lines)
        self.meeting.expect("grpcio's client", got, lines)
        print(f"-- ours{', compressed' if compression else ''}: {len(lines)} messages, {len(data)} bytes", flush=True)


def main(our_peer, protoc, folder):
    seed = random.SystemRandom().getrandbits(32)
    random.seed(seed)
    lines = list(interop.messages())
    some = [each for each in lines[12:] if len(each) < 500][:300]
    with tempfile.TemporaryDirectory(prefix="structwire-") as scratch:
        interop.python_peer("grpc")(protoc, folder, scratch)
        with (interop.Peer("structwire", our_peer, "grpc") as ours,
              interop.Peer("structwire", our_peer, "http2") as http2):
            meeting = interop.Meeting(ours, None, scratch)
            talks = Conversations(meeting, http2, python_peer.trade_class(scratch))
            talks.check_plain(lines)
            talks.check_gzip(lines[:12] + some)
            talks.check_ours(lines[:7] + some + lines[10:11], None)
            talks.check_ours(lines[:7] + some + lines[10:11], grpc.Compression.Gzip)
    interop.common.finish([f"seed {seed}: {fault}" for fault in meeting.faults], f"all as expected (seed {seed})")


if __name__ == "__main__":
    main(*sys.argv[1:])
