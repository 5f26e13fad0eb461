package org.huiliu.boot.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.huiliu.boot.embedded.FreePort;
import org.huiliu.boot.embedded.LocalStack;
import org.huiliu.boot.sandbox.Sandbox;
import org.huiliu.boot.sandbox.SandboxTarget;
import org.jspecify.annotations.Nullable;

/**
 * Starts the hub with everything it needs and stops all of it again, in this order: the hub drains, then sandbox, OIDC,
 * Redis, PostgreSQL. What a killed run left behind is ended by the next start.
 */
public final class LocalRun {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Settings settings;
    private final PrintStream out;
    /** What stops what was started, newest first. */
    private final Deque<Runnable> stops = new ArrayDeque<>();

    private boolean stopping;

    private LocalRun(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    public static void main(String[] args) throws InterruptedException {
        LocalRun run = new LocalRun(Settings.ofSystemProperties(), System.out);
        Runtime.getRuntime().addShutdownHook(new Thread(run::stop, "local-run-stop"));
        String failure = run.untilTheHubEnds();
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    /** What went wrong; null when the run was asked to stop. */
    private @Nullable String untilTheHubEnds() throws InterruptedException {
        long begun = System.nanoTime();
        FileLock lock = lock();
        if (lock == null) {
            return "A local run already uses " + settings.data() + ". Stop it first, or give this one -Drun.data=….";
        }
        try {
            return started(begun);
        } catch (RuntimeException e) {
            stop();
            throw e;
        } finally {
            release(lock);
        }
    }

    private @Nullable String started(long begun) throws InterruptedException {
        HubProcess.endLeftover(settings);
        String taken = portTaken();
        if (taken != null) {
            return taken;
        }
        if (settings.fresh()) {
            out.println("-Drun.fresh: starting empty.");
            LocalStack.erase(settings.data().resolve("parts"));
        }
        LocalStack stack = owned(LocalStack.start(settings.data().resolve("parts")));
        Sandbox sandbox = owned(Sandbox.start(0));
        Seed.sow(stack.postgres(), LocalStack.DATABASE, sandbox);
        HubProcess hub = HubProcess.start(settings, configuration(stack, sandbox));
        push(hub::stop);
        boolean ready = hub.readyWithin(PATIENCE);
        if (ready) {
            banner(stack, begun);
        } else if (!asked()) {
            stop();
            return "The hub did not get ready. The end of " + HubProcess.log(settings) + ":\n" + hub.lastWords();
        }
        int exit = hub.waitForEnd();
        if (asked()) {
            // The JVM is going down: it ends when the stopping is through, not when this method returns.
            new CountDownLatch(1).await();
        }
        stop();
        return "The hub ended by itself with exit code " + exit + ". The end of " + HubProcess.log(settings) + ":\n"
                + hub.lastWords();
    }

    private Map<String, String> configuration(LocalStack stack, Sandbox sandbox) {
        Map<String, String> configuration = new LinkedHashMap<>(stack.configuration());
        // Secrets are well known here, so nobody but this machine may call.
        configuration.put("quarkus.http.host", "127.0.0.1");
        configuration.put("quarkus.http.port", Integer.toString(settings.port()));
        configuration.put("quarkus.management.host", "127.0.0.1");
        configuration.put("quarkus.management.port", Integer.toString(settings.managementPort()));
        configuration.put("quarkus.banner.enabled", "false");
        configuration.put("huiliu.delivery.public-url", "http://127.0.0.1:" + settings.port());
        configuration.put(DevConfig.TOKEN_ENDPOINT, stack.oidc().tokenEndpoint());
        configuration.put(DevConfig.POSTGRES_URL, stack.postgres().jdbcUrl(LocalStack.DATABASE));
        configuration.put(DevConfig.REDIS_URL, stack.redis().url());
        configuration.put(DevConfig.SANDBOX_PORT, Integer.toString(sandbox.port()));
        return configuration;
    }

    private @Nullable String portTaken() {
        for (int port : new int[] {settings.port(), settings.managementPort()}) {
            if (!FreePort.isFree(port)) {
                return "Port " + port + " is taken by another program. Stop it, or choose others with -Drun.port=… and "
                        + "-Drun.management.port=… (0 for any).";
            }
        }
        return null;
    }

    private void banner(LocalStack stack, long begun) {
        String hub = "http://localhost:" + settings.port();
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        out.println();
        out.printf("  Huiliu 汇流 is ready (%.1f s).  Ctrl-C stops everything.%n", seconds / 1000.0);
        out.println("    console 控制台   " + hub + "/");
        out.println("    what is where   " + hub + "/dev/start");
        out.println("    clients, users  " + hub + "/dev");
        out.println("    API             " + hub + "/q/swagger-ui");
        out.println("    health          http://localhost:" + settings.managementPort() + "/q/health");
        out.println("    token endpoint  " + stack.oidc().tokenEndpoint());
        out.println("    received        " + hub + "/dev/sandbox/{target}/received, target one of "
                + String.join(
                        " ", SandboxTarget.ALL.stream().map(SandboxTarget::code).toList()));
        out.println("    hub's log       " + HubProcess.log(settings));
        out.println();
        out.flush();
    }

    private LocalStack owned(LocalStack stack) {
        push(stack::close);
        return stack;
    }

    private Sandbox owned(Sandbox sandbox) {
        push(sandbox::close);
        return sandbox;
    }

    /** Remembers how to stop a part; stops it at once when the run is already being stopped. */
    private synchronized void push(Runnable stop) {
        if (stopping) {
            stop.run();
            throw new IllegalStateException("The local run is being stopped.");
        }
        stops.push(stop);
    }

    private synchronized boolean asked() {
        return stopping;
    }

    private void stop() {
        Deque<Runnable> due;
        synchronized (this) {
            stopping = true;
            due = new ArrayDeque<>(stops);
            stops.clear();
        }
        for (Runnable stop : due) {
            try {
                stop.run();
            } catch (RuntimeException e) {
                // The other parts must be stopped nevertheless.
                out.println("While stopping: " + e.getMessage());
            }
        }
    }

    /** Held as long as this JVM lives; null when another launcher holds it. */
    private @Nullable FileLock lock() {
        try {
            Path folder = Files.createDirectories(settings.data());
            return FileChannel.open(
                            folder.resolve("launcher.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .tryLock();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void release(FileLock lock) {
        try (FileChannel channel = lock.channel()) {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
