package org.huiliu.platform.bell;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bell that rings on its own pod only. */
public final class TestBell implements Bell {
    private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();

    @Override
    public void ring(String topic) {
        listeners.getOrDefault(topic, List.of()).forEach(Runnable::run);
    }

    @Override
    public void listen(String topic, Runnable listener) {
        listeners.computeIfAbsent(topic, none -> new CopyOnWriteArrayList<>()).add(listener);
    }
}
