package org.huiliu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.huiliu.boot.embedded.LocalStack;
import org.huiliu.boot.pack.Pack;
import org.huiliu.boot.pack.PackLoader;
import org.huiliu.boot.run.PackagedHub;
import org.huiliu.boot.sandbox.Sandbox;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console in a real browser, against the packaged hub, a sandbox and a loaded pack: {@code src/main/webui/e2e}, the quick ones
 * unless {@code -Dconsole.all}. Where there is no Chromium or no Node.js it says so and does nothing, unless
 * {@code -Dconsole.required} wants it to fail. {@code -Dconsole.only=triage} runs the tests whose names have the word;
 * {@code -Dconsole.pictures=folder} keeps a picture of every screen.
 */
class ConsoleIT {
    private static final Path PAGES = Path.of("src/main/webui").toAbsolutePath();
    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final long MOST_MINUTES = 20;

    @Test
    void operatorsDoTheirWorkInABrowser(@TempDir Path folder) throws Exception {
        Optional<Path> browser = browser();
        Path playwright = PAGES.resolve("node_modules/@playwright/test/cli.js");
        if (browser.isEmpty() || !Files.exists(playwright)) {
            String missing = browser.isEmpty()
                    ? "no Chromium: install Debian's package chromium, or name one in CHROMIUM"
                    : "the console was built without Node.js";
            System.out.println("THE CONSOLE WAS NOT TESTED IN A BROWSER: " + missing);
            assertThat(Boolean.getBoolean("console.required")).as(missing).isFalse();
            Assumptions.abort(missing);
        }
        try (LocalStack stack = LocalStack.start(folder.resolve("parts"));
                Sandbox sandbox = Sandbox.start(0);
                PackagedHub hub = PackagedHub.start(folder, stack.configuration(), List.of("-Xmx512m"))) {
            String address = hub.at("").toString();
            Pack pack = Pack.read("gulou");
            PackLoader loader = new PackLoader(address, stack.oidc().mint()::issueFor, sandbox.root());
            loader.register(pack);
            int version = loader.publish(pack);
            int reports = loader.send(pack).size();
            System.out.printf("console: %d reports under rules of version %d%n", reports, version);
            int exit = run(
                    command(playwright),
                    Map.of(
                            "HUILIU_HUB",
                            address,
                            "HUILIU_SANDBOX",
                            sandbox.root(),
                            "CHROMIUM",
                            browser.get().toString()));
            assertThat(exit).as("see the report above").isZero();
        }
    }

    private static List<String> command(Path playwright) {
        List<String> command = new ArrayList<>(List.of("node", playwright.toString(), "test"));
        String only = System.getProperty("console.only", "");
        if (!only.isEmpty()) {
            command.addAll(List.of("--grep", only));
        } else if (System.getProperty("console.all") == null) {
            command.addAll(List.of("--grep", "@quick"));
        }
        return command;
    }

    private static int run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(PAGES.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        String pictures = System.getProperty("console.pictures");
        if (pictures != null) {
            builder.environment()
                    .put("HUILIU_PICTURES", Path.of(pictures).toAbsolutePath().toString());
        }
        Process process = builder.start();
        process.getOutputStream().close();
        // not inherited: the test's own output is a channel to Maven
        try (BufferedReader told = process.inputReader()) {
            told.lines().forEach(System.out::println);
        }
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            return -1;
        }
        return process.exitValue();
    }

    private static Optional<Path> browser() {
        return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), BROWSERS.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
