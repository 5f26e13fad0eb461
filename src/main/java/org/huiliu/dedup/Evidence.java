package org.huiliu.dedup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why two reports count as one matter, in figures and words that a person can check. No personal data: shared words are
 * words of title and description.
 *
 * @param score 0 to 1, comparable with the policy's bands
 * @param text likeness of the texts, 0 to 1
 * @param distanceM metres between the two places, absent when one has no point
 * @param apartS seconds between the two reports
 * @param shared words, names of places and numbers that both have and that weigh most
 * @param differs what speaks against it, for the operator
 * @param policy name of the policy that set the bands
 * @param policyVersion its version
 */
public record Evidence(
        Layer layer,
        double score,
        double text,
        @Nullable Integer distanceM,
        long apartS,
        boolean sameCaller,
        List<String> shared,
        List<String> differs,
        String policy,
        int policyVersion) {

    public Evidence {
        shared = List.copyOf(shared);
        differs = List.copyOf(differs);
    }

    /** The same figures for another layer. */
    Evidence as(Layer other) {
        return new Evidence(other, score, text, distanceM, apartS, sameCaller, shared, differs, policy, policyVersion);
    }

    /** As stored and shown. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("layer", layer.name());
        map.put("score", rounded(score));
        map.put("text", rounded(text));
        if (distanceM != null) {
            map.put("distanceM", distanceM);
        }
        map.put("apartS", apartS);
        map.put("sameCaller", sameCaller);
        map.put("shared", shared);
        map.put("differs", differs);
        map.put("policy", policy);
        map.put("policyVersion", policyVersion);
        return map;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
