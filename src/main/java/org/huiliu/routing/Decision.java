package org.huiliu.routing;

import java.util.List;
import java.util.Map;
import org.huiliu.model.Basis;

/**
 * What one version of the rules decided for a case.
 *
 * @param basis the rule that decided where it goes
 * @param marks what all matching rules write on it
 * @param fired every rule that matched and counted, in order
 * @param values what the case had where the deciding rules looked, by field
 * @param notFound units that a matching rule names and nobody is for this case, in the operators' words
 */
public record Decision(
        Basis basis,
        Destination destination,
        Marks marks,
        List<Fired> fired,
        Map<String, List<String>> values,
        List<String> notFound) {

    /** A rule that matched. */
    public record Fired(String group, String rule) {}

    public Decision {
        fired = List.copyOf(fired);
        notFound = List.copyOf(notFound);
    }
}
