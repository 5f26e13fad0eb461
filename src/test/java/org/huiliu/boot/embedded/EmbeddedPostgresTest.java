package org.huiliu.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    @TempDir
    static Path folder;

    private EmbeddedPostgres server;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedPostgres.start(folder, 0);
        server.ensureDatabase("huiliu");
        execute("DROP TABLE IF EXISTS kept");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @AfterAll
    static void erase() {
        EmbeddedPostgres.erase(folder);
    }

    @Test
    void aRestartFindsItsDataAndStoppingLeavesNoProcess() throws SQLException {
        execute("CREATE TABLE kept (word text)");
        execute("INSERT INTO kept VALUES ('河道')");
        OwnProcess process = new OwnProcess(server.pid(), folder.toString());

        server.close();
        assertThat(process.running()).isFalse();

        server = EmbeddedPostgres.start(folder, server.port());
        assertThat(query("SELECT word FROM kept")).isEqualTo("河道");
    }

    @Test
    void aServerLeftByAKilledRunIsStoppedAndItsDataIsTakenOver() throws SQLException {
        execute("CREATE TABLE kept (word text)");
        OwnProcess leftover = new OwnProcess(server.pid(), folder.toString());

        server = EmbeddedPostgres.start(folder, 0);

        assertThat(leftover.running()).isFalse();
        assertThat(query("SELECT count(*) FROM kept")).isEqualTo("0");
    }

    @Test
    void aStalePidFileThatNamesAStrangerHurtsNobody() throws Exception {
        OwnProcess killed = new OwnProcess(server.pid(), folder.toString());
        Path pidFile = Account.forPostgres()
                .reachable(folder.toAbsolutePath())
                .resolve("data")
                .resolve("postmaster.pid");
        String content = Files.readString(pidFile);
        server.close();
        String ourselves = Long.toString(ProcessHandle.current().pid());
        Files.writeString(pidFile, content.replaceFirst("^[0-9]+", ourselves));

        server = EmbeddedPostgres.start(folder, 0);

        assertThat(killed.goneWithin(Duration.ZERO)).isTrue();
        assertThat(query("SELECT 1")).isEqualTo("1");
    }

    @Test
    void theHubsRoleIsNoSuperuserAndWritesAreSynced() throws SQLException {
        assertThat(query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("f");
        assertThat(query("SHOW fsync")).isEqualTo("on");
        assertThat(query("SHOW listen_addresses")).isEqualTo("127.0.0.1");
    }

    @Test
    void chineseTextHasTrigrams() throws SQLException {
        execute("CREATE EXTENSION pg_trgm");
        assertThat(query("SELECT cardinality(show_trgm('河道异味'))")).isEqualTo("5");
    }

    @Test
    void rootWithoutUserNamespacesTakesAnotherAccount() {
        assumeThat(Account.forPostgres()).isNotInstanceOf(Account.Ourselves.class);
        Account nobody = new Account.Other("nobody");
        Path other = folder.resolve("other");
        try (EmbeddedPostgres asNobody = EmbeddedPostgres.start(other, 0, nobody)) {
            asNobody.ensureDatabase("huiliu");
            assertThat(nobody.reachable(other)).isDirectory().isNotEqualTo(other);
        } finally {
            EmbeddedPostgres.erase(other, nobody);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("huiliu"), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
    }
}
