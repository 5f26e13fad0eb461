package org.huiliu.routing;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where a rule sends a case. */
public sealed interface Route {

    /** One answer for each kind. */
    <T> T fold(
            Function<Deliver, T> deliver,
            Function<Review, T> review,
            Function<Transfer, T> transfer,
            Function<Answer, T> answer);

    /** As it is read behind the arrow of a rule. */
    String words(Wording wording);

    /** To units at once (首接负责、协办). */
    record Deliver(Unit host, List<Unit> co) implements Route {
        public Deliver {
            co = List.copyOf(co);
        }

        @Override
        public <T> T fold(
                Function<Deliver, T> deliver,
                Function<Review, T> review,
                Function<Transfer, T> transfer,
                Function<Answer, T> answer) {
            return deliver.apply(this);
        }

        @Override
        public String words(Wording wording) {
            String others = co.stream()
                    .map(one -> one.words(wording))
                    .collect(Collectors.joining(wording.language().comma()));
            return host.words(wording)
                    + (others.isEmpty() ? "" : wording.language().of("，协办 " + others, ", with " + others));
        }
    }

    /**
     * To a person first; if nobody decides in time, on by the fallback.
     *
     * @param within how long a person has
     */
    record Review(Duration within, Route fallback) implements Route {
        @Override
        public <T> T fold(
                Function<Deliver, T> deliver,
                Function<Review, T> review,
                Function<Transfer, T> transfer,
                Function<Answer, T> answer) {
            return review.apply(this);
        }

        @Override
        public String words(Wording wording) {
            String then = fallback.words(wording);
            return wording.language()
                    .of(
                            "人工研判，" + span(wording.language()) + "内未决则 " + then,
                            "a person decides, or after " + span(wording.language()) + " " + then);
        }

        private String span(Language language) {
            long minutes = within.toMinutes();
            return minutes % 60 == 0
                    ? language.of(minutes / 60 + "小时", minutes / 60 + " h")
                    : language.of(minutes + "分钟", minutes + " min");
        }
    }

    /**
     * To another line.
     *
     * @param line its feed, or {@value Unit#FIRST_RECEIVER}
     */
    record Transfer(String line) implements Route {
        @Override
        public <T> T fold(
                Function<Deliver, T> deliver,
                Function<Review, T> review,
                Function<Transfer, T> transfer,
                Function<Answer, T> answer) {
            return transfer.apply(this);
        }

        @Override
        public String words(Wording wording) {
            return wording.language().of("转", "transfer to ") + new Unit.Line(line).words(wording);
        }
    }

    /** Answered at once (即办). */
    record Answer(String text) implements Route {
        @Override
        public <T> T fold(
                Function<Deliver, T> deliver,
                Function<Review, T> review,
                Function<Transfer, T> transfer,
                Function<Answer, T> answer) {
            return answer.apply(this);
        }

        @Override
        public String words(Wording wording) {
            return wording.language().of("即时答复“" + text + "”", "answer \"" + text + "\"");
        }
    }
}
