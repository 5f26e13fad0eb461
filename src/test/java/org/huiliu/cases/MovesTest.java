package org.huiliu.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.huiliu.model.AssignmentState;
import org.huiliu.model.CaseState;
import org.junit.jupiter.api.Test;

/** The tables of moves, word for word as the design has them, and random walks over them. */
class MovesTest {
    private static final Map<String, String> CASE = rows("""
            RECEIVED: NEEDS_INFO REVIEW ACCEPTED REJECTED TRANSFERRED MERGED INVALID
            NEEDS_INFO: RECEIVED ACCEPTED INVALID
            REVIEW: ACCEPTED NEEDS_INFO REJECTED TRANSFERRED MERGED INVALID
            ACCEPTED: DISPATCHED RESOLVED NEEDS_INFO TRANSFERRED MERGED INVALID
            DISPATCHED: SIGNED IN_PROGRESS RESOLVED REVIEW TRANSFERRED MERGED INVALID
            SIGNED: IN_PROGRESS RESOLVED REVIEW MERGED INVALID
            IN_PROGRESS: RESOLVED REVIEW MERGED INVALID
            RESOLVED: CALLBACK REWORK ARCHIVED
            CALLBACK: ARCHIVED REWORK
            REWORK: DISPATCHED REVIEW
            ARCHIVED: REWORK
            TRANSFERRED: RECEIVED RESOLVED
            REJECTED: RECEIVED
            INVALID: RECEIVED
            """);
    private static final Map<String, String> ASSIGNMENT = rows("""
            DISPATCHED: SIGNED IN_PROGRESS RESOLVED RETURN_REQUESTED CANCELLED
            SIGNED: IN_PROGRESS RESOLVED RETURN_REQUESTED CANCELLED
            IN_PROGRESS: RESOLVED RETURN_REQUESTED CANCELLED
            RETURN_REQUESTED: RETURNED DISPATCHED SIGNED IN_PROGRESS
            RETURNED:
            RESOLVED: IN_PROGRESS
            CANCELLED:
            """);

    @Test
    void aCaseMayGoWhereTheTableSays() {
        CASE.forEach((from, to) -> assertThat(words(CaseMoves.from(CaseState.valueOf(from))))
                .as(from)
                .isEqualTo(to));
        // a split goes back to any state out of which a merge is legal
        Set<CaseState> mergeable = Arrays.stream(CaseState.values())
                .filter(state -> CaseMoves.legal(state, CaseState.MERGED))
                .collect(Collectors.toSet());
        assertThat(CaseMoves.from(CaseState.MERGED)).isEqualTo(mergeable);
    }

    @Test
    void anAssignmentMayGoWhereTheTableSays() {
        ASSIGNMENT.forEach((from, to) -> assertThat(words(AssignmentMoves.from(AssignmentState.valueOf(from))))
                .as(from)
                .isEqualTo(to));
    }

    @Test
    void walksNeverGetStuckBeforeTheyMayEnd() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            CaseState state = CaseState.RECEIVED;
            for (int step = 0; step < 50; step++) {
                List<CaseState> next = List.copyOf(new TreeSet<>(CaseMoves.from(state)));
                assertThat(next)
                        .as("seed %d after %s", seed, state)
                        .isNotEmpty()
                        .doesNotContain(state);
                for (CaseState any : CaseState.values()) {
                    assertThat(CaseMoves.legal(state, any)).isEqualTo(next.contains(any));
                }
                state = next.get(random.nextInt(next.size()));
            }
            AssignmentState assignment = AssignmentState.DISPATCHED;
            for (int step = 0; step < 50; step++) {
                List<AssignmentState> next = List.copyOf(new TreeSet<>(AssignmentMoves.from(assignment)));
                if (next.isEmpty()) {
                    assertThat(assignment)
                            .as("seed %d", seed)
                            .isIn(AssignmentState.RETURNED, AssignmentState.CANCELLED);
                    break;
                }
                assignment = next.get(random.nextInt(next.size()));
            }
        }
    }

    private static String words(Set<? extends Enum<?>> states) {
        return states.stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
    }

    private static Map<String, String> rows(String table) {
        return table.lines()
                .map(line -> line.split(":"))
                .collect(Collectors.toMap(
                        cells -> cells[0],
                        cells -> cells.length == 1
                                ? ""
                                : Arrays.stream(cells[1].trim().split(" "))
                                        .sorted()
                                        .collect(Collectors.joining(" "))));
    }
}
