package org.huiliu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.huiliu.boot.embedded.LocalStack;
import org.huiliu.boot.load.InventedAlarms;
import org.huiliu.boot.run.PackagedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long batch goes through a hub with 256 MB of it, and every line gets its result in order.
 *
 * <p>How many lines: {@code -Dbatch.lines}, 10,000 by default; a million are far larger than the heap.
 */
class BatchIT {

    @Test
    void aLongBatchGetsEveryResultInOrder(@TempDir Path folder) throws Exception {
        int count = Integer.getInteger("batch.lines", 10_000);
        try (LocalStack stack = LocalStack.start(folder.resolve("parts"));
                PackagedHub hub = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx256m"));
                Socket socket = new Socket("127.0.0.1", hub.at("/").getPort())) {
            String token = stack.oidc().mint().issueFor("feed-110");
            long begun = System.nanoTime();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(socket, token, count));
            int read = readResults(socket, count);
            sending.join();
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf("{\"lines\":%d,\"seconds\":%.1f,\"perSecond\":%.0f}%n", read, seconds, read / seconds);
            assertThat(read).isEqualTo(count);
        }
    }

    private static void send(Socket socket, String token, int count) {
        try {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            out.write(("POST /v1/feeds/110/reports/batch HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n"
                            + "Authorization: Bearer " + token + "\r\n\r\n")
                    .getBytes(UTF_8));
            for (int i = 1; i <= count; i++) {
                byte[] line = (InventedAlarms.json("320302%014d".formatted(i), "") + "\n").getBytes(UTF_8);
                out.write((Integer.toHexString(line.length) + "\r\n").getBytes(UTF_8));
                out.write(line);
                out.write("\r\n".getBytes(UTF_8));
            }
            out.write("0\r\n\r\n".getBytes(UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Counts results as long as each is the next line's and a 202. */
    private static int readResults(Socket socket, int count) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        assertThat(in.readLine()).startsWith("HTTP/1.1 200");
        int read = 0;
        String line;
        while (read < count && (line = in.readLine()) != null) {
            if (line.startsWith("{")) {
                read++;
                assertThat(line).startsWith("{\"line\":" + read + ",\"status\":202,");
            }
        }
        return read;
    }
}
