package org.huiliu.boot.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {

    @TempDir
    Path folder;

    @Test
    void aCsvFieldMayHoldQuotesCommasAndLineBreaks() throws IOException {
        Path file = folder.resolve("tickets.csv");
        Files.writeString(
                file,
                "\uFEFFid,district,river,nature,channel,anonymous,date_raw,title,text\n"
                        + "7,甲区,乙河,投诉,电话,1,2020-11-27 00:00:00,\"所谓\"\"清河\"\"\",\"一、水脏,\n二、有味\"\n"
                        + "8,甲区,,咨询,网站,王先生,12/31/2020,问,何时修\n");

        List<Map<String, String>> orders = RecordFile.read(file).stream()
                .map(RecordShape.named("tickets").order())
                .toList();

        assertThat(orders)
                .containsExactly(
                        Map.of(
                                "orderNo", "T-7",
                                "title", "所谓\"清河\"",
                                "content", "一、水脏,\n二、有味",
                                "orderType", "投诉",
                                "channel", "电话",
                                "callTime", "2020-11-27 00:00:00",
                                "incidentAddress", "甲区乙河",
                                "isAnonymous", "1"),
                        Map.of(
                                "orderNo", "T-8",
                                "title", "问",
                                "content", "何时修",
                                "orderType", "咨询",
                                "channel", "网站",
                                "callTime", "12/31/2020",
                                "incidentAddress", "甲区",
                                "callerName", "王先生"));
    }

    @Test
    void jsonLinesBecomeOrdersByAMappingOfOnesOwn() throws IOException {
        Path file = folder.resolve("messages.jsonl");
        Files.writeString(file, "{\"no\": 1, \"body\": \"路灯不亮\", \"likes\": 3}\n{\"no\": 2, \"body\": \" \"}\n");

        List<Map<String, String>> orders = RecordFile.read(file).stream()
                .map(RecordShape.named("orderNo=no,content=body").order())
                .toList();

        assertThat(orders).containsExactly(Map.of("orderNo", "1", "content", "路灯不亮"), Map.of("orderNo", "2"));
    }

    @Test
    void anUnknownShapeSaysWhatThereIs() {
        assertThatThrownBy(() -> RecordShape.named("orders")).hasMessageContaining("messages, tickets");
    }
}
