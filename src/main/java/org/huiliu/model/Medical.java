package org.huiliu.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The medical part of a 120 call, for entitled partners only. One event (事件) has several acceptances (受理, repeat
 * calls) and each may send several tasks (任务, vehicles): their numbers stay apart.
 */
public record Medical(
        @Nullable String eventCode,
        @Nullable String acceptanceNo,
        @Nullable String acceptanceType,
        @Nullable String taskCode,
        @Nullable String taskNo,
        @Nullable String taskResult,
        @Nullable String chiefComplaint,
        @Nullable String callReason,
        @Nullable String diseaseType,
        @Nullable String mpdsCode,
        @Nullable Severity severity,
        @Nullable Integer patientCount,
        List<Vehicle> vehicles,
        @Nullable MissionTimes missionTimes) {

    public Medical {
        vehicles = vehicles == null ? List.of() : List.copyOf(vehicles);
    }

    /** 伤病程度. */
    public enum Severity {
        MILD,
        MODERATE,
        SEVERE
    }

    /** Without its content: medical data stays out of logs. */
    @Override
    public String toString() {
        return "Medical[" + eventCode + "]";
    }
}
