package org.huiliu.cases;

import java.util.List;
import java.util.Set;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Medical;
import org.huiliu.model.Party;
import org.huiliu.model.Personal;
import org.huiliu.model.Privacy;
import org.huiliu.model.Vehicle;
import org.jspecify.annotations.Nullable;

/**
 * What of a person's data leaves the hub when a case is read. Names and numbers are always masked, id numbers and home
 * addresses never given; a unit that must call back gets the number in its delivery, not here.
 */
public enum Mask {
    /** Whoever decides about cases: health and where the caller is, beside the masked people. */
    TRIAGE,
    /** Everybody else: the masked people only. */
    OTHERS;

    private static final int MOBILE_LENGTH = 11;
    private static final int KEPT_FRONT = 3;
    private static final int KEPT_END = 4;
    private static final int KEPT_END_SHORT = 2;
    /** Surnames of two signs: one sign of them alone would be a wrong name. */
    private static final Set<String> COMPOUND = Set.of(
            "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政",
            "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "令狐",
            "呼延");

    /** The content with its personal part masked; a strictly private matter has none. */
    public CaseContent applied(CaseContent content) {
        if (content.privacy().level() == Privacy.Level.STRICT) {
            return content.open();
        }
        List<Party> parties = content.parties().stream().map(Mask::party).toList();
        if (this == OTHERS) {
            return content.with(new Personal(parties, null, null, null, null));
        }
        Personal all = content.personal();
        return content.with(
                new Personal(parties, medical(all.medical()), all.callRef(), all.callerAddress(), all.callerPoint()));
    }

    /** Surname and one star for each further sign; an organisation's name is not personal. */
    public static String name(String name) {
        int[] signs = name.codePoints().toArray();
        int kept = signs.length > 2 && COMPOUND.contains(new String(signs, 0, 2)) ? 2 : 1;
        return new String(signs, 0, Math.min(kept, signs.length)) + "*".repeat(Math.max(1, signs.length - kept));
    }

    /** {@code 138****0001}; of a short number only its last two digits are left. */
    public static String phone(String phone) {
        if (phone.length() >= MOBILE_LENGTH) {
            return phone.substring(0, KEPT_FRONT) + "****" + phone.substring(phone.length() - KEPT_END);
        }
        return "****" + phone.substring(Math.max(0, phone.length() - KEPT_END_SHORT));
    }

    private static Party party(Party party) {
        boolean enterprise = party.subjectKind() == Party.SubjectKind.ENTERPRISE;
        String name = party.name();
        return new Party(
                party.role(),
                name == null || enterprise ? name : name(name),
                party.sex(),
                party.age(),
                masked(party.phone()),
                masked(party.contactPhone()),
                null,
                null,
                party.anonymous(),
                party.subjectKind(),
                null);
    }

    private static @Nullable Medical medical(@Nullable Medical medical) {
        if (medical == null) {
            return null;
        }
        List<Vehicle> vehicles = medical.vehicles().stream()
                .map(one -> new Vehicle(one.plate(), one.station(), masked(one.crewPhone()), one.hospital()))
                .toList();
        return new Medical(
                medical.eventCode(),
                medical.acceptanceNo(),
                medical.acceptanceType(),
                medical.taskCode(),
                medical.taskNo(),
                medical.taskResult(),
                medical.chiefComplaint(),
                medical.callReason(),
                medical.diseaseType(),
                medical.mpdsCode(),
                medical.severity(),
                medical.patientCount(),
                vehicles,
                medical.missionTimes());
    }

    private static @Nullable String masked(@Nullable String phone) {
        return phone == null ? null : phone(phone);
    }
}
