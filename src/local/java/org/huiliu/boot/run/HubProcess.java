package org.huiliu.boot.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.huiliu.boot.embedded.OwnProcess;

/**
 * The hub as a process of its own, with its own log file. Its configuration goes through a file that only the user can
 * read: it holds keys, and a command line is seen by everybody on the machine.
 */
final class HubProcess {

    /** Above the hub's own {@code quarkus.shutdown.timeout}, so that it is not cut off while it drains. */
    private static final Duration DRAINING = Duration.ofSeconds(40);

    private final Process process;
    private final Settings settings;

    private HubProcess(Process process, Settings settings) {
        this.process = process;
        this.settings = settings;
    }

    /** Ends the hub that a killed launcher left behind. */
    static void endLeftover(Settings settings) {
        OwnProcess.ofPidFile(pidFile(settings), mark(settings)).ifPresent(hub -> hub.end(DRAINING));
    }

    static HubProcess start(Settings settings, Map<String, String> configuration) {
        try {
            Path file = settings.data().resolve("hub.properties");
            write(file, configuration);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(settings.jvm());
            command.add(mark(settings));
            command.add("-Dsmallrye.config.locations=" + file.toUri());
            command.add("-jar");
            command.add(settings.artefact().toString());
            Process process = new ProcessBuilder(command)
                    .directory(settings.data().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(log(settings).toFile())
                    .start();
            Path written = Files.writeString(pidFile(settings), process.pid() + "\n");
            return new HubProcess(process, settings);
        } catch (IOException e) {
            throw new UncheckedIOException("The hub cannot be started.", e);
        }
    }

    /** Waits until the hub says that it is ready; false when it ended instead. */
    boolean readyWithin(Duration patience) throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        HttpRequest question = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + settings.managementPort() + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (answersOk(client, question)) {
                return true;
            }
            Thread.sleep(50);
        }
        return false;
    }

    /** Waits for the end of the process and gives its exit code. */
    int waitForEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Lets the hub finish what is under way, then ends it. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(DRAINING.toMillis(), TimeUnit.MILLISECONDS)) {
                Process killed = process.destroyForcibly();
                int exit = killed.waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Process killed = process.destroyForcibly();
        }
    }

    static Path log(Settings settings) {
        return settings.data().resolve("hub.log");
    }

    /** The end of the hub's log, for somebody who must see why it did not start. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log(settings));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean answersOk(HttpClient client, HttpRequest question) throws InterruptedException {
        try {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void write(Path file, Map<String, String> configuration) throws IOException {
        Properties properties = new Properties();
        properties.putAll(configuration);
        boolean old = Files.deleteIfExists(file);
        Path created = Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var writer = Files.newBufferedWriter(created)) {
            properties.store(writer, "Written anew at every start of the local run.");
        }
    }

    private static Path pidFile(Settings settings) {
        return settings.data().resolve("hub.pid");
    }

    private static String mark(Settings settings) {
        return "-Dhuiliu.run=" + settings.data();
    }
}
