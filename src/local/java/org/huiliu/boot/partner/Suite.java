package org.huiliu.boot.partner;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.huiliu.boot.partner.Caller.Signing;
import org.huiliu.boot.partner.Report.Line;
import org.huiliu.boot.partner.Report.Verdict;
import org.huiliu.model.DeliveryKind;
import org.jspecify.annotations.Nullable;

/** The checks, in the order in which a partner would mend what they find. Each is about cases of its own. */
final class Suite {
    private static final Set<String> KINDS = Set.of("SIGNED", "PROGRESS", "RESOLVED", "RETURN_REQUESTED");

    private final Caller caller;
    private final Settings settings;
    private final @Nullable ReceiptDesk receipts;
    private final List<Line> lines = new ArrayList<>();

    Suite(Caller caller, Settings settings, @Nullable ReceiptDesk receipts) {
        this.caller = caller;
        this.settings = settings;
        this.receipts = receipts;
    }

    /** A check; it throws what it finds wrong. */
    @FunctionalInterface
    private interface Check {
        void run() throws InterruptedException;
    }

    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    Report run(PrintStream out) {
        if (settings.line()) {
            ofALine(out);
        } else {
            ofCases(out);
        }
        signatures(out);
        receipts(out);
        return new Report(settings.contract(), List.copyOf(lines));
    }

    // ------------------------------------------------------------ cases

    private void ofCases(PrintStream out) {
        check(out, "create.takes", "新件被接收 / a new case is taken", () -> taken(caller.send(create("usual"))));
        check(
                out,
                "create.minimal",
                "最少字段的新件 / a case with the least that is sent",
                () -> taken(caller.send(create("minimal"))));
        check(out, "create.medical", "急救件 / a medical case", () -> taken(caller.send(create("medical"))));
        check(out, "create.wide", "生僻字与长文本 / rare characters and a long text", this::wide);
        check(
                out,
                "create.answer",
                "回答符合契约 / the answer keeps the contract",
                () -> keeps(caller.send(create("usual"))));
        check(
                out,
                "create.repeat",
                "同一投递重发只算一次 / the same delivery again is the same message",
                () -> same(create("usual")));
        check(out, "create.together", "同一投递同时到达两次 / the same delivery twice at once", this::together);
        check(out, "status.known", "可查询已收到的件 / where a case stands can be asked", this::status);
        check(out, "update.takes", "更新被接收 / a newer revision is taken", this::update);
        check(out, "update.repeat", "同一更新重发只算一次 / the same update again is the same message", () -> {
            Letter created = create("usual");
            taken(caller.send(created));
            same(update(created, 2));
        });
        check(out, "update.older", "旧版本不覆盖新版本 / an older revision does not replace a newer one", this::older);
        check(out, "recall.takes", "撤回被接收，可重发 / a recall is taken, and once", () -> {
            Letter created = create("usual");
            taken(caller.send(created));
            Letter recall = Letter.example(settings.contract(), DeliveryKind.RECALL, "reassigned")
                    .of(created.caseId(), 2);
            taken(caller.send(recall));
            there(caller.send(recall));
        });
        check(
                out,
                "malformed.json",
                "不是 JSON 的报文被拒收 / what is no JSON is refused",
                () -> refused(caller.send(
                        create("usual"), "{\"deliveryId\": ".getBytes(StandardCharsets.UTF_8), Signing.RIGHT)));
        check(
                out,
                "malformed.missing",
                "缺必填字段被拒收并说明 / a missing property is refused, with its spot",
                () -> refused(caller.send(create("usual").without("/case/title"))));
        check(out, "malformed.type", "类型错误被拒收 / a property of the wrong type is refused", () -> {
            Letter letter = create("usual");
            refused(caller.send(new Letter(letter.kind(), letter.body().put("revision", "one"))));
        });
        if (settings.warnings()) {
            check(out, "warning.takes", "预警被接收 / a warning is taken", () -> {
                Letter warning = Letter.example(settings.contract(), DeliveryKind.WARNING, "");
                taken(caller.send(warning));
                there(caller.send(warning));
            });
        } else {
            skip(out, "warning.takes", "预警被接收 / a warning is taken", "-Dpartner.warnings=true");
        }
    }

    private Letter create(String example) {
        return Letter.example(settings.contract(), DeliveryKind.CREATE, example);
    }

    private Letter update(Letter created, int revision) {
        return Letter.example(settings.contract(), DeliveryKind.UPDATE, "supplement")
                .of(created.caseId(), revision)
                .fresh();
    }

    private void wide() {
        Letter letter = create("usual");
        var told = letter.body().withObject("/case").put("description", "𠮷林路12幢😀\n\"引号\"\\ " + "渗水。".repeat(1300));
        taken(caller.send(letter));
    }

    private void together() {
        Letter letter = create("usual");
        CompletableFuture<Answer> one = CompletableFuture.supplyAsync(() -> caller.send(letter));
        Answer other = caller.send(letter);
        Answer first = one.join();
        there(first);
        there(other);
        numbered(first, other);
    }

    private void status() {
        Letter letter = create("usual");
        taken(caller.send(letter));
        stands(letter.caseId(), 1);
    }

    private void update() {
        Letter created = create("usual");
        taken(caller.send(created));
        taken(caller.send(update(created, 3)));
        stands(created.caseId(), 3);
    }

    private void older() {
        Letter created = create("usual");
        taken(caller.send(created));
        taken(caller.send(update(created, 5)));
        Answer answer = caller.send(update(created, 4));
        if (answer.status() != 409) {
            throw new Wrong("应答 409，实际 " + answer.status() + " / revision 4 after 5 was answered " + answer.status());
        }
        stands(created.caseId(), 5);
    }

    private void stands(String caseId, int revision) {
        Answer status = caller.ask(caseId);
        if (status.status() != 200) {
            throw new Wrong("GET /cases/{caseId} 应答 200，实际 / answered " + status.status());
        }
        int said = status.body().path("revision").asInt(-1);
        if (said != revision) {
            throw new Wrong("revision 应为 " + revision + "，实际 / is " + said);
        }
    }

    // ------------------------------------------------------------ lines

    private void ofALine(PrintStream out) {
        for (String example : List.of("progress", "result", "transfer", "minimal")) {
            check(out, "answer." + example, "答复被接收 / an answer is taken", () -> taken(caller.send(answer(example))));
        }
        check(
                out,
                "answer.repeat",
                "同一投递重发只算一次 / the same delivery again is the same message",
                () -> same(answer("result")));
        check(
                out,
                "answer.keeps",
                "回答符合契约 / the answer keeps the contract",
                () -> keeps(caller.send(answer("result"))));
        check(
                out,
                "malformed.json",
                "不是 JSON 的报文被拒收 / what is no JSON is refused",
                () -> refused(caller.send(
                        answer("result"), "{\"deliveryId\": ".getBytes(StandardCharsets.UTF_8), Signing.RIGHT)));
        check(
                out,
                "malformed.missing",
                "缺必填字段被拒收并说明 / a missing property is refused, with its spot",
                () -> refused(caller.send(answer("result").without("/externalIds"))));
    }

    private Letter answer(String example) {
        return Letter.example(settings.contract(), DeliveryKind.ANSWER, example);
    }

    private Letter usual() {
        return settings.line() ? answer("progress") : create("usual");
    }

    // ------------------------------------------------------------ signatures

    private void signatures(PrintStream out) {
        signed(out, "signature.right", "正确签名被接收 / a genuine signature opens", () -> taken(caller.send(usual())));
        signed(
                out,
                "signature.both",
                "换密钥期间两个签名有一个正确即可 / one of two signatures is enough",
                () -> taken(caller.send(usual(), Signing.BOTH)));
        signed(
                out,
                "signature.foreign",
                "错误签名被拒 / a foreign signature does not",
                () -> locked(caller.send(usual(), Signing.FOREIGN)));
        signed(
                out,
                "signature.changed",
                "签名后改动的报文被拒 / nor a body that was changed",
                () -> locked(caller.send(usual(), Signing.CHANGED)));
        signed(
                out,
                "signature.old",
                "一小时前的签名被拒 / nor a signature an hour old",
                () -> locked(caller.send(usual(), Signing.OLD)));
        signed(out, "signature.none", "无签名被拒 / nor none at all", () -> locked(caller.send(usual(), Signing.NONE)));
    }

    private void signed(PrintStream out, String name, String words, Check check) {
        if (settings.secret() == null) {
            skip(out, name, words, "-Dpartner.secret=…");
        } else {
            check(out, name, words, check);
        }
    }

    // ------------------------------------------------------------ receipts

    private void receipts(PrintStream out) {
        String first = "回执送达且完整 / a receipt comes and is complete";
        String again = "回执未送达时以同一编号重发 / one that could not be brought comes again under its id";
        String late = "迟到的回执被拒后不再重发 / a late one that is refused does not come again";
        ReceiptDesk desk = receipts;
        if (desk == null || settings.line()) {
            skip(out, "receipt.complete", first, "-Dpartner.receipts=true");
            skip(out, "receipt.again", again, "-Dpartner.receipts=true");
            skip(out, "receipt.late", late, "-Dpartner.receipts=true");
            return;
        }
        check(out, "receipt.complete", first, () -> {
            JsonNode receipt = sent(desk, 1).get(0);
            if (receipt.path("receiptId").asText().isEmpty()
                    || !KINDS.contains(receipt.path("kind").asText())) {
                throw new Wrong("回执缺 receiptId 或 kind / receiptId or kind is missing");
            }
        });
        check(out, "receipt.again", again, () -> {
            List<JsonNode> both = sent(desk, 2, 503, 200);
            if (ids(both).size() != 1) {
                throw new Wrong("重发用了新的 receiptId / it came again as another receipt");
            }
        });
        check(out, "receipt.late", late, () -> {
            List<JsonNode> once = sent(desk, 1, 409);
            String delivery = once.get(0).path("deliveryId").asText();
            int all = desk.await(delivery, 3, ReceiptDesk.shortly(settings.patience()))
                    .size();
            if (all > 2) {
                throw new Wrong("被拒(409)后仍重发 " + (all - 1) + " 次 / refused with 409 it came " + all + " times");
            }
        });
    }

    private List<JsonNode> sent(ReceiptDesk desk, int count, Integer... answers) throws InterruptedException {
        Letter created = create("usual");
        String base = settings.receiptsUrl() == null ? "http://127.0.0.1:" + desk.port() : settings.receiptsUrl();
        Letter told = created.with("receiptsUrl", base + "/v1/cases/" + created.caseId() + "/receipts");
        desk.answer(told.deliveryId(), answers);
        taken(caller.send(told));
        List<JsonNode> got = desk.await(told.deliveryId(), count, settings.patience());
        if (got.size() < count) {
            throw new Wrong("应收到 " + count + " 次，实际 / came " + got.size() + " times");
        }
        return got;
    }

    private static Set<String> ids(List<JsonNode> receipts) {
        return receipts.stream().map(one -> one.path("receiptId").asText()).collect(Collectors.toSet());
    }

    // ------------------------------------------------------------ what is right

    private static void taken(Answer answer) {
        if (!answer.taken()) {
            throw new Wrong("应答 2xx，实际 " + answer.status() + " / answered " + answer.status());
        }
    }

    private static void there(Answer answer) {
        if (!answer.takenOrThere()) {
            throw new Wrong("应答 2xx 或 409，实际 " + answer.status() + " / answered " + answer.status());
        }
    }

    private static void keeps(Answer answer) {
        taken(answer);
        if (!answer.breaches().isEmpty()) {
            throw new Wrong("回答不符合契约 / the answer breaks the contract: " + String.join("; ", answer.breaches()));
        }
    }

    private void same(Letter letter) {
        Answer first = caller.send(letter);
        taken(first);
        Answer again = caller.send(letter);
        there(again);
        numbered(first, again);
    }

    private static void numbered(Answer one, Answer other) {
        if (!one.number().isEmpty()
                && !other.number().isEmpty()
                && !one.number().equals(other.number())) {
            throw new Wrong("同一投递得到两个编号 / one delivery was given two numbers: " + one.number() + ", " + other.number());
        }
    }

    private static void refused(Answer answer) {
        if (!answer.refused()) {
            throw new Wrong("应答 400 或 422，实际 / answered " + answer.status());
        }
        if (!answer.breaches().isEmpty()) {
            throw new Wrong(
                    "拒收回答不是 problem+json / the refusal breaks the contract: " + String.join("; ", answer.breaches()));
        }
    }

    private static void locked(Answer answer) {
        if (!answer.locked()) {
            throw new Wrong("应答 401 或 403，实际 / answered " + answer.status());
        }
    }

    // ------------------------------------------------------------ lines of the report

    private void check(PrintStream out, String name, String words, Check check) {
        String reason = "";
        try {
            check.run();
        } catch (Wrong | Caller.Silent wrong) {
            reason = String.valueOf(wrong.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            reason = "interrupted";
        } catch (RuntimeException unexpected) {
            reason = unexpected.toString();
        }
        tell(out, new Line(name, words, reason.isEmpty() ? Verdict.PASS : Verdict.FAIL, reason));
    }

    private void skip(PrintStream out, String name, String words, String how) {
        tell(out, new Line(name, words, Verdict.SKIP, "需要 / asked for by " + how));
    }

    private void tell(PrintStream out, Line line) {
        boolean added = lines.add(line);
        out.println(line);
    }
}
