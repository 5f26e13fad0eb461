package org.huiliu.cases.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.cases.Bookmark;
import org.huiliu.cases.Change;
import org.huiliu.cases.ChangeWatch;
import org.huiliu.cases.Changes;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Incident;
import org.huiliu.platform.problem.PageParameters;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Every change of the caller's cases, once and in order, for partners who rather pull than be sent. */
@Path("/v1/cases")
@Tag(name = "cases")
@RolesAllowed({Role.PARTNER, Role.TARGET, Role.TRIAGE, Role.RULE_AUTHOR, Role.RULE_APPROVER, Role.ADMIN})
class ChangesResource {
    private static final Logger LOG = Logger.getLogger(ChangesResource.class);
    private static final int USUAL_WAIT = 20;
    /** Below the 60 s for which proxies usually hold a silent connection. */
    private static final int LONGEST_WAIT = 50;

    private final Changes changes;
    private final ChangeWatch watch;
    private final OpenStreams open;
    private final Clock clock;
    private final SecurityIdentity identity;

    ChangesResource(Changes changes, ChangeWatch watch, OpenStreams open, Clock clock, SecurityIdentity identity) {
        this.changes = changes;
        this.watch = watch;
        this.open = open;
        this.clock = clock;
        this.identity = identity;
    }

    /** A piece of the stream. */
    @RegisterForReflection
    @Schema(name = "CaseChanges")
    record ChangePage(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Change> items,

            @Schema(description = "已读到的位置,下次作 after / where it ends: the next request's after", example = "c1kw-3f")
            String cursor,

            @Schema(description = "Path of what follows; it is always there, since the stream goes on.")
            String next) {}

    @GET
    @Path("/changes")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listCaseChanges",
            summary = "诉求变更(长轮询)· What happened to the caller's cases, in order, waiting for it if need be",
            description =
                    "Every change once, in an order that never changes, from any place again: keep the cursor, follow next. "
                            + "A unit is told what happens to a case from its assignment to the step that takes the case away; "
                            + "the case itself is read with getCase. An answer may be empty although its cursor has moved: "
                            + "what happened was for others. 409 for a cursor that this hub has not given, for example after a "
                            + "restored backup: begin anew.")
    @APIResponse(
            responseCode = "200",
            description = "What there is, at once; or what comes first within the time; or nothing")
    public Uni<RestResponse<ChangePage>> changes(
            @RestQuery
                    @Parameter(
                            description = "上次的游标;缺省从头开始,now 从此刻开始 / the cursor of the answer before; from the "
                                    + "beginning if left out, from now on with the word now",
                            example = "c1kw-3f")
                    @Nullable
                    String after,
            @RestQuery
                    @Parameter(
                            description = "Seconds to wait while there is nothing, 0 to 50, 20 if left out.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "50"))
                    @Nullable
                    String wait,
            @RestQuery
                    @Parameter(
                            description = "1 to 200, 200 if left out.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200"))
                    @Nullable
                    String limit) {
        Reader reader = Reader.of(Callers.of(identity));
        PageParameters page = new PageParameters();
        Start start = Start.of(after, page);
        int seconds = seconds(wait, page);
        int size = page.limit(limit, PageParameters.MOST);
        page.refuseFaults();
        OpenStreams.Place place = open.take(Callers.of(identity).name());
        return begin(start)
                .chain(from -> new Reading(changes, watch, reader, from, size, clock).next(Duration.ofSeconds(seconds)))
                .map(read -> RestResponse.ok(page(read, limit)))
                .onTermination()
                .invoke(place::leave);
    }

    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamCaseChanges",
            summary = "诉求变更(SSE 推流)· The same stream as server-sent events",
            description =
                    "Each event has the name change, the cursor as its id and a CaseChange as its data; a comment every "
                            + "15 seconds says that the stream lives, and moves the cursor on. Whoever loses the connection comes "
                            + "back with Last-Event-ID, which browsers send by themselves, and misses nothing. The hub ends a "
                            + "stream after a quarter of an hour, and when it is stopped. A cursor that this hub has not given is answered "
                            + "with one event refused, whose data is a Problem: begin anew. At most 8 open requests of this kind a "
                            + "client.")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    public Multi<OutboundSseEvent> stream(
            @HeaderParam("Last-Event-ID")
                    @Parameter(description = "The id of the last event that was read; goes before after.")
                    @Nullable
                    String lastEventId,
            @RestQuery
                    @Parameter(
                            description = "From the beginning if left out, from now on with the word now.",
                            example = "now")
                    @Nullable
                    String after,
            @Context Sse sse) {
        Reader reader = Reader.of(Callers.of(identity));
        PageParameters parameters = new PageParameters();
        Start start = Start.of(lastEventId == null || lastEventId.isBlank() ? after : lastEventId, parameters);
        parameters.refuseFaults();
        OpenStreams.Place place = open.take(Callers.of(identity).name());
        return begin(start)
                .onItem()
                .transformToMulti(from ->
                        new Reading(changes, watch, reader, from, PageParameters.MOST, clock).events(sse, open.life()))
                .onFailure(Refused.class)
                .recoverWithItem(refused -> Reading.refused(sse, (Refused) refused))
                .onFailure()
                .invoke(broken -> LOG.warnf("a stream of changes broke off: %s", Incident.kind(broken)))
                // its reader comes again
                .onFailure()
                .recoverWithCompletion()
                .onTermination()
                .invoke(place::leave);
    }

    private Uni<Bookmark> begin(Start start) {
        return changes.reach().map(reach -> {
            if (start.bookmark() != null && reach.lacks(start.bookmark())) {
                throw new Refused(Problem.of(
                        ProblemType.CONFLICT,
                        "This hub has not given this cursor; if its database was restored, begin anew without one."));
            }
            return start.bookmark() == null ? reach.last() : start.bookmark();
        });
    }

    private static ChangePage page(Reading.Read read, @Nullable String limit) {
        String cursor = read.passed().text();
        return new ChangePage(
                read.changes(), cursor, "/v1/cases/changes?after=" + cursor + (limit == null ? "" : "&limit=" + limit));
    }

    private static int seconds(@Nullable String wait, PageParameters page) {
        if (wait == null || wait.isEmpty()) {
            return USUAL_WAIT;
        }
        if (wait.matches("[0-9]{1,2}") && Integer.parseInt(wait) <= LONGEST_WAIT) {
            return Integer.parseInt(wait);
        }
        page.add(Fault.at("/wait", "range", "From 0 to " + LONGEST_WAIT + " seconds."));
        return 0;
    }

    /**
     * Where a reader begins.
     *
     * @param bookmark null for now
     */
    private record Start(@Nullable Bookmark bookmark) {
        static Start of(@Nullable String text, PageParameters page) {
            if (text == null || text.isEmpty()) {
                return new Start(Bookmark.BEGINNING);
            }
            if (text.equals("now")) {
                return new Start(null);
            }
            return Bookmark.of(text).map(Start::new).orElseGet(() -> {
                page.add(Fault.at("/after", "format", "Not a cursor of this stream."));
                return new Start(null);
            });
        }
    }
}
