package org.huiliu.partners.pg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.huiliu.partners.Agency;
import org.huiliu.partners.Edit;
import org.huiliu.partners.Entry;
import org.huiliu.partners.Feed;
import org.huiliu.partners.PartnerRegister;
import org.huiliu.partners.PartnerRules;
import org.huiliu.partners.Target;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Precondition;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** The register through Hibernate Reactive: find under a lock, compare the version, write, leave an audit row. */
@ApplicationScoped
class HibernatePartnerRegister implements PartnerRegister {
    /** By way of text: the driver would write a string that it binds as jsonb as a JSON string. */
    private static final String AUDIT = "INSERT INTO audit (at, actor, action, subject, before, after) "
            + "VALUES (:at, :actor, :action, :subject, CAST(CAST(:before AS text) AS jsonb), CAST(CAST(:after AS text) AS jsonb))";

    private final Mutiny.SessionFactory sessions;
    private final ObjectMapper json;
    private final Clock clock;

    HibernatePartnerRegister(Mutiny.SessionFactory sessions, ObjectMapper json, Clock clock) {
        this.sessions = sessions;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Uni<List<Entry<Target>>> targets() {
        return sessions.withSession(session -> session.createQuery("from TargetRow order by code", TargetRow.class)
                        .getResultList())
                .map(rows -> rows.stream().map(TargetRow::entry).toList());
    }

    @Override
    public Uni<Optional<Entry<Target>>> target(String code) {
        return sessions.withSession(session -> session.find(TargetRow.class, code))
                .map(row -> Optional.ofNullable(row).map(TargetRow::entry));
    }

    @Override
    public Uni<Edit<Target>> put(Target target, boolean enabled, Precondition seen, String actor) {
        Change<TargetRow, Target> change = new Change<>(
                TargetRow.class,
                target.code(),
                "target",
                TargetRow::new,
                TargetRow::entry,
                (row, at) -> row.take(target, enabled, at),
                PartnerRules.faults(target));
        return edit(change, seen, actor, session -> session.find(AgencyRow.class, target.agency())
                .flatMap(agency -> agency == null
                        ? Uni.createFrom().item(List.of(Fault.at("/agency", "unknown", "There is no such agency.")))
                        : above(session, target.code(), target.parent())
                                .flatMap(faults -> faults.isEmpty()
                                        ? contract(session, target.contract())
                                        : Uni.createFrom().item(faults))));
    }

    /** What is wrong with an uploaded contract that a target names: it must be in force. */
    private static Uni<List<Fault>> contract(Mutiny.Session session, String named) {
        if (PartnerRules.CONTRACTS.contains(named)) {
            return Uni.createFrom().item(List.of());
        }
        String[] parts = named.split("@", 2);
        return session.createNativeQuery(
                        "select count(*) from contract where name = :name and state = 'PUBLISHED'"
                                + " and (:version = 0 or version = :version)",
                        Long.class)
                .setParameter("name", parts[0])
                .setParameter("version", parts.length == 2 ? Integer.parseInt(parts[1]) : 0)
                .getSingleResult()
                .map(found -> found > 0
                        ? List.of()
                        : List.of(Fault.at("/contract", "unknown", "No such contract is published.")));
    }

    /** What is wrong with who stands above a target: unknown, or the target itself after some steps. */
    private static Uni<List<Fault>> above(Mutiny.Session session, String code, @Nullable String parent) {
        if (parent == null) {
            return Uni.createFrom().item(List.of());
        }
        if (parent.equals(code)) {
            return Uni.createFrom().item(List.of(Fault.at("/parent", "circle", "The target stands above this one.")));
        }
        return session.find(TargetRow.class, parent)
                .flatMap(row -> row == null
                        ? Uni.createFrom().item(List.of(Fault.at("/parent", "unknown", "There is no such target.")))
                        : above(session, code, row.parent));
    }

    @Override
    public Uni<Optional<Entry<Agency>>> agency(String code) {
        return sessions.withSession(session -> session.find(AgencyRow.class, code))
                .map(row -> Optional.ofNullable(row).map(AgencyRow::entry));
    }

    @Override
    public Uni<Edit<Agency>> put(Agency agency, Precondition seen, String actor) {
        Change<AgencyRow, Agency> change = new Change<>(
                AgencyRow.class,
                agency.code(),
                "agency",
                AgencyRow::new,
                AgencyRow::entry,
                (row, at) -> row.take(agency, at),
                PartnerRules.faults(agency));
        return edit(change, seen, actor, session -> Uni.createFrom().item(List.of()));
    }

    @Override
    public Uni<List<Entry<Feed>>> feeds() {
        return sessions.withSession(session -> session.createQuery("from FeedRow order by code", FeedRow.class)
                        .getResultList())
                .map(rows -> rows.stream().map(FeedRow::entry).toList());
    }

    @Override
    public Uni<Edit<Feed>> put(Feed feed, Precondition seen, String actor) {
        Change<FeedRow, Feed> change = new Change<>(
                FeedRow.class,
                feed.code(),
                "feed",
                FeedRow::new,
                FeedRow::entry,
                (row, at) -> row.take(feed, at),
                PartnerRules.faults(feed));
        return edit(change, seen, actor, session -> Uni.createFrom().item(List.of()));
    }

    /** One edit: of which row, how it is filled, and what is wrong with it already. */
    private record Change<E, T>(
            Class<E> type,
            String code,
            String word,
            Supplier<E> empty,
            Function<E, Entry<T>> entry,
            BiConsumer<E, OffsetDateTime> fill,
            List<Fault> faults) {

        String subject() {
            return word + "/" + code;
        }
    }

    private <E, T> Uni<Edit<T>> edit(
            Change<E, T> change,
            Precondition seen,
            String actor,
            Function<Mutiny.Session, Uni<List<Fault>>> moreFaults) {
        if (!change.faults.isEmpty()) {
            return Uni.createFrom().item(broken(change.faults));
        }
        return sessions.withTransaction(session -> moreFaults
                        .apply(session)
                        .flatMap(faults -> faults.isEmpty()
                                ? write(session, change, seen, actor)
                                : Uni.createFrom().item(HibernatePartnerRegister.<T>broken(faults))))
                .onFailure(HibernatePartnerRegister::madeMeanwhile)
                .recoverWithItem(() -> new Edit.Refused<>(
                        Problem.of(ProblemType.CONFLICT, "Somebody else made the same entry at this moment.")));
    }

    private <E, T> Uni<Edit<T>> write(Mutiny.Session session, Change<E, T> change, Precondition seen, String actor) {
        return session.find(change.type, change.code, LockModeType.PESSIMISTIC_WRITE)
                .flatMap(row -> {
                    Entry<T> before = row == null ? null : change.entry.apply(row);
                    Problem refusal = seen.against(before == null ? null : before.version());
                    if (refusal != null) {
                        return Uni.createFrom().item(new Edit.Refused<T>(refusal));
                    }
                    E written = row == null ? change.empty.get() : row;
                    OffsetDateTime now = OffsetDateTime.now(clock);
                    change.fill.accept(written, now);
                    Uni<Void> stored = row == null
                            ? session.persist(written)
                            : Uni.createFrom().voidItem();
                    return stored.chain(session::flush)
                            .chain(() -> audit(session, change, actor, before, change.entry.apply(written), now))
                            .replaceWith(() -> new Edit.Saved<>(change.entry.apply(written), before == null));
                });
    }

    private <E, T> Uni<Integer> audit(
            Mutiny.Session session,
            Change<E, T> change,
            String actor,
            @Nullable Entry<T> before,
            Entry<T> after,
            OffsetDateTime at) {
        return session.createNativeQuery(AUDIT)
                .setParameter("at", at)
                .setParameter("actor", actor)
                .setParameter("action", change.word + (before == null ? ".create" : ".change"))
                .setParameter("subject", change.subject())
                .setParameter("before", before == null ? null : text(before))
                .setParameter("after", text(after))
                .executeUpdate();
    }

    private String text(Entry<?> entry) {
        try {
            return json.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry of the register has no JSON form", e);
        }
    }

    private static <T> Edit<T> broken(List<Fault> faults) {
        return new Edit.Refused<>(Problem.of(ProblemType.BREAKS_CONTRACT, "The entry is not as it must be.")
                .with(faults));
    }

    /** Whether two editors made the same entry at once: the unique key lets one of them through. */
    private static boolean madeMeanwhile(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof PgException refused && "23505".equals(refused.getSqlState())) {
                return true;
            }
        }
        return false;
    }
}
