package org.huiliu.boot.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.huiliu.boot.embedded.EmbeddedPostgres;
import org.huiliu.boot.sandbox.Sandbox;

/**
 * The agencies and targets of the local run, written before the hub starts. What a developer changed stays, except for
 * the base addresses: the sandbox may have another port than last time.
 */
final class Seed {

    private static final List<Agency> AGENCIES = List.of(
            new Agency("municipal", "市级承办部门", "", "ASSIGNED"),
            new Agency("gulou", "鼓楼区政务服务中心", "320302", "DIVISION"),
            new Agency("line-12345", "12345 政务服务便民热线", "", "ASSIGNED"),
            new Agency("line-110", "110 报警服务台", "", "ASSIGNED"),
            new Agency("line-120", "120 急救指挥中心", "", "ASSIGNED"),
            new Agency("line-12348", "12348 公共法律服务热线", "", "ASSIGNED"));

    private static final List<Target> TARGETS = List.of(
            new Target(
                    "municipal", "市级承办部门（沙箱）", "municipal", "MUNICIPAL", "", "receiver-municipal", "CONTACT,MEDICAL"),
            new Target(
                    "district-320302",
                    "鼓楼区中心（沙箱）",
                    "gulou",
                    "DISTRICT",
                    "320302",
                    "receiver-district",
                    "CONTACT,MEDICAL"),
            line("12345"),
            line("110"),
            line("120"),
            line("12348"));

    private Seed() {}

    private record Agency(String code, String name, String division, String reach) {}

    private record Target(
            String code,
            String name,
            String agency,
            String role,
            String division,
            String contract,
            String entitlement) {}

    private static Target line(String feed) {
        return new Target("line-" + feed, feed + " 热线（沙箱）", "line-" + feed, "LINE", "", "receiver-line", "");
    }

    /** Brings the schema up to date as the hub would, then adds what is missing. */
    static void sow(EmbeddedPostgres postgres, String database, Sandbox sandbox) {
        var migrated = Flyway.configure(Seed.class.getClassLoader())
                .dataSource(postgres.jdbcUrl(database), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD)
                .load()
                .migrate();
        Properties login = new Properties();
        login.setProperty("user", EmbeddedPostgres.USER);
        login.setProperty("password", EmbeddedPostgres.PASSWORD);
        try (Connection connection = new org.postgresql.Driver().connect(postgres.jdbcUrl(database), login)) {
            sowAgencies(connection);
            sowTargets(connection, sandbox);
        } catch (SQLException e) {
            throw new IllegalStateException("The targets of the local run cannot be written.", e);
        }
    }

    private static void sowAgencies(Connection connection) throws SQLException {
        String sql =
                "INSERT INTO agency (code, name, division, reach) VALUES (?, ?, ?, ?) ON CONFLICT (code) DO NOTHING";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Agency agency : AGENCIES) {
                insert.setString(1, agency.code());
                insert.setString(2, agency.name());
                insert.setString(3, agency.division());
                insert.setString(4, agency.reach());
                insert.addBatch();
            }
            int[] counts = insert.executeBatch();
        }
    }

    private static void sowTargets(Connection connection, Sandbox sandbox) throws SQLException {
        String sql =
                "INSERT INTO target (code, name, agency, role, division, base_url, contract, entitlement, subscriptions)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, string_to_array(?, ','), string_to_array(?, ','))"
                        + " ON CONFLICT (code) DO UPDATE SET base_url = excluded.base_url";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Target target : TARGETS) {
                insert.setString(1, target.code());
                insert.setString(2, target.name());
                insert.setString(3, target.agency());
                insert.setString(4, target.role());
                insert.setString(5, target.division());
                insert.setString(6, sandbox.baseUrl(target.code()));
                insert.setString(7, target.contract());
                insert.setString(8, target.entitlement());
                insert.setString(9, target.role().equals("LINE") ? "" : "WARNINGS");
                insert.addBatch();
            }
            int[] counts = insert.executeBatch();
        }
    }
}
