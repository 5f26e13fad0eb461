package org.huiliu.boot.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/** Brings rules on their way as two people would: one writes and submits, the other approves and publishes. */
public final class RuleDesk {
    private static final String AUTHOR = "author1";
    private static final String APPROVER = "approver1";
    private static final String DRAFT = "/v1/rulesets/draft";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubApi hub;

    /**
     * The desk of a hub.
     *
     * @param hub its address without a slash at the end
     * @param tokens gives the bearer token of a user of the local identities
     */
    public RuleDesk(String hub, UnaryOperator<String> tokens) {
        this(new HubApi(hub, tokens));
    }

    RuleDesk(HubApi hub) {
        this.hub = hub;
    }

    /** The version in force. */
    public int published() {
        return hub.get(AUTHOR, "/v1/rulesets/published")
                .orFail("the published version")
                .body()
                .path("version")
                .asInt();
    }

    /**
     * Writes rules, submits them and has them approved; what somebody else has begun is overwritten.
     *
     * @param catalogue lines of the dispatch catalogue, an array
     * @return the version, which is not in force yet
     */
    public int approved(JsonNode document, JsonNode catalogue) {
        takeBack();
        ObjectNode body = JSON.createObjectNode();
        body.set("document", document);
        body.set("catalogue", catalogue);
        HubApi.Answer standing = hub.get(AUTHOR, DRAFT);
        int version = hub.put(AUTHOR, DRAFT, body, standing.ok() ? standing.etag() : null)
                .orFail("the draft")
                .body()
                .path("version")
                .asInt();
        move(AUTHOR, version, "submit");
        move(APPROVER, version, "approve");
        return version;
    }

    /** Puts a version in force: one that is approved, or one that was in force before. */
    public void publish(int version) {
        move(APPROVER, version, "publish");
    }

    private void takeBack() {
        HubApi.Answer standing = hub.get(AUTHOR, DRAFT);
        if (standing.ok() && !standing.body().path("state").asText().equals("DRAFT")) {
            move(AUTHOR, standing.body().path("version").asInt(), "return");
        }
    }

    private void move(String who, int version, String move) {
        String path = "/v1/rulesets/" + version;
        ObjectNode body = JSON.createObjectNode().put("reason", "装载示范数据");
        HubApi.Answer done = hub.post(
                        who, path + "/" + move, body, hub.get(who, path).etag())
                .orFail(move + " of version " + version);
        if (done.body().isNull()) {
            throw new IllegalStateException(path + " was answered with nothing");
        }
    }
}
