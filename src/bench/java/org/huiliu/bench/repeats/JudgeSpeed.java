package org.huiliu.bench.repeats;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.huiliu.dedup.BlockKey;
import org.huiliu.dedup.Judge;
import org.huiliu.dedup.Judgement;
import org.huiliu.dedup.Matter;
import org.huiliu.dedup.RepeatIndex;
import org.huiliu.dedup.RepeatPolicies;
import org.huiliu.dedup.Rival;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Time of a check: {@code -Dbench=repeats-speed} (JMH). A candidate set is 32 sketches, of which the best four are judged
 * on their exact texts of some 130 characters; the texts are invented.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JudgeSpeed {
    private static final int CANDIDATES = 32;
    private static final int JUDGED = 4;
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2025-09-11T12:00:00+08:00");
    private static final String[] PLACES = {"松涛雅苑", "柏庐花园", "清枫里小区", "望榆家园", "槐荫新村", "桐音小学", "樟台公园", "竹溪路"};
    private static final String[] TROUBLES = {
        "附近工地夜间施工噪音扰民，每天到凌晨两点还有挖掘机和渣土车进出，老人和孩子无法入睡，已经多次拨打热线，一直没有解决",
        "楼下烧烤店没有安装烟道，油烟直接排到居民楼，窗户不敢打开，家里老人咳嗽了半个月，店主态度恶劣，希望尽快处理",
        "从昨天晚上开始停水，没有收到任何通知，物业说是主管道爆裂，供水公司说已经在抢修，到现在还没有恢复，影响做饭洗澡",
        "门口的路灯坏了十几天，晚上一片漆黑，前几天还有老人摔倒，反映给社区以后说不归他们管，请问到底由哪个部门负责维修"
    };

    private final Judge judge = new Judge(RepeatPolicies.shipped());
    private final Matter report = matter(0);
    private final List<Rival> rivals = new ArrayList<>();
    private final List<RepeatIndex.Candidate> candidates = new ArrayList<>();

    /** Invents the candidates. */
    public JudgeSpeed() {
        for (int i = 1; i <= CANDIDATES; i++) {
            Matter first = matter(i);
            candidates.add(
                    new RepeatIndex.Candidate(new UUID(0, i), false, first.sketch(), Set.of(BlockKey.Kind.PLACE)));
            if (i <= JUDGED) {
                rivals.add(new Rival(first, false, false, true));
            }
        }
    }

    private static Matter matter(int number) {
        String place = PLACES[number % PLACES.length];
        String trouble = TROUBLES[number / 2 % TROUBLES.length];
        return Matter.of(
                place + trouble.substring(0, trouble.indexOf('，')),
                "您好，我是" + place + "的居民，想反映一个问题：" + place + trouble + "。这已经是第" + (2 + number) + "次反映，望领导重视，谢谢。",
                NOON.plusMinutes(number),
                "caller" + number);
    }

    /** Sketches of a full set of candidates, then the exact texts of the best. */
    @Benchmark
    public void candidateSet(Blackhole hole) {
        for (RepeatIndex.Candidate candidate : candidates) {
            hole.consume(judge.promise(report, candidate));
        }
        for (Rival rival : rivals) {
            hole.consume(judge.judge(report, rival));
        }
    }

    /** One exact comparison. */
    @Benchmark
    public Judgement judge() {
        return judge.judge(report, rivals.get(0));
    }

    /** One text read into its features. */
    @Benchmark
    public Matter prepare() {
        return matter(3);
    }

    /** A report's sketch and keys. */
    @Benchmark
    public void register(Blackhole hole) {
        Matter fresh = matter(3);
        hole.consume(fresh.sketch());
        hole.consume(fresh.keys());
        hole.consume(fresh.lookups());
    }

    public static void run() throws RunnerException {
        // JMH starts its own JVM and needs the class path, which Maven keeps in a class loader
        if (JudgeSpeed.class.getClassLoader() instanceof URLClassLoader loader) {
            System.setProperty(
                    "java.class.path",
                    Arrays.stream(loader.getURLs())
                            .map(URL::getPath)
                            .map(Path::of)
                            .map(Path::toString)
                            .collect(Collectors.joining(":")));
        }
        var ran = new Runner(
                        new OptionsBuilder().include(JudgeSpeed.class.getName()).build())
                .run();
        if (ran.isEmpty()) {
            throw new IllegalStateException("no benchmark ran");
        }
    }
}
