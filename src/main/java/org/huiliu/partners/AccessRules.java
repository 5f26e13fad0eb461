package org.huiliu.partners;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.huiliu.partners.Access.Auth;
import org.huiliu.partners.Access.Signature;
import org.huiliu.platform.net.Network;
import org.huiliu.platform.net.OwnHeaders;
import org.huiliu.platform.net.Reach;
import org.huiliu.platform.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What the way in to a target must look like. It judges what is written; where a name leads is judged at each connection.
 */
final class AccessRules {
    private static final int LONGEST_URL = 500;
    private static final int MOST_NETWORKS = 32;
    private static final int MOST_PORTS = 16;
    /** A list that allows everything is none. */
    private static final int WIDEST_V4 = 8;

    private static final int WIDEST_V6 = 16;
    private static final int FIRST_FREE_PORT = 1024;
    private static final Set<Integer> WEB = Set.of(80, 443);

    private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
    private static final Pattern APP_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern CLIENT = Pattern.compile("[\\x21-\\x7E]{1,200}");
    private static final Pattern SCOPE =
            Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+){0,19}");
    private static final Set<Signature> NAMING_AN_APP =
            Set.of(Signature.SORTED_DIGEST, Signature.HMAC_SM3, Signature.SM2);

    private AccessRules() {}

    /** The faults of a target's base URL and its access. */
    static List<Fault> faults(String baseUrl, Access access) {
        List<Fault> faults = new ArrayList<>();
        List<Network> networks = networks(faults, access.networks());
        ports(faults, access.ports());
        Optional<URI> base = url(faults, "/baseUrl", baseUrl);
        base.ifPresent(url -> base(faults, url, baseUrl));
        base.ifPresent(url -> place(faults, "/baseUrl", url, networks, access.ports()));
        auth(faults, access, networks, base.orElse(null));
        signatures(faults, access);
        return faults;
    }

    private static List<Network> networks(List<Fault> faults, List<String> texts) {
        if (texts.size() > MOST_NETWORKS) {
            faults.add(Fault.at("/access/networks", "maxItems", "At most " + MOST_NETWORKS + "."));
        }
        List<Network> networks = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String spot = "/access/networks/" + i;
            Optional<Network> network = Network.parse(texts.get(i));
            if (network.isEmpty()) {
                faults.add(Fault.at(
                        spot,
                        "cidr",
                        "A network in CIDR notation, its address without bits beyond the prefix: 10.20.0.0/16."));
            } else if (network.get().bits() < (network.get().v4() ? WIDEST_V4 : WIDEST_V6)) {
                faults.add(Fault.at(spot, "range", "No wider than /8, of IPv6 /16."));
            } else {
                networks.add(network.get());
            }
        }
        return networks;
    }

    private static void ports(List<Fault> faults, List<Integer> ports) {
        if (ports.size() > MOST_PORTS) {
            faults.add(Fault.at("/access/ports", "maxItems", "At most " + MOST_PORTS + "."));
        }
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i) < 1 || ports.get(i) > 65_535) {
                faults.add(Fault.at("/access/ports/" + i, "range", "From 1 to 65535."));
            }
        }
    }

    /** The URL, unless something is wrong with its form. */
    private static Optional<URI> url(List<Fault> faults, String spot, String text) {
        String wrong = wrongUrl(text);
        if (wrong != null) {
            faults.add(Fault.at(spot, "url", wrong));
            return Optional.empty();
        }
        return Optional.of(URI.create(text));
    }

    private static @Nullable String wrongUrl(String text) {
        if (text.length() > LONGEST_URL) {
            return "At most " + LONGEST_URL + " characters.";
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return "Not a URL.";
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return "It must begin with https:// or http://.";
        }
        if (url.getHost() == null) {
            return "A host is missing.";
        }
        return url.getRawUserInfo() != null || url.getRawFragment() != null
                ? "Neither user information nor a fragment belongs here."
                : null;
    }

    /** Paths are appended to it. */
    private static void base(List<Fault> faults, URI url, String text) {
        if (url.getRawQuery() != null || text.endsWith("/")) {
            faults.add(Fault.at(
                    "/baseUrl", "url", "Without a query, and without a slash at the end: paths are appended."));
        }
    }

    /** Whether the hub would ever connect there, as far as the text tells. */
    private static void place(List<Fault> faults, String spot, URI url, List<Network> networks, List<Integer> ports) {
        Optional<InetAddress> address = Network.literal(url.getHost());
        if (address.filter(Reach::never).isPresent()) {
            faults.add(Fault.at(spot, "url", "Nothing is ever sent to this address: it is reserved."));
        } else if (!networks.isEmpty()
                && address.filter(one -> !Reach.allowed(one, networks)).isPresent()) {
            faults.add(Fault.at(spot, "url", "This address lies outside the networks of its access."));
        }
        int port = port(url);
        if (!ports.isEmpty() && !ports.contains(port)) {
            faults.add(Fault.at("/access/ports", "missing", "Port " + port + ", of " + spot + ", is not among them."));
        } else if (ports.isEmpty() && port < FIRST_FREE_PORT && !WEB.contains(port)) {
            faults.add(Fault.at(
                    "/access/ports", "required", "Port " + port + " serves other things than the web: name it."));
        }
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private static void auth(List<Fault> faults, Access access, List<Network> networks, @Nullable URI base) {
        Auth auth = access.auth();
        switch (auth.kind()) {
            case NONE, BEARER -> {}
            case API_KEY -> {
                if (auth.header() == null || !HEADER.matcher(auth.header()).matches()) {
                    faults.add(Fault.at("/access/auth/header", "pattern", "The name of a header."));
                } else if (OwnHeaders.has(auth.header())) {
                    faults.add(Fault.at("/access/auth/header", "taken", "This header has a meaning already."));
                }
            }
            case OAUTH2 -> {
                url(faults, "/access/auth/tokenUrl", auth.tokenUrl() == null ? "" : auth.tokenUrl())
                        .ifPresent(url -> place(faults, "/access/auth/tokenUrl", url, networks, access.ports()));
                text(faults, CLIENT, "/access/auth/clientId", auth.clientId(), "Up to 200 visible ASCII characters.");
                if (auth.scope() != null) {
                    text(
                            faults,
                            SCOPE,
                            "/access/auth/scope",
                            auth.scope(),
                            "Up to 20 scopes with a space between them.");
                }
            }
        }
        if (auth.clientCertificate() && base != null && !"https".equalsIgnoreCase(base.getScheme())) {
            faults.add(Fault.at("/access/auth/clientCertificate", "url", "A certificate is shown over https:// only."));
        }
    }

    private static void signatures(List<Fault> faults, Access access) {
        if (new HashSet<>(access.signatures()).size() < access.signatures().size()) {
            faults.add(Fault.at("/access/signatures", "uniqueItems", "Each kind once."));
        }
        if (access.signatures().stream().anyMatch(NAMING_AN_APP::contains)) {
            text(
                    faults,
                    APP_ID,
                    "/access/auth/appId",
                    access.auth().appId(),
                    "Up to 64 letters, digits, dots, hyphens and underscores, for the signatures that name an app.");
        }
    }

    private static void text(List<Fault> faults, Pattern pattern, String spot, @Nullable String value, String words) {
        if (value == null || !pattern.matcher(value).matches()) {
            faults.add(Fault.at(spot, value == null ? "required" : "pattern", words));
        }
    }
}
