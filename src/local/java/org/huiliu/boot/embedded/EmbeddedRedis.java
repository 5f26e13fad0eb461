package org.huiliu.boot.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * A real Redis 6.2 whose append-only file lives in one folder. It listens on 127.0.0.1 only and runs detached from the
 * terminal. The commands with which a client could write foreign files are switched off.
 */
public final class EmbeddedRedis implements AutoCloseable {

    public static final String HOST = "127.0.0.1";

    /** Part of the cache's folder name: raise it together with {@code embedded-redis.version} in pom.xml. */
    private static final String VERSION = "1.4.4";

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Path folder;
    private final int port;

    private EmbeddedRedis(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts on the data of the folder. A server that a killed run left behind is stopped first.
     *
     * @param wantedPort taken when it is free; 0 for any
     * @param settings further settings, as on Redis's command line
     */
    public static EmbeddedRedis start(Path folder, int wantedPort, String... settings) {
        Path home = folder.toAbsolutePath().normalize();
        endLeftover(home);
        try {
            Path created = Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String executable = executable().toString();
        String refusal = "";
        for (int attempt = 0; attempt < 3; attempt++) {
            EmbeddedRedis server = new EmbeddedRedis(home, FreePort.preferring(attempt == 0 ? wantedPort : 0));
            Command.Result result = server.launch(executable, settings);
            if (result.ok() && server.answersWithin(PATIENCE)) {
                return server;
            }
            refusal = result.output() + server.log();
        }
        throw new EmbeddedPartException("Redis does not start: " + refusal);
    }

    /** Stops the server that a killed run left on this folder's data, if there is one. */
    public static void endLeftover(Path folder) {
        Path home = folder.toAbsolutePath().normalize();
        process(home).ifPresent(leftover -> leftover.end(PATIENCE));
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process(folder).map(OwnProcess::pid).orElseThrow(() -> new EmbeddedPartException("Redis does not run."));
    }

    public String url() {
        return "redis://" + HOST + ":" + port;
    }

    /** Ends the server; what it had acknowledged is in the append-only file. */
    @Override
    public void close() {
        endLeftover(folder);
    }

    private Command.Result launch(String executable, String... settings) {
        List<String> command = new ArrayList<>(List.of(
                executable,
                "--port",
                Integer.toString(port),
                "--bind",
                HOST,
                "--daemonize",
                "yes",
                // Keeps the folder visible in the command line, by which a later start knows the process as ours.
                "--set-proc-title",
                "no",
                "--dir",
                folder.toString(),
                "--pidfile",
                pidFile(folder).toString(),
                "--logfile",
                folder.resolve("server.log").toString(),
                "--appendonly",
                "yes",
                "--save",
                "",
                "--rename-command",
                "CONFIG",
                "",
                "--rename-command",
                "MODULE",
                ""));
        command.addAll(List.of(settings));
        return Command.run(command, PATIENCE);
    }

    private boolean answersWithin(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if ("+PONG".equals(ping()) && process(folder).isPresent()) {
                return true;
            }
            OwnProcess.pause();
        }
        return false;
    }

    private @Nullable String ping() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("server.log"));
        } catch (IOException e) {
            return "";
        }
    }

    private static Optional<OwnProcess> process(Path folder) {
        return OwnProcess.ofPidFile(pidFile(folder), folder.toString());
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("redis.pid");
    }

    /** The usual executable needs OpenSSL 3 of the system; where that is missing, the static 32-bit one runs as well. */
    private static Path executable() {
        Path usual = unpacked("", ExecutableProvider.newProvidedVersionsMap());
        if (Command.run(List.of(usual.toString(), "--version"), PATIENCE).ok()) {
            return usual;
        }
        Map<OsArchitecture, String> versions = ExecutableProvider.newProvidedVersionsMap();
        String small = versions.get(OsArchitecture.UNIX_x86);
        if (small != null && OsArchitecture.detectOSandArchitecture().equals(OsArchitecture.UNIX_x86_64)) {
            return unpacked("-static", Map.of(OsArchitecture.UNIX_x86_64, small));
        }
        return usual;
    }

    private static Path unpacked(String suffix, Map<OsArchitecture, String> versions) {
        Path folder = Unpacked.folder(Unpacked.cache(), "redis-" + VERSION + suffix, into -> {
            File file = ExecutableProvider.newJarResourceProvider(into::toFile, versions)
                    .get();
            Path named = Files.move(file.toPath(), into.resolve("redis-server"));
            if (!named.toFile().setExecutable(true)) {
                throw new IOException("Cannot make " + named + " executable");
            }
        });
        return folder.resolve("redis-server");
    }
}
