package org.huiliu.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.huiliu.contracts.SampleLetters.Sample;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.problem.Fault;

/**
 * What is wrong with a contract that somebody uploads: whether its document can be read and stands alone, whether the
 * operations are there, and whether every sample letter becomes a message that keeps it.
 */
public final class Examination {
    private static final int MOST_FAULTS = 100;

    private Examination() {}

    /**
     * A contract that can be used.
     *
     * @param notes what its author should know
     */
    public record Passed(OpenApi document, Contract contract, List<String> notes) {}

    /**
     * Examines a contract.
     *
     * @param name with its version, {@code crm@3}
     * @throws Unfit with every fault that was found; pointers begin with {@code /openapi} or {@code /binding}
     */
    public static Passed of(String name, String openapi, Binding binding, SampleLetters samples) {
        OpenApi document;
        try {
            document = OpenApi.read(openapi);
        } catch (Unfit unfit) {
            throw new Unfit(unfit.faults().stream()
                    .map(fault ->
                            new Fault("/openapi" + fault.pointer(), fault.code(), fault.detail(), fault.allowed()))
                    .toList());
        }
        Contract contract = Contract.of(name, document, binding, null);
        List<Fault> faults = ofSamples(contract, samples);
        if (!faults.isEmpty()) {
            throw new Unfit(faults);
        }
        return new Passed(document, contract, notes(document, contract));
    }

    private static List<Fault> ofSamples(Contract contract, SampleLetters samples) {
        // the same fault in many samples is one fault: the samples are named behind it
        Map<String, Fault> faults = new TreeMap<>();
        Map<String, List<String>> failing = new TreeMap<>();
        for (DeliveryKind kind : contract.kinds()) {
            for (Sample sample : samples.of(kind)) {
                for (Fault fault : ofSample(contract, kind, sample)) {
                    String key = fault.pointer() + ' ' + fault.code();
                    var first = faults.putIfAbsent(key, fault);
                    boolean named = failing.computeIfAbsent(key, none -> new ArrayList<>())
                            .add(sample.name());
                }
            }
        }
        return faults.entrySet().stream()
                .limit(MOST_FAULTS)
                .map(entry -> named(entry.getValue(), failing.getOrDefault(entry.getKey(), List.of())))
                .toList();
    }

    private static List<Fault> ofSample(Contract contract, DeliveryKind kind, Sample sample) {
        String spot = "/binding/calls/" + kind;
        return contract.write(kind, sample.letter()).fold(fit -> List.of(), breach -> breach.faults().stream()
                .map(fault -> fault.pointer().startsWith("/binding")
                        ? fault
                        : new Fault(
                                spot + (fault.pointer().startsWith("/parameters/") ? "" : "/body") + fault.pointer(),
                                fault.code(),
                                "What the mapping makes here " + fault.detail() + ".",
                                fault.allowed()))
                .toList());
    }

    private static Fault named(Fault fault, List<String> samples) {
        String some = String.join(", ", samples.subList(0, Math.min(3, samples.size())));
        String more = samples.size() > 3 ? " and " + (samples.size() - 3) + " more" : "";
        return new Fault(
                fault.pointer(), fault.code(), fault.detail() + " Samples: " + some + more + ".", fault.allowed());
    }

    private static List<String> notes(OpenApi document, Contract contract) {
        List<String> notes = new ArrayList<>();
        if (document.newer()) {
            notes.add("OpenAPI 3.1：与其他版本的比较不可靠，请人工核对。 OpenAPI 3.1: do not rely on a comparison with another version.");
        }
        if (!contract.kinds().contains(DeliveryKind.WARNING) && contract.kinds().contains(DeliveryKind.CREATE)) {
            notes.add("未绑定 WARNING：该接收方不能订阅预警。 No WARNING is bound: its targets cannot be sent warnings.");
        }
        return notes;
    }
}
