package org.huiliu.boot.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that one of our starts left running, known by its number and by a mark in its command line. The mark
 * (usually its data folder) is looked at before every step, because a stale pid file may name a stranger by now.
 */
public record OwnProcess(long pid, String mark) {

    /** The process of a pid file (first line), when it still runs and is ours. */
    public static Optional<OwnProcess> ofPidFile(Path pidFile, String mark) {
        try {
            if (!Files.isRegularFile(pidFile)) {
                return Optional.empty();
            }
            Optional<String> first = Files.readAllLines(pidFile).stream().findFirst();
            return first.map(line -> new OwnProcess(Long.parseLong(line.trim()), mark))
                    .filter(OwnProcess::running);
        } catch (IOException | NumberFormatException e) {
            // Half written when the machine went down: nobody to find by it.
            return Optional.empty();
        }
    }

    public boolean running() {
        return commandLine().contains(mark);
    }

    /** SIGTERM, then SIGKILL when it is still there after the given time. */
    public void end(Duration patience) {
        if (running()) {
            ProcessHandle.of(pid).ifPresent(OwnProcess::terminate);
        }
        if (!goneWithin(patience)) {
            ProcessHandle.of(pid).ifPresent(OwnProcess::kill);
            if (!goneWithin(Duration.ofSeconds(5))) {
                throw new EmbeddedPartException("Process " + pid + " cannot be ended.");
            }
        }
    }

    public boolean goneWithin(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (running()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPartException("Interrupted while waiting for a process.", e);
        }
    }

    private String commandLine() {
        Path linux = Path.of("/proc", Long.toString(pid), "cmdline");
        if (Files.exists(linux)) {
            try {
                // Empty for a zombie, which is right: it does nothing any more.
                return Files.readString(linux).replace('\0', ' ');
            } catch (IOException e) {
                return "";
            }
        }
        return ProcessHandle.of(pid).flatMap(p -> p.info().commandLine()).orElse("");
    }

    private static void terminate(ProcessHandle process) {
        boolean asked = process.destroy();
        if (!asked) {
            kill(process);
        }
    }

    private static void kill(ProcessHandle process) {
        boolean ignored = process.destroyForcibly();
    }
}
