package org.huiliu.bench.repeats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.huiliu.dedup.Judge;
import org.huiliu.dedup.Judgement;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.platform.json.HubJson;

/**
 * Scores a labelled folder: {@code -Dbench=repeats -Ddata=FOLDER}. The last line is one JSON object. Pairs are judged
 * without the policies' windows, the replay keeps them.
 */
public final class RepeatsBench {
    private RepeatsBench() {}

    private enum Band {
        ATTACH,
        ASK,
        SEPARATE
    }

    private record Judged(LabelledFolder.Pair pair, Band band, String why) {}

    private record Score(double precision, double recall, double f1, double falseAttach) {
        Map<String, Object> asMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("precision", rounded(precision));
            map.put("recall", rounded(recall));
            map.put("f1", rounded(f1));
            map.put("falseAttach", rounded(falseAttach));
            return map;
        }
    }

    public static void run() throws IOException {
        Path data = Path.of(Objects.requireNonNull(System.getProperty("data"), "-Ddata=FOLDER is missing"));
        LabelledFolder folder = LabelledFolder.read(data);
        Judge judge = new Judge(RepeatPolicies.shipped());
        List<Judged> judged = new ArrayList<>();
        for (LabelledFolder.Pair pair : folder.pairs()) {
            judged.add(judged(pair, judge.timeless(pair.a().matter(), pair.b().matter())));
        }
        System.out.printf(
                "%d messages, %d pairs, %d events%n",
                folder.messages().size(),
                judged.size(),
                folder.events().values().stream().distinct().count());
        Score attach = score(judged, one -> one.band() == Band.ATTACH);
        Score ask = score(judged, one -> one.band() != Band.SEPARATE);
        System.out.printf("attach        %s%n", line(attach));
        System.out.printf("attach or ask %s%n", line(ask));
        System.out.println();
        kinds(judged);
        falseAttaches(judged);
        System.out.println();
        Map<String, Object> replay = Replay.of(folder, judge);
        replay.forEach((name, value) -> System.out.printf("replay %-18s %s%n", name, value));
        Map<String, Object> last = new LinkedHashMap<>();
        last.put("attach", attach.asMap());
        last.put("ask", ask.asMap());
        last.put("replay", replay);
        System.out.println(HubJson.write(last));
    }

    private static Judged judged(LabelledFolder.Pair pair, Judgement judgement) {
        return judgement.fold(
                attach -> new Judged(
                        pair,
                        Band.ATTACH,
                        String.format("%.3f", attach.evidence().score())),
                ask -> new Judged(
                        pair,
                        Band.ASK,
                        ask.evidence().score() + " " + ask.evidence().differs()),
                recurs -> new Judged(pair, Band.SEPARATE, "recurs"),
                separate -> new Judged(pair, Band.SEPARATE, separate.reason()));
    }

    private static Score score(List<Judged> judged, Predicate<Judged> said) {
        double hit = count(judged, one -> said.test(one) && one.pair().same());
        double wrong = count(judged, one -> said.test(one) && !one.pair().same());
        double missed = count(judged, one -> !said.test(one) && one.pair().same());
        double negatives = count(judged, one -> !one.pair().same());
        return new Score(
                share(hit, hit + wrong),
                share(hit, hit + missed),
                share(2 * hit, 2 * hit + wrong + missed),
                share(wrong, negatives));
    }

    private static void kinds(List<Judged> judged) {
        Map<String, int[]> kinds = new TreeMap<>();
        for (Judged one : judged) {
            int[] counts = kinds.computeIfAbsent(
                    (one.pair().same() ? "same  " : "other ") + one.pair().kind(), kind -> new int[4]);
            counts[one.band().ordinal()]++;
            counts[3]++;
        }
        System.out.printf("%-48s %6s %6s %6s %8s%n", "kind", "pairs", "attach", "ask", "separate");
        kinds.forEach((kind, counts) ->
                System.out.printf("%-48s %6d %6d %6d %8d%n", kind, counts[3], counts[0], counts[1], counts[2]));
        List<Judged> identical = judged.stream()
                .filter(one -> one.pair().same()
                        && one.pair().a().text().equals(one.pair().b().text()))
                .toList();
        System.out.printf(
                "recall on identical text: attach %.3f, attach or ask %.3f of %d%n",
                share(count(identical, one -> one.band() == Band.ATTACH), identical.size()),
                share(count(identical, one -> one.band() != Band.SEPARATE), identical.size()),
                identical.size());
    }

    private static void falseAttaches(List<Judged> judged) {
        System.out.println("false attaches:");
        judged.stream()
                .filter(one -> one.band() == Band.ATTACH && !one.pair().same())
                .forEach(one -> System.out.printf(
                        "  %s %s %s score %s%n",
                        one.pair().a().id(), one.pair().b().id(), one.pair().kind(), one.why()));
    }

    private static String line(Score score) {
        return String.format(
                "precision %.3f  recall %.3f  F1 %.3f  of the negatives wrong %.4f",
                score.precision(), score.recall(), score.f1(), score.falseAttach());
    }

    private static double count(List<Judged> judged, Predicate<Judged> which) {
        return judged.stream().filter(which).count();
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
