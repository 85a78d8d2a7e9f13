// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// A peer with Java's runtime: writeDelimitedTo and parseDelimitedFrom. peer.py says what a peer does.

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import structwire.demo.TradeOuterClass.Trade;

public final class Peer {
    private static final int MILLISECONDS = 30_000;

    private static String line(Trade trade) {
        return Integer.toUnsignedString(trade.getId()) + " " + trade.getPrice() + " " + trade.getQuantity() + " /"
            + HexFormat.of().formatHex(trade.getSymbolBytes().toByteArray()) + "\n";
    }

    private static List<Trade> parseLines(String path) throws IOException {
        List<Trade> trades = new ArrayList<>();
        for (String text : Files.readAllLines(Path.of(path))) {
            String[] words = text.split(" ");
            trades.add(Trade.newBuilder()
                           .setId(Integer.parseUnsignedInt(words[0]))
                           .setPrice(Long.parseLong(words[1]))
                           .setQuantity(Integer.parseInt(words[2]))
                           .setSymbolBytes(ByteString.copyFrom(HexFormat.of().parseHex(words[3].substring(1))))
                           .build());
        }
        return trades;
    }

    private static void pause(int microseconds) {
        LockSupport.parkNanos(microseconds * 1_000L);
    }

    // One connection, its bytes sent and received at a pace.
    private static final class Link {
        private final String pace;
        private final Socket peer;
        private final InputStream in;
        private final OutputStream out;
        private boolean isNew = true;

        Link(Socket peer, String pace) throws IOException {
            peer.setSoTimeout(MILLISECONDS);
            peer.setTcpNoDelay(true);
            this.pace = pace;
            this.peer = peer;
            in = new BufferedInputStream(peer.getInputStream(), pace.equals("sips") ? 64 : 8192);
            out = peer.getOutputStream();
        }

        void send(Trade trade) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            trade.writeDelimitedTo(frame);
            byte[] bytes = frame.toByteArray();
            if (pace.equals("pauses")) {
                int half = (bytes.length + 1) / 2;
                out.write(bytes, 0, 1);
                pause(2000);
                out.write(bytes, 1, half - 1);
                pause(2000);
                out.write(bytes, half, bytes.length - half);
                pause(2000);
            } else if (pace.equals("bytes")) {
                for (byte each : bytes) out.write(each);
            } else {
                out.write(bytes);
            }
        }

        void sendAll(List<Trade> trades) throws IOException {
            if (!pace.equals("whole")) {
                for (Trade trade : trades) send(trade);
                return;
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (Trade trade : trades) trade.writeDelimitedTo(all);
            out.write(all.toByteArray());
        }

        Trade receive() throws IOException {
            if (pace.equals("sips")) pause(isNew ? 50_000 : 200);
            isNew = false;
            return Trade.parseDelimitedFrom(in);
        }
    }

    private static int write(String lines, String stream) throws IOException {
        List<Trade> trades = parseLines(lines);
        try (OutputStream out = Files.newOutputStream(Path.of(stream))) {
            for (Trade trade : trades) trade.writeDelimitedTo(out);
        }
        return trades.size();
    }

    private static int read(String stream, String lines) throws IOException {
        StringBuilder text = new StringBuilder();
        int count = 0;
        try (InputStream in = new BufferedInputStream(new FileInputStream(stream))) {
            for (Trade trade; (trade = Trade.parseDelimitedFrom(in)) != null; ++count) text.append(line(trade));
        }
        Files.writeString(Path.of(lines), text);
        return count;
    }

    private static int serve(boolean each, String pace) throws IOException {
        Socket client;
        try (ServerSocket listener = new ServerSocket()) {
            if (pace.equals("sips")) listener.setReceiveBufferSize(2048);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.setSoTimeout(MILLISECONDS);
            System.out.println("port " + listener.getLocalPort());
            client = listener.accept();
        }
        List<Trade> later = new ArrayList<>();
        int count = 0;
        try (client) {
            Link link = new Link(client, pace);
            for (Trade trade; (trade = link.receive()) != null; ++count) {
                Trade answer = trade.toBuilder().setId(trade.getId() + 1).build();
                if (each) link.send(answer);
                else later.add(answer);
            }
            link.sendAll(later);
        }
        return count;
    }

    private static int talk(String port, boolean each, String pace, String lines, String answers) throws IOException {
        StringBuilder text = new StringBuilder();
        int count = 0;
        try (Socket server = new Socket()) {
            if (pace.equals("sips")) server.setReceiveBufferSize(2048);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
            Link link = new Link(server, pace);
            List<Trade> trades = parseLines(lines);
            if (!each) link.sendAll(trades);
            for (Trade trade : each ? trades : List.<Trade>of()) {
                link.send(trade);
                text.append(line(link.receive()));
                ++count;
            }
            server.shutdownOutput();
            for (Trade trade; (trade = link.receive()) != null; ++count) text.append(line(trade));
        }
        Files.writeString(Path.of(answers), text);
        return count;
    }

    private static int run(String[] words) throws IOException {
        switch (words[0]) {
            case "write": return write(words[1], words[2]);
            case "read": return read(words[1], words[2]);
            case "serve": return serve(words[1].equals("each"), words[2]);
            case "talk": return talk(words[1], words[2].equals("each"), words[3], words[4], words[5]);
            default: throw new IOException("no such command");
        }
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        for (String command; (command = commands.readLine()) != null;) {
            try {
                System.out.println("ok " + run(command.split(" ")));
            } catch (IOException | RuntimeException reason) {
                System.out.println("failed " + reason.toString().replaceAll("\\s+", " "));
            }
        }
    }
}
