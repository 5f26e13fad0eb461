package org.huiliu.dedup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;

/**
 * The published repeat policies of the city, one version: the first policy that covers a matter is its policy, the last
 * one covers every matter.
 */
public final class RepeatPolicies {
    /** Where version 1 comes from. */
    public static final String SHIPPED = "contracts/repeats/policies.json";

    private static final ObjectMapper STRICT =
            HubJson.mapper().copy().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final int version;
    private final List<RepeatPolicy> policies;

    private RepeatPolicies(int version, List<RepeatPolicy> policies) {
        this.version = version;
        this.policies = List.copyOf(policies);
    }

    /** What reading policies came to. */
    public sealed interface Parsed {

        /** They are sound. */
        record Sound(RepeatPolicies policies) implements Parsed {}

        /** They are not; every fault has its JSON pointer. */
        record Faulty(List<Fault> faults) implements Parsed {}

        /** One answer for each kind. */
        default <T> T fold(Function<RepeatPolicies, T> sound, Function<List<Fault>, T> faulty) {
            return this instanceof Sound one ? sound.apply(one.policies()) : faulty.apply(((Faulty) this).faults());
        }
    }

    /** Reads a document of the form of {@value #SHIPPED}; the version is the storage's. */
    public static Parsed read(String json, int version) {
        try {
            return read(STRICT.readTree(json), version);
        } catch (JsonProcessingException e) {
            return new Parsed.Faulty(List.of(Fault.at("", "json", "not JSON, or a name appears twice")));
        }
    }

    /** Reads a document that is parsed already. */
    public static Parsed read(JsonNode document, int version) {
        PolicyReader reader = new PolicyReader();
        List<RepeatPolicy> policies = reader.policies(document);
        return reader.faults().isEmpty()
                ? new Parsed.Sound(new RepeatPolicies(version, policies))
                : new Parsed.Faulty(reader.faults());
    }

    /** No policies: no repeats are looked for. */
    public static RepeatPolicies none() {
        return new RepeatPolicies(0, List.of());
    }

    /** The policies that come with the hub: version 1. */
    public static RepeatPolicies shipped() {
        return read(shippedJson(), 1).fold(Function.identity(), faults -> {
            throw new IllegalStateException(SHIPPED + ": " + faults);
        });
    }

    /** The document that comes with the hub. */
    public static String shippedJson() {
        try (InputStream in =
                Objects.requireNonNull(RepeatPolicies.class.getClassLoader().getResourceAsStream(SHIPPED), SHIPPED)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version that decided, for evidence. */
    public int version() {
        return version;
    }

    /** In the order in which they are tried. */
    public List<RepeatPolicy> all() {
        return policies;
    }

    /** A matter's policy. */
    public RepeatPolicy of(Matter matter) {
        for (RepeatPolicy policy : policies) {
            if (policy.when().covers(matter)) {
                return policy;
            }
        }
        return RepeatPolicy.OFF;
    }

    /** The policy of a pair: what the policies of both allow. */
    public RepeatPolicy between(Matter some, Matter other) {
        return of(some).stricter(of(other));
    }
}
