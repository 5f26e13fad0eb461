package org.huiliu.model;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a case (办理结果), as the unit in charge reported it.
 *
 * @param answers of a joint matter: what each of its units reported
 */
public record Result(
        Outcome outcome,
        @Nullable Code code,
        @Nullable String text,
        OffsetDateTime repliedAt,
        List<UnitAnswer> answers) {

    public Result {
        answers = answers == null ? List.of() : List.copyOf(answers);
    }

    /** Without anybody's own words, which may name a citizen. */
    public Result open() {
        return new Result(outcome, code, null, repliedAt, List.of());
    }

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

    /**
     * What one unit of a joint matter reported.
     *
     * @param unit its target code
     */
    public record UnitAnswer(
            String unit, Outcome outcome, @Nullable String text, OffsetDateTime at) {}

    /** What one unit reported. */
    public static Result of(Outcome outcome, @Nullable Code code, @Nullable String text, OffsetDateTime at) {
        return new Result(outcome, code, text, at, List.of());
    }
}
