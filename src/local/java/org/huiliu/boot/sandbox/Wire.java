package org.huiliu.boot.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on the loopback interface, down to the bytes: what answers may break every rule of the protocol, which no server
 * library would let it.
 */
final class Wire implements AutoCloseable {
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int LARGEST_BODY = 10 * 1024 * 1024;
    /** A connection that waits for longer is given up. */
    private static final int IDLE_MILLIS = 120_000;

    private final ServerSocket door;
    private final Answering answering;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newCachedThreadPool(Wire::daemon);

    private Wire(ServerSocket door, Answering answering) {
        this.door = door;
        this.answering = answering;
    }

    /**
     * A request.
     *
     * @param target path and query as they stand in the request line
     * @param headers by lower-case name
     */
    record Request(String method, String target, Map<String, String> headers, byte[] body) {
        String path() {
            return URI.create(target).getPath();
        }

        @Nullable
        String header(String name) {
            return headers.get(name.toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** Answers a request. */
    @FunctionalInterface
    interface Answering {
        Reply answer(Request request);
    }

    /** Writes an answer; gives whether the connection may go on. */
    @FunctionalInterface
    interface Reply {
        boolean write(Socket socket, OutputStream out) throws IOException;
    }

    /** Begins on 127.0.0.1; port 0 for any. */
    static Wire open(int port, Answering answering) {
        try {
            ServerSocket door = new ServerSocket();
            door.setReuseAddress(true);
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
            Wire wire = new Wire(door, answering);
            wire.workers.execute(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox does not start.", e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /** An ordinary answer. */
    static Reply reply(int status, Map<String, String> headers, byte[] body) {
        return (socket, out) -> {
            out.write(head(status, headers, body.length).getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return true;
        };
    }

    static String head(int status, Map<String, String> headers, long length) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Sandbox\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("Content-Length: ").append(length).append("\r\n\r\n").toString();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                boolean known = open.add(socket);
                workers.execute(() -> serve(socket));
            } catch (IOException closed) {
                // the loop looks whether that is the end
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (Request request = read(in, out); request != null; request = read(in, out)) {
                boolean goesOn = answering.answer(request).write(socket, out);
                if (!goesOn || "close".equalsIgnoreCase(request.header("Connection"))) {
                    return;
                }
            }
        } catch (IOException | RuntimeException broken) {
            // whoever sent this sees the connection end
        } finally {
            boolean gone = open.remove(socket);
        }
    }

    private static @Nullable Request read(InputStream in, OutputStream out) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        String[] parts = first.split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        int size = 0;
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            size += line.length();
            if (colon < 1 || size > LONGEST_HEAD) {
                throw new IOException("no header line");
            }
            String name = line.substring(0, colon).strip().toLowerCase(java.util.Locale.ROOT);
            headers.put(name, line.substring(colon + 1).strip());
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        return new Request(parts[0], parts.length > 1 ? parts[1] : "/", headers, body(in, headers));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks(in);
        }
        String length = headers.getOrDefault("content-length", "0");
        if (!length.matches("\\d{1,9}") || Integer.parseInt(length) > LARGEST_BODY) {
            throw new IOException("too large");
        }
        return exactly(in, Integer.parseInt(length));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = line(in);
            int size = line == null ? -1 : Integer.parseInt(line.split(";", 2)[0].strip(), 16);
            if (size < 0 || body.size() + size > LARGEST_BODY) {
                throw new IOException("no chunk");
            }
            body.writeBytes(exactly(in, size));
            String end = line(in);
            if (size == 0 || end == null) {
                return body.toByteArray();
            }
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            if (line.size() > LONGEST_HEAD) {
                throw new IOException("endless line");
            }
            line.write(next);
        }
        return null;
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            var left = workers.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sandbox");
        thread.setDaemon(true);
        return thread;
    }
}
