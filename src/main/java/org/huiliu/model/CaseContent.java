package org.huiliu.model;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one report says, in the hub's words: the output of a feed's mapping and the content of a case.
 *
 * @param withdrawn the source declares its record invalid or deleted
 * @param repeatClaimed the source itself marks the record as a repeat
 * @param unmapped codes that the feed's tables do not know
 */
public record CaseContent(
        Domain domain,
        AppealType appealType,
        Category category,
        @Nullable Category sourceCategory,
        List<String> tags,
        Urgency urgency,
        Priority priority,
        Set<EmergencyFlag> flags,
        Times times,
        Place place,
        List<Party> parties,
        String title,
        @Nullable String summary,
        @Nullable String description,
        List<Supplement> supplements,
        List<Attachment> attachments,
        @Nullable Medical medical,
        @Nullable Legal legal,
        @Nullable Satisfaction satisfaction,
        Privacy privacy,
        List<ExternalId> externalIds,
        @Nullable String channel,
        @Nullable String callRef,
        boolean withdrawn,
        boolean repeatClaimed,
        List<Unmapped> unmapped) {

    public CaseContent {
        tags = tags == null ? List.of() : List.copyOf(tags);
        // an EnumSet keeps the order of the enum, so that the JSON of equal contents is equal
        flags = Collections.unmodifiableSet(
                flags == null || flags.isEmpty() ? EnumSet.noneOf(EmergencyFlag.class) : EnumSet.copyOf(flags));
        times = times == null ? Times.UNKNOWN : times;
        place = place == null ? Place.UNKNOWN : place;
        parties = parties == null ? List.of() : List.copyOf(parties);
        supplements = supplements == null ? List.of() : List.copyOf(supplements);
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
        privacy = privacy == null ? Privacy.INTERNAL : privacy;
        externalIds = externalIds == null ? List.of() : List.copyOf(externalIds);
        unmapped = unmapped == null ? List.of() : List.copyOf(unmapped);
    }

    /** The number that the caller called from, where he has not hidden it. */
    public Optional<String> callerPhone() {
        return parties.stream()
                .filter(party -> party.role() == Party.Role.CALLER)
                .map(Party::phone)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** The personal part, to be stored sealed. */
    public Personal personal() {
        return new Personal(parties, medical, callRef, place.callerAddress(), place.callerPoint());
    }

    /** This content without its personal part. */
    public CaseContent open() {
        return with(new Personal(List.of(), null, null, null, null));
    }

    /** This content with another personal part. */
    public CaseContent with(Personal personal) {
        return new CaseContent(
                domain,
                appealType,
                category,
                sourceCategory,
                tags,
                urgency,
                priority,
                flags,
                times,
                place.callerAt(personal.callerAddress(), personal.callerPoint()),
                personal.parties(),
                title,
                summary,
                description,
                supplements,
                attachments,
                personal.medical(),
                legal,
                satisfaction,
                privacy,
                externalIds,
                channel,
                personal.callRef(),
                withdrawn,
                repeatClaimed,
                unmapped);
    }

    /** This content with another urgency. */
    public CaseContent urgent(Urgency newUrgency) {
        return marked(newUrgency, tags);
    }

    /** This content with further tags. */
    public CaseContent tagged(Collection<String> further) {
        return marked(
                urgency,
                Stream.concat(tags.stream(), further.stream()).distinct().toList());
    }

    private CaseContent marked(Urgency newUrgency, List<String> newTags) {
        return new CaseContent(
                domain,
                appealType,
                category,
                sourceCategory,
                newTags,
                newUrgency,
                priority,
                flags,
                times,
                place,
                parties,
                title,
                summary,
                description,
                supplements,
                attachments,
                medical,
                legal,
                satisfaction,
                privacy,
                externalIds,
                channel,
                callRef,
                withdrawn,
                repeatClaimed,
                unmapped);
    }

    /** Without its content: a log line must not leak a citizen. */
    @Override
    public String toString() {
        return "CaseContent[" + domain + " " + category.code() + " " + priority + "]";
    }
}
