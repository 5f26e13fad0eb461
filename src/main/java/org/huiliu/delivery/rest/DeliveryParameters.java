package org.huiliu.delivery.rest;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.huiliu.delivery.DeliveryFilter;
import org.huiliu.delivery.HeldFor;
import org.huiliu.model.DeliveryKind;
import org.huiliu.model.DeliveryState;
import org.huiliu.platform.problem.NextPage;
import org.huiliu.platform.problem.PageParameters;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query of a list of deliveries. Every wrong parameter is named, not only the first. */
public class DeliveryParameters {
    @RestQuery
    @Parameter(schema = @Schema(type = SchemaType.STRING, format = "uuid"))
    @Nullable
    String caseId;

    @RestQuery
    @Parameter(description = "Code of the target.", example = "district-320302")
    @Nullable
    String target;

    @RestQuery
    @Parameter(schema = @Schema(implementation = DeliveryState.class))
    @Nullable
    String state;

    @RestQuery
    @Parameter(schema = @Schema(implementation = DeliveryKind.class))
    @Nullable
    String kind;

    @RestQuery
    @Parameter(description = "未发送的原因 / why it does not go.", schema = @Schema(implementation = HeldFor.class))
    @Nullable
    String heldFor;

    @RestQuery
    @Parameter(description = "Outcome of the last attempt.", example = "REFUSED")
    @Nullable
    String outcome;

    @RestQuery
    @Parameter(description = "Text within the reason.", example = "/case/title")
    @Nullable
    String reason;

    @RestQuery
    @Parameter(description = "Owed at or after, RFC 3339.", example = "2026-01-05T00:00:00+08:00")
    @Nullable
    String from;

    @RestQuery
    @Parameter(description = "Owed before, RFC 3339.")
    @Nullable
    String to;

    @RestQuery
    @Parameter(description = "Id of the last delivery of the page before.")
    @Nullable
    String cursor;

    @RestQuery
    @Parameter(schema = @Schema(minimum = "1", maximum = "200", defaultValue = "50", type = SchemaType.INTEGER))
    @Nullable
    String limit;

    /** What the parameters ask for. */
    record Query(DeliveryFilter filter, @Nullable UUID before, int limit) {}

    /**
     * Reads the parameters.
     *
     * @throws org.huiliu.platform.problem.Refused with every parameter that is wrong
     */
    Query query(@Nullable String division) {
        PageParameters page = new PageParameters();
        DeliveryFilter filter = new DeliveryFilter(
                division,
                page.read(caseId, UUID::fromString, "/caseId", "Not an id."),
                absent(target),
                page.oneOf(DeliveryState.values(), state, "/state"),
                page.oneOf(DeliveryKind.values(), kind, "/kind"),
                page.oneOf(HeldFor.values(), heldFor, "/heldFor"),
                absent(outcome),
                absent(reason),
                page.time(from, "/from"),
                page.time(to, "/to"));
        UUID before = page.cursor(cursor);
        int size = page.limit(limit);
        page.refuseFaults();
        return new Query(filter, before, size);
    }

    /** The same query, continued after a delivery. */
    String next(UUID last) {
        return NextPage.after(last, "/v1/deliveries")
                .with("caseId", caseId)
                .with("target", target)
                .with("state", state)
                .with("kind", kind)
                .with("heldFor", heldFor)
                .with("outcome", outcome)
                .with("reason", reason)
                .with("from", from)
                .with("to", to)
                .with("limit", limit)
                .address();
    }

    private static @Nullable String absent(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
