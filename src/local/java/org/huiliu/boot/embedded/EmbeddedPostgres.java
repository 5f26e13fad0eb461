package org.huiliu.boot.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A real PostgreSQL whose data lives in one folder. It listens on 127.0.0.1 only, with fsync on, detached from the
 * terminal (Ctrl-C must not reach it before the hub has drained). The hub's role {@value #USER} may create databases and
 * is no superuser, so that a well-known password opens the data and nothing else of the machine.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    public static final String HOST = "127.0.0.1";
    public static final String USER = "huiliu";
    public static final String PASSWORD = "huiliu";

    private static final String SUPERUSER = "postgres";
    /** The checkpoint at the end of a load test writes minutes of changes to the disk. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Account account;
    private final PostgresBinaries binaries;
    private final Path folder;
    private final int port;

    private EmbeddedPostgres(Account account, PostgresBinaries binaries, Path folder, int port) {
        this.account = account;
        this.binaries = binaries;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts on the data of the folder, which is made when it is not there yet. A server that a killed run left behind
     * is stopped first.
     *
     * @param wantedPort taken when it is free; 0 for any
     */
    public static EmbeddedPostgres start(Path folder, int wantedPort) {
        return start(folder, wantedPort, Account.forPostgres());
    }

    static EmbeddedPostgres start(Path folder, int wantedPort, Account account) {
        PostgresBinaries binaries = PostgresBinaries.unpackedFor(account);
        Path home = account.reachable(folder.toAbsolutePath().normalize());
        endLeftover(home);
        Cluster cluster = new Cluster(account, binaries, home);
        cluster.ensure();
        String refusal = "";
        // A free port may be gone before the server takes it.
        for (int attempt = 0; attempt < 3; attempt++) {
            EmbeddedPostgres server =
                    new EmbeddedPostgres(account, binaries, home, FreePort.preferring(attempt == 0 ? wantedPort : 0));
            Command.Result result = server.launch();
            if (result.ok()) {
                server.ensureRole();
                return server;
            }
            refusal = result.output() + logTail(home);
        }
        throw new EmbeddedPartException("PostgreSQL does not start: " + refusal);
    }

    /** A server that {@link #start} brought up on this folder, seen from elsewhere in the same process. */
    static EmbeddedPostgres running(Path folder, int port) {
        Account account = Account.forPostgres();
        Path home = account.reachable(folder.toAbsolutePath().normalize());
        return new EmbeddedPostgres(account, PostgresBinaries.unpackedFor(account), home, port);
    }

    /** Stops the server that a killed run left on this folder's data, if there is one. */
    public static void endLeftover(Path folder) {
        stop(folder, "INT");
        try {
            // The file of a killed server may name a stranger's process by now; PostgreSQL would then refuse to start.
            boolean stale = Files.deleteIfExists(pidFile(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the data, wherever the account keeps it. The server must be stopped. */
    public static void erase(Path folder) {
        erase(folder, Account.forPostgres());
    }

    static void erase(Path folder, Account account) {
        Path home = account.reachable(folder.toAbsolutePath().normalize());
        endLeftover(home);
        Unpacked.delete(home);
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process(folder)
                .map(OwnProcess::pid)
                .orElseThrow(() -> new EmbeddedPartException("PostgreSQL does not run."));
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
    }

    public String reactiveUrl(String database) {
        return "postgresql://" + HOST + ":" + port + "/" + database;
    }

    /** Creates a database that the hub's role owns, unless it is there already. */
    public void ensureDatabase(String database) {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            if (!found(statement, "SELECT 1 FROM pg_database WHERE datname = '" + database + "'")) {
                execute(statement, "CREATE DATABASE \"" + database + "\" OWNER " + USER);
            }
        } catch (SQLException e) {
            throw new EmbeddedPartException("Cannot create the database " + database, e);
        }
    }

    /** Stops the server: open transactions are rolled back, what was committed is on disk. */
    @Override
    public void close() {
        // SIGTERM, all that Java can send, would wait for clients to leave
        stop(folder, "INT");
    }

    /** Ends the server as its machine's failure would: what was committed without waiting for the disk may be gone. */
    public void crash() {
        stop(folder, "QUIT");
    }

    private static void stop(Path folder, String signal) {
        process(folder).ifPresent(server -> {
            send(signal, server);
            if (!server.goneWithin(PATIENCE)) {
                throw new EmbeddedPartException(
                        "PostgreSQL (process " + server.pid() + ") does not stop: " + logTail(folder));
            }
        });
    }

    private static Optional<OwnProcess> process(Path folder) {
        return OwnProcess.ofPidFile(pidFile(folder), data(folder).toString());
    }

    private static void send(String signal, OwnProcess server) {
        Command.Result sent =
                Command.run(List.of("sh", "-c", "kill -" + signal + " " + server.pid()), Duration.ofSeconds(5));
        if (!sent.ok() && server.running()) {
            throw new EmbeddedPartException("Cannot stop PostgreSQL (process " + server.pid() + "): " + sent.output());
        }
    }

    private Command.Result launch() {
        String settings = String.join(
                " ",
                "-p " + port,
                "-c listen_addresses=" + HOST,
                "-c unix_socket_directories=''",
                "-c fsync=on",
                "-c max_connections=200",
                "-c shared_buffers=128MB",
                "-c logging_collector=off");
        Path output = folder.resolve("start.out");
        return Command.run(
                account.as(List.of(
                        binaries.executable("pg_ctl"),
                        "start",
                        "-w",
                        "-t",
                        Long.toString(PATIENCE.toSeconds()),
                        "-D",
                        data(folder).toString(),
                        "-l",
                        folder.resolve("server.log").toString(),
                        "-o",
                        settings)),
                output,
                PATIENCE);
    }

    private void ensureRole() {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            if (!found(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + USER + "'")) {
                execute(statement, "CREATE ROLE " + USER + " LOGIN CREATEDB PASSWORD '" + PASSWORD + "'");
            }
        } catch (SQLException e) {
            throw new EmbeddedPartException("Cannot create the role " + USER, e);
        }
    }

    private Connection superuser() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", SUPERUSER);
        login.setProperty("password", Cluster.superuserPassword(folder));
        return new org.postgresql.Driver().connect(jdbcUrl("postgres"), login);
    }

    private static boolean found(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static void execute(Statement statement, String sql) throws SQLException {
        boolean resultSet = statement.execute(sql);
    }

    private static String logTail(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("server.log"));
            return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    private static Path data(Path folder) {
        return folder.resolve("data");
    }

    private static Path pidFile(Path folder) {
        return data(folder).resolve("postmaster.pid");
    }

    /** The data folder before a server runs on it. */
    private record Cluster(Account account, PostgresBinaries binaries, Path folder) {

        private static final String PASSWORD_FILE = "superuser.password";

        static String superuserPassword(Path folder) {
            try {
                return Files.readString(folder.resolve(PASSWORD_FILE)).trim();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void ensure() {
            if (Files.isDirectory(data(folder))) {
                return;
            }
            try {
                Path home = Files.createDirectories(folder);
                account.own(home);
                Path password = writePassword();
                Path fresh = folder.resolve("data.new");
                Unpacked.delete(fresh);
                initialise(fresh, password);
                Path done = Files.move(fresh, data(folder), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Path writePassword() throws IOException {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Path file = folder.resolve(PASSWORD_FILE);
            boolean old = Files.deleteIfExists(file);
            Path created = Files.createFile(
                    file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Path written = Files.writeString(created, HexFormat.of().formatHex(random));
            account.own(written);
            return written;
        }

        private void initialise(Path fresh, Path password) {
            Command.Result result = initdb(fresh, password, "C.UTF-8");
            if (!result.ok()) {
                // macOS names it differently. The character type matters: with plain C, pg_trgm sees no Chinese.
                Unpacked.delete(fresh);
                result = initdb(fresh, password, "UTF-8");
            }
            if (!result.ok()) {
                throw new EmbeddedPartException("initdb failed: " + result.output());
            }
        }

        private Command.Result initdb(Path fresh, Path password, String characterType) {
            return Command.run(
                    account.as(List.of(
                            binaries.executable("initdb"),
                            "-D",
                            fresh.toString(),
                            "-U",
                            SUPERUSER,
                            "--auth=scram-sha-256",
                            "--pwfile=" + password,
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--locale=C",
                            "--lc-ctype=" + characterType,
                            // Only a machine that goes down within seconds of the very first start would need the sync,
                            // which takes longer than all the rest; what the server writes itself is synced.
                            "--no-sync",
                            "--no-instructions")),
                    PATIENCE);
        }
    }
}
