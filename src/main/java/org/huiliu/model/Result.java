package org.huiliu.model;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** What came of a case (办理结果), as the unit in charge reported it. */
public record Result(
        Outcome outcome, @Nullable Code code, @Nullable String text, OffsetDateTime repliedAt) {

    /** 解决, 部分解决, 未解决, 不属实, 不予受理. */
    public enum Outcome {
        SOLVED,
        PARTLY_SOLVED,
        UNSOLVED,
        UNFOUNDED,
        NOT_ACCEPTED
    }

    /** The unit's own result code. */
    public record Code(String system, String code) {}
}
