package org.huiliu.pipeline;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.huiliu.cases.CaseFile;
import org.huiliu.dedup.Matter;
import org.huiliu.model.Case;
import org.huiliu.platform.crypto.BlindIndex;
import org.jspecify.annotations.Nullable;

/**
 * What the first reports of cases tell, prepared for comparing. Preparing one costs more than comparing it, and what was
 * opened or compared a moment ago is what the next reports are compared with; so the latest are kept, each for as long
 * as its case has not changed.
 */
@ApplicationScoped
class FirstMatters {
    /** Some kilobytes each. */
    private static final int MOST = 2_000;

    private final Function<String, byte[]> blind;
    private final Map<Key, Matter> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Matter> eldest) {
            return size() > MOST;
        }
    };

    private record Key(UUID caseId, int revision) {}

    FirstMatters(BlindIndex blind) {
        this.blind = blind::of;
    }

    /**
     * What the case's first report tells, with the facts agreed since. Only what is committed is kept: what a transaction
     * has on its desk may be rolled back, and another may then write the same revision.
     */
    Matter of(CaseFile file) {
        Case one = file.now();
        if (one.revision() != file.readRevision()) {
            return prepared(one);
        }
        Key key = new Key(one.id(), one.revision());
        Matter known = find(key);
        return known != null ? known : keep(key, prepared(one));
    }

    private Matter prepared(Case one) {
        return Matter.of(one.feed(), one.content(), one.openedAt(), blind);
    }

    /** Remembers a case that has just been opened by a report that was prepared already. */
    void opened(Case one, Matter first) {
        Matter same = keep(new Key(one.id(), one.revision()), first);
    }

    private synchronized @Nullable Matter find(Key key) {
        return kept.get(key);
    }

    private synchronized Matter keep(Key key, Matter matter) {
        kept.put(key, matter);
        return matter;
    }
}
