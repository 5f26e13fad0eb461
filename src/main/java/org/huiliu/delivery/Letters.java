package org.huiliu.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.huiliu.model.Assignment;
import org.huiliu.model.Case;
import org.huiliu.model.Party;
import org.huiliu.model.Priority;
import org.huiliu.model.Privacy;
import org.huiliu.platform.json.HubJson;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a receiver is told, by its contract and by what it may see: the contact only with entitlement CONTACT and
 * never of a STRICT case, the medical part only with entitlement MEDICAL. Properties are listed, never excluded: a new
 * one of the case schema reaches nobody until it is named here.
 */
@ApplicationScoped
public class Letters {
    private static final String[] OPEN = {
        "domain",
        "appealType",
        "category",
        "tags",
        "urgency",
        "priority",
        "flags",
        "title",
        "summary",
        "description",
        "supplements",
        "attachments",
        "times",
        "legal",
        "externalIds",
        "channel",
        "privacy"
    };
    private static final String[] AREA = {"division", "divisionResolvedBy", "gridCode"};
    private static final String[] SPOT = {"address", "landmark", "point"};
    private static final String[] WARNED = {
        "warningId", "rule", "subject", "division", "caseCount", "cases", "since", "until"
    };
    private static final String[] RECALLED = {"code", "text", "mergedInto"};

    private final String receiptsBase;

    Letters(DeliveryConfig config) {
        this.receiptsBase = config.publicUrl() + "/v1/cases/";
    }

    /** A case as its receiver may see it, for CREATE and UPDATE. */
    public ObjectNode ofCase(Claimed delivery, Receiver receiver, Case matter, Assignment assignment) {
        boolean district = receiver.contract().equals("receiver-district");
        ObjectNode body = head(delivery).put("kind", delivery.kind().name());
        ObjectNode told = told(matter, receiver);
        if (district) {
            // the district's contract carries these at the head, so that the centre need not open the case to pass it
            // on
            ObjectNode place = told.withObjectProperty("place");
            lift(body, place, "division", "divisionResolvedBy", "gridCode", "landmark");
            if (!body.has("division") && !receiver.division().isEmpty()) {
                body.put("division", receiver.division());
            }
            if (place.isEmpty()) {
                told.remove("place");
            }
        }
        body.set("case", told);
        body.set("assignment", unit(assignment, receiver));
        return body.put("receiptsUrl", receiptsBase + matter.id() + "/receipts");
    }

    /** That the assignment is cancelled, and why. */
    public ObjectNode ofRecall(Claimed delivery) {
        ObjectNode body = head(delivery).put("kind", "RECALL");
        ObjectNode reason = body.putObject("reason");
        copy(delivery.note(), reason, RECALLED);
        if (!reason.has("code")) {
            reason.put("code", "OTHER");
        }
        return body;
    }

    /** What became of a line's records. */
    public ObjectNode ofAnswer(Claimed delivery) {
        JsonNode note = delivery.note();
        ObjectNode body = head(delivery);
        copy(note, body, "externalIds", "state", "at", "unit", "text");
        body.put("kind", note.path("answer").asText());
        if (note.has("result")) {
            copy(note.path("result"), body.putObject("result"), "outcome", "text");
        }
        return body;
    }

    /** That there is a common problem, and which cases make it. */
    public ObjectNode ofWarning(Claimed delivery) {
        ObjectNode body = HubJson.mapper()
                .createObjectNode()
                .put("deliveryId", delivery.id().toString())
                .put("kind", "WARNING")
                .put("revision", delivery.caseRevision());
        copy(delivery.note(), body, WARNED);
        return body;
    }

    private static ObjectNode head(Claimed delivery) {
        return HubJson.mapper()
                .createObjectNode()
                .put("deliveryId", delivery.id().toString())
                .put("caseId", delivery.caseId().toString())
                .put("revision", delivery.caseRevision());
    }

    private static ObjectNode told(Case matter, Receiver receiver) {
        ObjectNode content = HubJson.mapper().valueToTree(matter.content());
        ObjectNode told = HubJson.mapper().createObjectNode();
        copy(content, told, OPEN);
        ObjectNode place = HubJson.mapper().createObjectNode();
        copy(content.path("place"), place, AREA);
        if (!strict(matter) || helpMustFindTheDoor(matter)) {
            copy(content.path("place"), place, SPOT);
        }
        if (!place.isEmpty()) {
            told.set("place", place);
        }
        if (receiver.entitlement().contains("CONTACT") && !strict(matter)) {
            contact(matter).ifPresent(contact -> told.set("contact", contact));
        }
        if (receiver.entitlement().contains("MEDICAL")) {
            copy(content, told, "medical");
        }
        return told.put("reportCount", matter.reportCount()).put("callerCount", matter.callerCount());
    }

    private static boolean strict(Case matter) {
        return matter.content().privacy().level() == Privacy.Level.STRICT;
    }

    /** A STRICT case hides its exact place too, unless somebody's life hangs on being found. */
    private static boolean helpMustFindTheDoor(Case matter) {
        return matter.content().priority() == Priority.P1;
    }

    private static Optional<ObjectNode> contact(Case matter) {
        return party(matter, Party.Role.CONTACT)
                .or(() -> party(matter, Party.Role.CALLER))
                .map(party -> {
                    ObjectNode contact = HubJson.mapper().createObjectNode();
                    text(contact, "name", party.name());
                    text(contact, "phone", party.contactPhone() == null ? party.phone() : party.contactPhone());
                    return contact;
                })
                .filter(Predicate.not(ObjectNode::isEmpty));
    }

    private static Optional<Party> party(Case matter, Party.Role role) {
        return matter.content().parties().stream()
                .filter(party -> party.role() == role && !party.anonymous())
                .findFirst();
    }

    private static ObjectNode unit(Assignment assignment, Receiver receiver) {
        ObjectNode node = HubJson.mapper()
                .createObjectNode()
                .put("role", assignment.role().name());
        text(node.putObject("unit").put("code", receiver.code()), "name", receiver.name());
        text(
                node.putObject("basis")
                        .put("rulesetVersion", assignment.basis().rulesetVersion())
                        .put("rule", assignment.basis().rule()),
                "reason",
                assignment.basis().reason());
        return node;
    }

    private static void lift(ObjectNode body, ObjectNode place, String... names) {
        copy(place, body, names);
        place.remove(Set.of(names));
    }

    private static void copy(JsonNode from, ObjectNode to, String... names) {
        for (String name : names) {
            JsonNode value = from.path(name);
            boolean empty =
                    value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty();
            if (!value.isMissingNode() && !value.isNull() && !empty) {
                to.set(name, value);
            }
        }
    }

    private static void text(ObjectNode node, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            node.put(name, value);
        }
    }
}
