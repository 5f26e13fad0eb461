package org.huiliu.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.huiliu.cases.CaseFile;
import org.huiliu.dedup.Matter;
import org.huiliu.model.CaseContent;
import org.huiliu.platform.crypto.TestSealer;
import org.huiliu.platform.json.HubJson;
import org.junit.jupiter.api.Test;

class FirstMattersTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2025-09-11T12:00:00+08:00");

    private final FirstMatters firsts = new FirstMatters(TestSealer.blindIndex());

    @Test
    void whatIsCommittedIsPreparedOnce() {
        CaseFile file = committed("外墙渗水");
        Matter first = firsts.of(file);
        assertThat(firsts.of(file)).isSameAs(first);
    }

    /** A step that was rolled back must not be what another transaction's step of the same revision is taken for. */
    @Test
    void aStepThatIsNotCommittedIsNotKept() {
        CaseFile file = committed("外墙渗水");
        file.step(NOON);
        file.replace(content("电梯停运"));
        Matter stepped = firsts.of(file);
        CaseFile otherWriters = read(file, "路灯不亮");
        assertThat(firsts.of(otherWriters)).isNotSameAs(stepped);
        assertThat(firsts.of(otherWriters).sketch()).isNotEqualTo(stepped.sketch());
    }

    private static CaseFile committed(String title) {
        CaseFile opened = CaseFile.open(UUID.randomUUID(), "12345", content(title), Set.of(), NOON);
        return CaseFile.read(opened.now(), List.of());
    }

    private static CaseFile read(CaseFile stepped, String title) {
        stepped.replace(content(title));
        return CaseFile.read(stepped.now(), List.of());
    }

    private static CaseContent content(String title) {
        return HubJson.read(
                "{\"domain\": \"GOV_SERVICE\", \"appealType\": \"HELP\", \"category\": {\"system\": \"huiliu\", \"version\":"
                        + " \"1\", \"code\": \"gov.other\", \"path\": []}, \"urgency\": \"NORMAL\", \"priority\": \"P3\","
                        + " \"title\": \"" + title + "\", \"place\": {\"address\": \"翠湖雅居小区12幢\"}}",
                CaseContent.class);
    }
}
