package org.huiliu.boot.embedded;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;

/**
 * Where people log in at the {@link LocalOidc}: a page that asks for name and password, and who has answered it rightly in which
 * browser, so that the next question is answered without asking them, as a real OIDC server does it.
 */
final class LocalLogin {
    private static final String COOKIE = "huiliu-local-login";
    /** Codes go to pages on this machine alone. */
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Name by what the browser keeps. */
    private final Map<String, String> loggedIn = new ConcurrentHashMap<>();

    /** What is wrong with a question for a code; nothing when the browser may be asked to log in for it. */
    static Optional<String> fault(Map<String, String> query) {
        if (!LocalIdentities.CONSOLE.equals(query.get("client_id"))) {
            return Optional.of("Unknown client.");
        }
        if (!"code".equals(query.get("response_type")) || !"S256".equals(query.get("code_challenge_method"))) {
            return Optional.of("The client console uses the code flow with PKCE (S256).");
        }
        String host = host(query.getOrDefault("redirect_uri", ""));
        return OWN_NAMES.contains(host) ? Optional.empty() : Optional.of("redirect_uri is not on this machine.");
    }

    private static String host(String address) {
        try {
            return Objects.requireNonNullElse(URI.create(address).getHost(), "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Whoever has logged in in this browser. */
    Optional<LocalIdentities.User> remembered(HttpExchange exchange) {
        return kept(exchange).map(loggedIn::get).flatMap(LocalIdentities::user);
    }

    /** The user of a form, when the password is right; the browser is remembered. */
    Optional<LocalIdentities.User> checked(HttpExchange exchange, Map<String, String> form) {
        Optional<LocalIdentities.User> user = LocalIdentities.user(form.getOrDefault("username", ""))
                .filter(known -> known.password().equals(form.get("password")));
        user.ifPresent(known -> {
            String id = UUID.randomUUID().toString();
            loggedIn.put(id, known.name());
            exchange.getResponseHeaders()
                    .add(
                            "Set-Cookie",
                            COOKIE + "=" + id + "; Path=/" + LocalOidc.ISSUER_ID + "; HttpOnly; SameSite=Lax");
        });
        return user;
    }

    void forget(HttpExchange exchange) {
        kept(exchange).ifPresent(loggedIn::remove);
    }

    private static Optional<String> kept(HttpExchange exchange) {
        @Nullable String cookies = exchange.getRequestHeaders().getFirst("Cookie");
        return Arrays.stream(Objects.requireNonNullElse(cookies, "").split(";\\s*"))
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .map(cookie -> cookie.substring(COOKIE.length() + 1))
                .findFirst();
    }

    /** What the protocol's library takes for a submitted login. */
    static String submitted(LocalIdentities.User user) {
        return "username=" + URLEncoder.encode(user.name(), StandardCharsets.UTF_8) + "&claims="
                + URLEncoder.encode(HubJson.write(user.claims()), StandardCharsets.UTF_8);
    }

    /** The page; the names are well known here, so they can be picked. */
    static String page(boolean refused) {
        String names = LocalIdentities.users().stream()
                .map(user -> "<option>" + user.name() + "</option>")
                .collect(Collectors.joining());
        return """
                <!doctype html>
                <html lang="zh-CN">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>登录 · 汇流</title>
                <style>
                body{font:16px/1.6 system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0;background:#f3f5f8}
                form{background:#fff;padding:32px;border:1px solid #dfe4ea;border-radius:8px;width:320px;display:grid;gap:12px}
                input,button{font:inherit;padding:8px;width:100%%;box-sizing:border-box}
                button{background:#123b6d;color:#fff;border:0;border-radius:4px}
                .bad{color:#b00020;margin:0}small{color:#5f6672}
                </style>
                <form method="post">
                <h1>汇流 · 本机登录</h1>
                %s
                <label>用户名 User<input name="username" list="names" autocomplete="username" required autofocus></label>
                <datalist id="names">%s</datalist>
                <label>密码 Password<input name="password" type="password" autocomplete="current-password" required></label>
                <button>登录 Log in</button>
                <small>仅限本机试用:密码为“用户名-password”。Local run only: the password is the name, then -password.</small>
                </form>
                </html>
                """.formatted(
                refused ? "<p class=\"bad\" role=\"alert\">用户名或密码不对 Unknown user or wrong password</p>" : "", names);
    }
}
