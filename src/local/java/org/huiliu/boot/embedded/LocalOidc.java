package org.huiliu.boot.embedded;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequestHandler;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.Route;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A small OIDC server on the loopback interface: mock-oauth2-server answers the protocol, this class decides who gets a
 * token and with which claims. Unlike the bare library it checks the secrets of clients and the passwords of users.
 */
public final class LocalOidc implements AutoCloseable {

    public static final String ISSUER_ID = "huiliu";

    private static final long LIFETIME_SECONDS = 3600;

    private final HttpServer server;
    private final ExecutorService workers;
    private final Route protocol;
    private final TokenMint mint;
    private final LocalLogin login = new LocalLogin();

    private LocalOidc(HttpServer server, String key) {
        this.server = server;
        this.workers = Executors.newFixedThreadPool(4, LocalOidc::daemon);
        RSAKey signingKey = TokenMint.parse(key);
        this.protocol = new OAuth2HttpRequestHandler(new OAuth2Config(
                        false,
                        null,
                        null,
                        false,
                        new OAuth2TokenProvider(new KeyProvider(List.of(signingKey), JWSAlgorithm.RS256.getName())),
                        Set.<OAuth2TokenCallback>of(new KnownClaims())))
                .getAuthorizationServer();
        this.mint = new TokenMint(issuerOf(server), signingKey, Clock.systemUTC());
    }

    /**
     * Starts on 127.0.0.1.
     *
     * @param wantedPort taken when it is free; 0 for any
     * @param key the private signing key, see {@link TokenMint#newKey()}
     */
    public static LocalOidc start(int wantedPort, String key) {
        try {
            HttpServer server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.preferring(wantedPort)), 0);
            LocalOidc oidc = new LocalOidc(server, key);
            server.setExecutor(oidc.workers);
            server.createContext("/" + ISSUER_ID, oidc::handle).getFilters();
            server.start();
            return oidc;
        } catch (IOException e) {
            throw new UncheckedIOException("The local OIDC server does not start.", e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What the hub gets as {@code quarkus.oidc.auth-server-url}, and the {@code iss} of its tokens. */
    public String issuer() {
        return issuerOf(server);
    }

    public String tokenEndpoint() {
        return issuer() + "/token";
    }

    public TokenMint mint() {
        return mint;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdown();
    }

    private static String issuerOf(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + ISSUER_ID;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean posted = exchange.getRequestMethod().equals("POST");
            String path = exchange.getRequestURI().getPath().substring(ISSUER_ID.length() + 1);
            if (path.equals("/authorize")) {
                authorize(exchange, posted, form(body));
                return;
            }
            if (path.equals("/endsession")) {
                login.forget(exchange);
            }
            Optional<Refusal> refusal =
                    posted && path.equals("/token") ? refusal(exchange, form(body)) : Optional.empty();
            if (refusal.isPresent()) {
                refuse(exchange, refusal.get());
            } else {
                answer(exchange, protocol.invoke(request(exchange, exchange.getRequestMethod(), body)));
            }
        }
    }

    /** Asks the person in front of the browser who they are, unless they have said so before; then gives out a code. */
    private void authorize(HttpExchange exchange, boolean posted, Map<String, String> form) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        Optional<String> fault = LocalLogin.fault(form(query));
        if (fault.isPresent()) {
            send(exchange, 400, fault.get().getBytes(StandardCharsets.UTF_8));
            return;
        }
        Optional<LocalIdentities.User> user = posted ? login.checked(exchange, form) : login.remembered(exchange);
        if (user.isEmpty()) {
            send(exchange, 200, LocalLogin.page(posted).getBytes(StandardCharsets.UTF_8));
        } else {
            answer(exchange, protocol.invoke(request(exchange, "POST", LocalLogin.submitted(user.get()))));
        }
    }

    private OAuth2HttpRequest request(HttpExchange exchange, String method, String body) {
        Headers.Builder headers = new Headers.Builder();
        exchange.getRequestHeaders().forEach((name, values) -> {
            for (String value : values) {
                // The address below is the one that counts; a forwarded one would change the issuer.
                if (!name.regionMatches(true, 0, "X-Forwarded-", 0, 12)
                        && !name.equalsIgnoreCase("Host")
                        && !name.equalsIgnoreCase("Content-Type")) {
                    Headers.Builder same = headers.addUnsafeNonAscii(name, value);
                }
            }
        });
        if (method.equals("POST")) {
            Headers.Builder same = headers.add("Content-Type", "application/x-www-form-urlencoded");
        }
        HttpUrl url = HttpUrl.get("http://127.0.0.1:" + port() + exchange.getRequestURI());
        return new OAuth2HttpRequest(headers.build(), method, url, body);
    }

    private static void answer(HttpExchange exchange, OAuth2HttpResponse response) throws IOException {
        response.getHeaders()
                .forEach(header -> exchange.getResponseHeaders().add(header.getFirst(), header.getSecond()));
        String body = response.getBody();
        byte[] bytes = body == null ? response.getBytesBody() : body.getBytes(StandardCharsets.UTF_8);
        send(exchange, response.getStatus(), bytes == null ? new byte[0] : bytes);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        var replaced = exchange.getResponseHeaders().remove("Content-Length");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** An OAuth 2 error, RFC 6749 section 5.2. */
    private record Refusal(int status, String error, String description) {}

    private static Optional<Refusal> refusal(HttpExchange exchange, Map<String, String> form) {
        Credentials credentials = Credentials.of(exchange, form);
        if (credentials.id().equals(LocalIdentities.CONSOLE)) {
            return refusalOfUser(form);
        }
        Optional<LocalIdentities.Client> client = LocalIdentities.client(credentials.id());
        if (client.isEmpty() || !client.get().secret().equals(credentials.secret())) {
            return Optional.of(new Refusal(401, "invalid_client", "Unknown client or wrong secret."));
        }
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return Optional.of(
                    new Refusal(400, "unauthorized_client", "This client may only use the grant client_credentials."));
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refusalOfUser(Map<String, String> form) {
        if (Set.of("authorization_code", "refresh_token").contains(form.getOrDefault("grant_type", ""))) {
            // a public client: the code's verifier, or the token to be refreshed, is all that it has to show
            return Optional.empty();
        }
        if (!"password".equals(form.get("grant_type"))) {
            return Optional.of(new Refusal(
                    400,
                    "unauthorized_client",
                    "Users log in with the grants authorization_code, refresh_token and password."));
        }
        boolean right = LocalIdentities.user(form.getOrDefault("username", ""))
                .filter(user -> user.password().equals(form.get("password")))
                .isPresent();
        return right
                ? Optional.empty()
                : Optional.of(new Refusal(400, "invalid_grant", "Unknown user or wrong password."));
    }

    private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (refusal.status() == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"huiliu\"");
        }
        String json = "{\"error\":\"" + refusal.error() + "\",\"error_description\":\"" + refusal.description() + "\"}";
        send(exchange, refusal.status(), json.getBytes(StandardCharsets.UTF_8));
    }

    /** A client's id and secret, out of the Authorization header or the form. */
    private record Credentials(String id, @Nullable String secret) {

        static Credentials of(HttpExchange exchange, Map<String, String> form) {
            String header = exchange.getRequestHeaders().getFirst("Authorization");
            if (header != null && header.regionMatches(true, 0, "Basic ", 0, 6)) {
                return ofBasic(header.substring(6).trim());
            }
            return new Credentials(form.getOrDefault("client_id", ""), form.get("client_secret"));
        }

        private static Credentials ofBasic(String encoded) {
            try {
                String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                return colon < 0
                        ? new Credentials(decode(pair), null)
                        : new Credentials(decode(pair.substring(0, colon)), decode(pair.substring(colon + 1)));
            } catch (IllegalArgumentException e) {
                return new Credentials("", null);
            }
        }
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "local-oidc");
        thread.setDaemon(true);
        return thread;
    }

    /** Subject, audience and claims by who asks. */
    private static final class KnownClaims implements OAuth2TokenCallback {

        @Override
        public String issuerId() {
            return ISSUER_ID;
        }

        @Override
        public String subject(TokenRequest request) {
            if (request.getAuthorizationGrant() instanceof ResourceOwnerPasswordCredentialsGrant user) {
                return user.getUsername();
            }
            return request.getClientAuthentication() == null
                    ? request.getClientID().getValue()
                    : request.getClientAuthentication().getClientID().getValue();
        }

        @Override
        public String typeHeader(TokenRequest request) {
            return "JWT";
        }

        @Override
        public List<String> audience(TokenRequest request) {
            return List.of(LocalIdentities.AUDIENCE);
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            return LocalIdentities.claimsOf(subject(request)).orElse(Map.of());
        }

        @Override
        public long tokenExpiry() {
            return LIFETIME_SECONDS;
        }
    }
}
