package org.huiliu.feedback;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.huiliu.model.Result;

/** What came of a joint matter: the answers of all its units as one result that names them. */
public final class JointResult {
    private JointResult() {}

    /**
     * The result of all answers: it is what they agree on, and otherwise partly solved where anybody solved anything.
     *
     * @param name the name of a unit by its code
     */
    public static Result of(List<Result.UnitAnswer> answers, OffsetDateTime at, UnaryOperator<String> name) {
        List<Result.UnitAnswer> inOrder = new ArrayList<>(answers);
        inOrder.sort(Comparator.comparing(Result.UnitAnswer::at));
        Set<Result.Outcome> outcomes =
                inOrder.stream().map(Result.UnitAnswer::outcome).collect(Collectors.toSet());
        boolean some = outcomes.contains(Result.Outcome.SOLVED) || outcomes.contains(Result.Outcome.PARTLY_SOLVED);
        Result.Outcome outcome = outcomes.size() == 1
                ? outcomes.iterator().next()
                : some ? Result.Outcome.PARTLY_SOLVED : Result.Outcome.UNSOLVED;
        String text = inOrder.stream()
                .map(one -> name.apply(one.unit()) + "：" + (one.text() == null ? "已办结" : one.text()))
                .collect(Collectors.joining("；"));
        return new Result(outcome, null, text, at, inOrder);
    }
}
