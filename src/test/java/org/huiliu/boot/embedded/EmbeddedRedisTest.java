package org.huiliu.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest {

    @TempDir
    Path folder;

    private EmbeddedRedis server;

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start(folder, 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRestartFindsItsDataAndStoppingLeavesNoProcess() throws IOException {
        assertThat(ask("SET word kept")).startsWith("+OK");
        OwnProcess process = new OwnProcess(server.pid(), folder.toString());

        server.close();
        assertThat(process.running()).isFalse();

        server = EmbeddedRedis.start(folder, server.port());
        assertThat(ask("GET word")).contains("kept");
    }

    @Test
    void aServerLeftByAKilledRunIsEnded() throws IOException {
        OwnProcess leftover = new OwnProcess(server.pid(), folder.toString());

        server = EmbeddedRedis.start(folder, 0);

        assertThat(leftover.running()).isFalse();
        assertThat(ask("PING")).startsWith("+PONG");
    }

    @Test
    void aStalePidFileThatNamesAStrangerHurtsNobody() throws IOException {
        server.close();
        Files.writeString(folder.resolve("redis.pid"), ProcessHandle.current().pid() + "\n");

        server = EmbeddedRedis.start(folder, 0);

        assertThat(ask("PING")).startsWith("+PONG");
    }

    private String ask(String command) throws IOException {
        try (Socket socket = new Socket(EmbeddedRedis.HOST, server.port())) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
