package org.huiliu.boot.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The parts that all tests of one JVM share. Quarkus loads test classes by several class loaders, so what is shared is
 * remembered in system properties and not in statics.
 */
public final class SharedParts {

    static final String ISSUER = "huiliu.test.oidc.issuer";
    static final String KEY = "huiliu.test.oidc.key";

    private static final String POSTGRES_PORT = "huiliu.test.postgres.port";
    private static final String POSTGRES_FOLDER = "huiliu.test.postgres.folder";
    private static final String REDIS_PORT = "huiliu.test.redis.port";
    private static final String COUNT = "huiliu.test.count";

    private SharedParts() {}

    /** Configuration with an empty database and an empty Redis index. */
    public static Map<String, String> nextConfiguration() {
        // The class loaders have a lock in common only in a class of the JDK.
        synchronized (System.getProperties()) {
            if (System.getProperty(ISSUER) == null) {
                startAll();
            }
            int count = Integer.getInteger(COUNT, 0) + 1;
            System.setProperty(COUNT, Integer.toString(count));
            return configuration(count);
        }
    }

    private static Map<String, String> configuration(int count) {
        String database = "t" + count;
        EmbeddedPostgres postgres =
                EmbeddedPostgres.running(Path.of(property(POSTGRES_FOLDER)), Integer.getInteger(POSTGRES_PORT, 0));
        postgres.ensureDatabase(database);
        int index = count % 16;
        int redisPort = Integer.getInteger(REDIS_PORT, 0);
        empty(redisPort, index);
        Map<String, String> configuration = new HashMap<>(LocalStack.newCryptoKeys());
        configuration.put("quarkus.datasource.username", EmbeddedPostgres.USER);
        configuration.put("quarkus.datasource.password", EmbeddedPostgres.PASSWORD);
        configuration.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl(database));
        configuration.put("quarkus.datasource.reactive.url", postgres.reactiveUrl(database));
        configuration.put("quarkus.redis.hosts", "redis://127.0.0.1:" + redisPort + "/" + index);
        configuration.put("quarkus.oidc.auth-server-url", property(ISSUER));
        configuration.put("huiliu.delivery.networks", "127.0.0.0/8,::1/128");
        configuration.put("quarkus.http.test-port", "0");
        configuration.put("quarkus.management.test-port", "0");
        return configuration;
    }

    private static void startAll() {
        Path folder = freshFolder();
        String key = TokenMint.newKey();
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
        EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"), 0);
        LocalOidc oidc = LocalOidc.start(0, key);
        System.setProperty(POSTGRES_FOLDER, folder.resolve("postgres").toString());
        System.setProperty(POSTGRES_PORT, Integer.toString(postgres.port()));
        System.setProperty(REDIS_PORT, Integer.toString(redis.port()));
        System.setProperty(KEY, key);
        System.setProperty(ISSUER, oidc.issuer());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            oidc.close();
            redis.close();
            postgres.close();
            EmbeddedPostgres.erase(folder.resolve("postgres"));
            Unpacked.delete(folder);
        }));
    }

    /** A folder named after this JVM, after those of JVMs that were killed are ended and deleted. */
    private static Path freshFolder() {
        Path tests = Path.of(System.getProperty("java.io.tmpdir"), "huiliu-tests-" + System.getProperty("user.name"));
        try {
            Path created = Files.createDirectories(tests);
            try (Stream<Path> folders = Files.list(created)) {
                List<Path> left = folders.filter(SharedParts::orphaned).toList();
                left.forEach(LocalStack::erase);
            }
            return Files.createDirectory(
                    tests.resolve(Long.toString(ProcessHandle.current().pid())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean orphaned(Path folder) {
        String name = folder.getFileName().toString();
        return name.chars().allMatch(Character::isDigit)
                && ProcessHandle.of(Long.parseLong(name))
                        .map(process -> process.pid() == ProcessHandle.current().pid())
                        .orElse(true);
    }

    private static void empty(int port, int index) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.getOutputStream()
                    .write(("SELECT " + index + "\r\nFLUSHDB\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (!answer.equals("+OK\r\n+OK\r\n+OK\r\n")) {
                throw new EmbeddedPartException("Redis answers " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new EmbeddedPartException("The shared parts do not run: " + name);
        }
        return value;
    }
}
