package org.huiliu.boot.embedded;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who can get a token in the local run: one client per feed, per target and for a partner reader, and two users for each
 * operator's role. Their secrets are well known, which is why these identities exist only behind the loopback interface.
 */
public final class LocalIdentities {

    /** The audience of every token: the hub refuses a token for somebody else. */
    public static final String AUDIENCE = "huiliu";

    /** The public client through which users log in. */
    public static final String CONSOLE = "console";

    public static final List<String> FEEDS = List.of("12345", "110", "120", "12348");

    private static final List<Client> CLIENTS = Stream.of(
                    FEEDS.stream().map(feed -> Client.of("feed-" + feed, "feed", Map.of("feed", feed))),
                    Stream.of(
                            Client.of("target-municipal", "target", Map.of("target", "municipal")),
                            Client.of("target-district", "target", Map.of("target", "district-320302"))),
                    FEEDS.stream()
                            .map(feed -> Client.of("target-line-" + feed, "target", Map.of("target", "line-" + feed))),
                    Stream.of(Client.of("partner-gulou", "partner", Map.of("agency", "gulou", "division", "320302"))))
            .flatMap(clients -> clients)
            .toList();

    private static final List<User> USERS = Stream.of(
                    User.of("triage1", "triage"),
                    User.of("triage2", "triage"),
                    User.everywhere("triage3", "triage"),
                    User.of("author1", "rule-author"),
                    User.of("author2", "rule-author"),
                    User.of("approver1", "rule-approver"),
                    User.of("approver2", "rule-approver"),
                    User.of("admin1", "admin"))
            .toList();

    private LocalIdentities() {}

    /** A system that logs in with its own secret; the claims are what its tokens carry beside audience and subject. */
    public record Client(String id, String secret, Map<String, Object> claims) {
        static Client of(String id, String role, Map<String, Object> scope) {
            return new Client(id, id + "-secret", withRole(role, scope));
        }
    }

    /** A person who logs in through the client {@value LocalIdentities#CONSOLE}. */
    public record User(String name, String password, Map<String, Object> claims) {
        static User of(String name, String role) {
            // The operators of the sample city see all of it: 3203 is its prefix.
            return new User(name, name + "-password", withRole(role, Map.of("agency", "hotline", "division", "3203")));
        }

        /** Sees every city: for packs of other places. */
        static User everywhere(String name, String role) {
            return new User(name, name + "-password", withRole(role, Map.of("agency", "hotline")));
        }
    }

    public static List<Client> clients() {
        return CLIENTS;
    }

    public static List<User> users() {
        return USERS;
    }

    public static Optional<Client> client(String id) {
        return CLIENTS.stream().filter(client -> client.id().equals(id)).findFirst();
    }

    public static Optional<User> user(String name) {
        return USERS.stream().filter(user -> user.name().equals(name)).findFirst();
    }

    /** The claims of a client's or a user's tokens. */
    public static Optional<Map<String, Object>> claimsOf(String clientOrUser) {
        return client(clientOrUser).map(Client::claims).or(() -> user(clientOrUser)
                .map(User::claims));
    }

    private static Map<String, Object> withRole(String role, Map<String, Object> scope) {
        Map<String, Object> claims = new java.util.LinkedHashMap<>(scope);
        claims.put("roles", List.of(role));
        return Map.copyOf(claims);
    }
}
