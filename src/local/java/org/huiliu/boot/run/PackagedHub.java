package org.huiliu.boot.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.huiliu.boot.embedded.FreePort;

/** The packaged hub as a process of its own: a pod. Its artefact is named by the property {@code huiliu.artefact}. */
public final class PackagedHub implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final int port;
    private final int managementPort;
    private final Path log;

    private PackagedHub(Process process, int port, int managementPort, Path log) {
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
        this.log = log;
    }

    /**
     * Starts a hub and waits until it is ready.
     *
     * @param folder for its configuration and its log
     * @param jvm options of its virtual machine
     */
    public static PackagedHub start(Path folder, Map<String, String> configuration, List<String> jvm) {
        int port = FreePort.any();
        int managementPort = FreePort.any();
        Map<String, String> whole = new HashMap<>(configuration);
        whole.put("quarkus.http.host", "127.0.0.1");
        whole.put("quarkus.http.port", String.valueOf(port));
        whole.put("quarkus.management.host", "127.0.0.1");
        whole.put("quarkus.management.port", String.valueOf(managementPort));
        try {
            Path log = Files.createTempFile(folder, "hub-", ".log");
            Path file = Files.createTempFile(folder, "hub-", ".properties");
            Properties properties = new Properties();
            properties.putAll(whole);
            try (var writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvm);
            command.add("-Dsmallrye.config.locations=" + file.toUri());
            command.add("-jar");
            command.add(artefact().toString());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            PackagedHub hub = new PackagedHub(process, port, managementPort, log);
            hub.awaitReady();
            return hub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where its API is. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Where its health and its metrics are. */
    public URI management(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + path);
    }

    /** Whether it calls itself ready, as its pod's load balancer would ask. */
    public boolean ready() {
        return answersOk(HttpClient.newHttpClient(), readiness());
    }

    public long pid() {
        return process.pid();
    }

    /** Ends the process as a power cut would: nothing is drained. */
    public void kill() {
        try {
            Process killed = process.destroyForcibly();
            int exit = killed.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it has logged. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hub that is started. */
    public static Path artefact() {
        Path app = Path.of(System.getProperty("huiliu.artefact", "target/quarkus-app"));
        return app.resolve("quarkus-run.jar").toAbsolutePath();
    }

    private void awaitReady() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest question = readiness();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answersOk(client, question)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                kill();
                throw new IllegalStateException("the hub does not become ready:\n" + log());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private HttpRequest readiness() {
        return HttpRequest.newBuilder(management("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    private static boolean answersOk(HttpClient client, HttpRequest question) {
        try {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
