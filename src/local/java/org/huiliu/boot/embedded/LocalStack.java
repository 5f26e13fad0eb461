package org.huiliu.boot.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * PostgreSQL, Redis and the OIDC server in one folder. Ports, the OIDC signing key and the hub's encryption keys are
 * kept there in {@code local.properties}, so that a later start finds its data and its tokens again.
 */
public final class LocalStack implements AutoCloseable {

    public static final String DATABASE = "huiliu";

    private final EmbeddedPostgres postgres;
    private final EmbeddedRedis redis;
    private final LocalOidc oidc;
    private final Map<String, String> cryptoKeys;

    private LocalStack(EmbeddedPostgres postgres, EmbeddedRedis redis, LocalOidc oidc, Map<String, String> cryptoKeys) {
        this.postgres = postgres;
        this.redis = redis;
        this.oidc = oidc;
        this.cryptoKeys = cryptoKeys;
    }

    /** Starts all parts on the folder's data; parts that a killed run left behind are stopped first. */
    public static LocalStack start(Path folder) {
        Remembered remembered = Remembered.in(folder);
        EmbeddedPostgres postgres =
                EmbeddedPostgres.start(folder.resolve("postgres"), remembered.port("postgres.port"));
        try {
            postgres.ensureDatabase(DATABASE);
            EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"), remembered.port("redis.port"));
            try {
                LocalOidc oidc =
                        LocalOidc.start(remembered.port("oidc.port"), remembered.value("oidc.key", TokenMint::newKey));
                Map<String, String> cryptoKeys = cryptoKeys(remembered);
                remembered.put("postgres.port", postgres.port());
                remembered.put("redis.port", redis.port());
                remembered.put("oidc.port", oidc.port());
                remembered.write();
                return new LocalStack(postgres, redis, oidc, cryptoKeys);
            } catch (RuntimeException e) {
                redis.close();
                throw e;
            }
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    /** Stops what a killed run left behind in the folder and deletes all of it. */
    public static void erase(Path folder) {
        EmbeddedPostgres.erase(folder.resolve("postgres"));
        EmbeddedRedis.endLeftover(folder.resolve("redis"));
        Unpacked.delete(folder);
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public EmbeddedRedis redis() {
        return redis;
    }

    public LocalOidc oidc() {
        return oidc;
    }

    /** The hub's configuration for these parts. */
    public Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>(cryptoKeys);
        configuration.put("quarkus.datasource.username", EmbeddedPostgres.USER);
        configuration.put("quarkus.datasource.password", EmbeddedPostgres.PASSWORD);
        configuration.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl(DATABASE));
        configuration.put("quarkus.datasource.reactive.url", postgres.reactiveUrl(DATABASE));
        configuration.put("quarkus.redis.hosts", redis.url());
        configuration.put("quarkus.oidc.auth-server-url", oidc.issuer());
        // receivers of a local run are on the same machine
        configuration.put("huiliu.delivery.networks", "127.0.0.0/8,::1/128");
        return configuration;
    }

    /** The hub first, then its parts: OIDC, Redis, PostgreSQL. */
    @Override
    public void close() {
        oidc.close();
        try {
            redis.close();
        } finally {
            postgres.close();
        }
    }

    /** The keys that the hub encrypts and indexes personal data with, made once: other ones could not read the data. */
    private static Map<String, String> cryptoKeys(Remembered remembered) {
        Map<String, String> keys = new LinkedHashMap<>();
        newCryptoKeys().forEach((name, fresh) -> keys.put(name, remembered.value(name, () -> fresh)));
        return keys;
    }

    /** Fresh keys by the names that the hub's configuration gives them. */
    static Map<String, String> newCryptoKeys() {
        return Map.of(
                "huiliu.crypto.current-key", "local",
                "huiliu.crypto.keys.local", newKey(),
                "huiliu.crypto.index-key", newKey());
    }

    /** 32 random bytes, Base64. */
    private static String newKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** What later starts need: readable by the user alone, because it holds keys. */
    private record Remembered(Path file, Properties values) {

        static Remembered in(Path folder) {
            Path file = folder.resolve("local.properties");
            Properties values = new Properties();
            if (Files.exists(file)) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    values.load(reader);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return new Remembered(file, values);
        }

        int port(String name) {
            return Integer.parseInt(values.getProperty(name, "0"));
        }

        String value(String name, Supplier<String> made) {
            String known = values.getProperty(name);
            if (known != null) {
                return known;
            }
            String fresh = made.get();
            put(name, fresh);
            return fresh;
        }

        void put(String name, Object value) {
            Object before = values.setProperty(name, value.toString());
        }

        void write() {
            try {
                Path folder = Files.createDirectories(file.getParent());
                if (!Files.exists(file)) {
                    Path created = Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                }
                try (Writer writer = Files.newBufferedWriter(file)) {
                    values.store(writer, "The local run: ports and keys. Delete the folder to begin empty.");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
