package org.huiliu.pipeline;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.huiliu.dedup.About;
import org.huiliu.dedup.Matter;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Domain;
import org.huiliu.model.Privacy;
import org.huiliu.warnings.Sighting;
import org.huiliu.warnings.Subject;

/**
 * What a case is about when it is opened, for the common problems. A confidential matter is about nobody, since its
 * title would go to others; nor is a medical one, since whose health it is follows from the estate.
 */
final class Naming {
    private Naming() {}

    static List<Sighting> of(UUID caseId, Matter matter, CaseContent content, OffsetDateTime openedAt) {
        if (content.withdrawn()
                || content.domain() == Domain.MEDICAL
                || content.privacy().level() == Privacy.Level.CONFIDENTIAL
                || content.privacy().level() == Privacy.Level.STRICT) {
            return List.of();
        }
        // a source whose clock is ahead does not open cases in the future
        OffsetDateTime at = matter.at().isBefore(openedAt) ? matter.at() : openedAt;
        return matter.about().stream()
                .map(one -> new Sighting(
                        caseId,
                        Subject.at(kind(one), one.name(), content.place().division()),
                        one.said(),
                        at))
                .toList();
    }

    private static Subject.Kind kind(About about) {
        return switch (about.kind()) {
            case ESTATE -> Subject.Kind.ESTATE;
            case FIRM -> Subject.Kind.FIRM;
        };
    }
}
