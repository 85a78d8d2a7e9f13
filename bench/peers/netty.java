// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Netty's LengthFieldBasedFrameDecoder and LineBasedFrameDecoder in an EmbeddedChannel, on chunks that are copied into
 * pooled direct buffers as the transports do.
 *
 * <p>NettyPeer u32be|line PAYLOAD_BYTES STREAM_BYTES CHUNK_BYTES
 *
 * <p>Prints nanoseconds for one frame, the best of all repetitions.
 */
final class NettyPeer {
    private static final int LIMIT = 128 * 1024;

    /** Takes the frames that come out of the decoder. */
    private static final class Sink extends ChannelInboundHandlerAdapter {
        long frames;
        long size;
        long last;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf frame = (ByteBuf) message;
            ++frames;
            size += frame.readableBytes();
            last += frame.getByte(frame.writerIndex() - 1);
            frame.release();
        }
    }

    private static byte[] makeStream(boolean lines, int payload, int total) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int frame = 0; bytes.size() < total; ++frame) {
            if (!lines) bytes.writeBytes(ByteBuffer.allocate(4).putInt(payload).array());
            byte[] letters = new byte[payload];
            java.util.Arrays.fill(letters, (byte) ('a' + frame % 26));
            bytes.writeBytes(letters);
            if (lines) bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    private static void decode(EmbeddedChannel channel, byte[] stream, int chunk) {
        for (int at = 0; at < stream.length; at += chunk) {
            int count = Math.min(chunk, stream.length - at);
            ByteBuf received = PooledByteBufAllocator.DEFAULT.directBuffer(count);
            channel.pipeline().fireChannelRead(received.writeBytes(stream, at, count)).fireChannelReadComplete();
        }
    }

    public static void main(String[] arguments) {
        boolean lines = arguments[0].equals("line");
        int payload = Integer.parseInt(arguments[1]);
        int chunk = Integer.parseInt(arguments[3]);
        byte[] stream = makeStream(lines, payload, Integer.parseInt(arguments[2]));
        long frames = stream.length / (payload + (lines ? 1 : 4));
        ChannelHandler decoder =
                lines ? new LineBasedFrameDecoder(LIMIT) : new LengthFieldBasedFrameDecoder(LIMIT, 0, 4, 0, 4);
        Sink sink = new Sink();
        EmbeddedChannel channel = new EmbeddedChannel(decoder, sink);
        long best = Long.MAX_VALUE;
        long begin = System.nanoTime();
        // The compiler needs some time to warm up.
        for (int run = 0; run < 20 || System.nanoTime() - begin < 2_000_000_000L; ++run) {
            if (run >= 3 && System.nanoTime() - begin > 5_000_000_000L) break;
            sink.frames = 0;
            sink.size = 0;
            long start = System.nanoTime();
            decode(channel, stream, chunk);
            best = Math.min(best, System.nanoTime() - start);
            if (sink.frames != frames || sink.size != frames * payload) {
                throw new IllegalStateException("these are not the frames of the stream");
            }
        }
        System.out.printf("%.3f%n", (double) best / frames);
        if (sink.last == 1) System.out.println();
    }
}
