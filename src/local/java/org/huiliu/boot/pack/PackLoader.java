package org.huiliu.boot.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Loads a pack into a running hub through its API, each step by whom it belongs to: an administrator registers agencies and
 * targets, an author drafts the rules, a second person approves them, the lines send their reports. Beside a local run:
 *
 * <pre>mvn -q -Prun exec:java@pack -Dpack=gulou</pre>
 *
 * <p>Options: {@code pack}: its name · {@code pack.url}: the hub (http://localhost:8080) · {@code pack.reports=false}:
 * without reports.
 */
public final class PackLoader {
    private static final String ADMIN = "admin1";

    private final HubApi hub;
    private final RuleDesk desk;
    private final String receivers;

    /**
     * A loader for a hub.
     *
     * @param hub its address without a slash at the end
     * @param tokens gives the bearer token of a user or client of the local identities
     * @param receivers what the base addresses of the targets shall begin with, see {@link Pack#RECEIVERS}
     */
    public PackLoader(String hub, UnaryOperator<String> tokens, String receivers) {
        this.hub = new HubApi(hub, tokens);
        this.desk = new RuleDesk(this.hub);
        this.receivers = receivers;
    }

    /** A report that was sent, and the hub's answer. */
    public record Sent(Pack.Report report, JsonNode answer) {}

    public static void main(String[] args) {
        String address = System.getProperty("pack.url", "http://localhost:8080");
        Pack pack = Pack.read(System.getProperty("pack", ""));
        DevTokens tokens = new DevTokens(address);
        PackLoader loader = new PackLoader(address, tokens::of, tokens.sandbox());
        PrintStream out = System.out;
        loader.register(pack);
        out.printf(
                "%s: %d agencies, %d targets%n",
                pack.name(), pack.agencies().size(), pack.targets().size());
        out.printf("rules published as version %d%n", loader.publish(pack));
        if (!System.getProperty("pack.reports", "true").equals("false")) {
            loader.tell(out, loader.send(pack));
        }
    }

    // ------------------------------------------------------------ who is there

    /** Registers the pack's agencies and targets, or brings them to what the pack says. */
    public void register(Pack pack) {
        pack.agencies().forEach(agency -> put("/v1/agencies/", agency.deepCopy()));
        for (JsonNode target : pack.targets()) {
            ObjectNode body = target.deepCopy();
            body.put("baseUrl", body.path("baseUrl").asText().replace(Pack.RECEIVERS, receivers));
            put("/v1/targets/", body);
        }
    }

    /** Switches the pack's targets off: the rules find them no more. */
    public void switchOff(Pack pack) {
        for (JsonNode target : pack.targets()) {
            ObjectNode body = target.deepCopy();
            body.put("baseUrl", body.path("baseUrl").asText().replace(Pack.RECEIVERS, receivers));
            put("/v1/targets/", body.put("enabled", false));
        }
    }

    private void put(String folder, ObjectNode body) {
        String path = folder + body.remove("code").asText();
        HubApi.Answer standing = hub.get(ADMIN, path);
        HubApi.Answer done = hub.put(ADMIN, path, body, standing.ok() ? standing.etag() : null)
                .orFail(path);
        if (done.body().isEmpty()) {
            throw new IllegalStateException(path + " was answered with nothing");
        }
    }

    // ------------------------------------------------------------ its rules

    /**
     * Puts the pack's rules in force.
     *
     * @return their version
     */
    public int publish(Pack pack) {
        int version = desk.approved(pack.ruleset(), pack.catalogue());
        desk.publish(version);
        return version;
    }

    // ------------------------------------------------------------ its reports

    /** Sends the pack's reports, one after the other, as its lines would. */
    public List<Sent> send(Pack pack) {
        List<Sent> sent = new ArrayList<>();
        for (Pack.Report report : pack.reports()) {
            HubApi.Answer answer = hub.post(
                            "feed-" + report.feed(), "/v1/feeds/" + report.feed() + "/reports", report.payload(), null)
                    .orFail(report.toString());
            sent.add(new Sent(report, answer.body()));
        }
        return sent;
    }

    private void tell(PrintStream out, List<Sent> sent) {
        Map<String, Integer> outcomes = new TreeMap<>();
        for (Sent one : sent) {
            var unused = outcomes.merge(one.answer().path("outcome").asText(), 1, Integer::sum);
        }
        out.printf("%d reports: %s%n", sent.size(), outcomes);
    }
}
