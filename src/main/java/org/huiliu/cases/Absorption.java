package org.huiliu.cases;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.huiliu.model.CaseContent;
import org.huiliu.model.EmergencyFlag;
import org.huiliu.model.Medical;
import org.huiliu.model.Priority;
import org.huiliu.model.Supplement;
import org.huiliu.model.Urgency;
import org.huiliu.model.Vehicle;
import org.jspecify.annotations.Nullable;

/**
 * How the reports of a case become one content: dangers and urgency only ever grow, what was added is kept, ambulances
 * join. Title, place and parties are those of the report that opened the case, in its newest version, so that a wrong
 * attachment can be undone.
 */
public final class Absorption {
    /**
     * What a case carries along of others' additions. A burst brings thousands, each of them kept with its own report;
     * the case itself must stay something that one can read and send.
     */
    private static final int MOST = 50;

    private Absorption() {}

    /** The content of the case after a further report. */
    public static CaseContent of(CaseContent first, CaseContent further) {
        return joined(first, further, supplements(first, further));
    }

    /** The content of the case after a newer version of the report that leads it: what others have added is kept. */
    public static CaseContent led(CaseContent newer, CaseContent before) {
        return joined(newer, before, union(newer.supplements(), before.supplements()));
    }

    private static CaseContent joined(CaseContent first, CaseContent further, List<Supplement> supplements) {
        return new CaseContent(
                first.domain(),
                first.appealType(),
                first.category(),
                first.sourceCategory(),
                union(first.tags(), further.tags()),
                later(first.urgency(), further.urgency()),
                earlier(first.priority(), further.priority()),
                flags(first.flags(), further.flags()),
                first.times(),
                first.place(),
                first.parties(),
                first.title(),
                first.summary(),
                first.description(),
                supplements,
                union(first.attachments(), further.attachments()),
                medical(first.medical(), further.medical()),
                first.legal(),
                first.satisfaction(),
                first.privacy().level().compareTo(further.privacy().level()) >= 0 ? first.privacy() : further.privacy(),
                union(first.externalIds(), further.externalIds()),
                first.channel(),
                first.callRef(),
                first.withdrawn(),
                first.repeatClaimed(),
                union(first.unmapped(), further.unmapped()));
    }

    private static Urgency later(Urgency one, Urgency other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Priority earlier(Priority one, Priority other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Set<EmergencyFlag> flags(Set<EmergencyFlag> one, Set<EmergencyFlag> other) {
        Set<EmergencyFlag> both = EnumSet.noneOf(EmergencyFlag.class);
        both.addAll(one);
        both.addAll(other);
        return both;
    }

    private static List<Supplement> supplements(CaseContent first, CaseContent further) {
        List<Supplement> all = union(first.supplements(), further.supplements());
        String words = further.description();
        if (words == null || words.equals(first.description())) {
            return all;
        }
        return union(all, List.of(new Supplement(further.times().reportedAt(), words)));
    }

    private static @Nullable Medical medical(@Nullable Medical first, @Nullable Medical further) {
        if (first == null || further == null) {
            return first == null ? further : first;
        }
        List<Vehicle> vehicles = union(first.vehicles(), further.vehicles());
        return new Medical(
                first.eventCode(),
                first.acceptanceNo(),
                first.acceptanceType(),
                newest(first.taskCode(), further.taskCode()),
                newest(first.taskNo(), further.taskNo()),
                newest(first.taskResult(), further.taskResult()),
                first.chiefComplaint(),
                first.callReason(),
                first.diseaseType(),
                newest(first.mpdsCode(), further.mpdsCode()),
                newest(first.severity(), further.severity()),
                newest(first.patientCount(), further.patientCount()),
                vehicles,
                newest(first.missionTimes(), further.missionTimes()));
    }

    private static <T> @Nullable T newest(@Nullable T first, @Nullable T further) {
        return further == null ? first : further;
    }

    private static <T> List<T> union(List<T> one, List<T> other) {
        List<T> both = new ArrayList<>(one);
        for (T value : other) {
            if (both.size() < Math.max(MOST, one.size()) && !both.contains(value)) {
                both.add(value);
            }
        }
        return both;
    }
}
