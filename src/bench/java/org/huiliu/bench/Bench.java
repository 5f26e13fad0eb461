package org.huiliu.bench;

import java.util.Map;
import java.util.TreeMap;
import org.huiliu.bench.delivery.DeliveryBench;
import org.huiliu.bench.repeats.FuzhouFolder;
import org.huiliu.bench.repeats.JudgeSpeed;
import org.huiliu.bench.repeats.RepeatsBench;
import org.huiliu.bench.repeats.Training;
import org.huiliu.bench.routing.RoutingBench;
import org.huiliu.dedup.redis.IndexMemory;

/** Starts the bench named by {@code -Dbench}. A new bench is a line in {@link #ALL}. */
public final class Bench {

    /** A measurement; it reads its settings from system properties and prints its findings. */
    @FunctionalInterface
    interface Run {
        void run() throws Exception;
    }

    private static final Map<String, Run> ALL = new TreeMap<>(Map.of(
            "delivery", DeliveryBench::run,
            "repeats", RepeatsBench::run,
            "repeats-memory", IndexMemory::run,
            "repeats-train", Training::run,
            "repeats-fuzhou", FuzhouFolder::run,
            "repeats-speed", JudgeSpeed::run,
            "routing", RoutingBench::run));

    private Bench() {}

    public static void main(String[] args) throws Exception {
        String name = System.getProperty("bench", "");
        Run bench = ALL.get(name);
        if (bench == null) {
            throw new IllegalArgumentException("-Dbench=" + name + " is none of " + ALL.keySet());
        }
        bench.run();
    }
}
