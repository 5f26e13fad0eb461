package org.huiliu.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecognitionTest {
    private static final RecordKey KEY = new RecordKey("110", "1");

    @Test
    void aRecordThatOnlyAnotherOneNamedIsNew() {
        assertThat(Recognition.of(new KnownRecord(KEY, UUID.randomUUID(), null, null, null), "1", "a", false))
                .isEqualTo(Recognition.NEW);
    }

    @Test
    void theSameMessageAfterANewerOneIsStillTheSame() {
        assertThat(Recognition.of(known("2", "b"), "1", "a", true)).isEqualTo(Recognition.SAME);
    }

    @Test
    void anOlderVersionThatNeverCameIsOlder() {
        assertThat(Recognition.of(known("2", "b"), "1", "a", false)).isEqualTo(Recognition.OLDER);
    }

    @Test
    void withoutVersionsARecordMayReturnToWhatItSaidBefore() {
        assertThat(Recognition.of(known(null, "b"), null, "a", true)).isEqualTo(Recognition.NEWER);
    }

    @Test
    void twoContentsUnderOneVersionAreACorrection() {
        assertThat(Recognition.of(known("1", "a"), "1", "b", false)).isEqualTo(Recognition.NEWER);
        assertThat(Recognition.of(known("1", "b"), "1", "a", true)).isEqualTo(Recognition.SAME);
    }

    /** Whatever the order in which versions arrive and however often, the newest one is what is known at the end. */
    @Test
    void inAnyOrderTheNewestVersionIsKnownAtTheEnd() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Integer> arrivals = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                arrivals.add(random.nextInt(8));
            }
            KnownRecord record = new KnownRecord(KEY, UUID.randomUUID(), null, null, null);
            Set<String> stored = new HashSet<>();
            for (int version : arrivals) {
                String hash = "h" + version;
                Recognition recognition = Recognition.of(record, String.valueOf(version), hash, stored.contains(hash));
                assertThat(recognition == Recognition.SAME).isEqualTo(stored.contains(hash));
                stored.add(hash);
                if (recognition == Recognition.NEW || recognition == Recognition.NEWER) {
                    record = known(String.valueOf(version), hash);
                }
            }
            String newest =
                    String.valueOf(arrivals.stream().mapToInt(i -> i).max().orElseThrow());
            assertThat(record.version()).as("seed %d", seed).isEqualTo(newest);
        }
    }

    private static KnownRecord known(@Nullable String version, String hash) {
        return new KnownRecord(KEY, UUID.randomUUID(), UUID.randomUUID(), version, hash);
    }
}
