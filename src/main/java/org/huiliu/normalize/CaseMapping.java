package org.huiliu.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.StringReader;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.huiliu.normalize.Rejected.Kind;
import org.huiliu.platform.problem.Fault;

/** A feed's mapping, compiled once: canonical payload → content of a case. */
final class CaseMapping {
    private static final Pattern TABLE_NAME = Pattern.compile("\\bcode\\(\\s*\"([^\"]*)\"");

    private final String file;
    private final Expression expression;
    private final ContractSchema contentSchema;

    private CaseMapping(String file, Expression expression, ContractSchema contentSchema) {
        this.file = file;
        this.expression = expression;
        this.contentSchema = contentSchema;
    }

    static CaseMapping compile(
            String file, String jslt, Collection<Function> functions, Set<String> tables, ContractSchema content) {
        Matcher named = TABLE_NAME.matcher(jslt);
        while (named.find()) {
            if (!tables.contains(named.group(1))) {
                long line = jslt.substring(0, named.start()).lines().count();
                throw new BrokenContract(file, "line " + line, "there is no codes/" + named.group(1) + ".csv");
            }
        }
        try {
            Expression expression = new Parser(new StringReader(jslt))
                    .withSource(file)
                    .withFunctions(functions)
                    .withResourceResolver(module -> {
                        throw new JsltException("a mapping stands alone, it may not import " + module);
                    })
                    .compile();
            return new CaseMapping(file, expression, content);
        } catch (JsltException broken) {
            throw new BrokenContract(
                    file,
                    broken.getLine() < 1 ? "" : "line " + broken.getLine() + ", column " + broken.getColumn(),
                    "does not compile: " + broken.getMessageWithoutLocation(),
                    broken);
        }
    }

    ObjectNode apply(ObjectNode canonical) throws Refusal {
        JsonNode output = run(canonical);
        List<Fault> faults = contentSchema.faultsOf(output);
        if (!faults.isEmpty()) {
            throw Refusal.of(
                    Kind.MAPPING_FAILED, faults.stream().map(this::inOutput).toList());
        }
        return (ObjectNode) output;
    }

    private JsonNode run(ObjectNode canonical) throws Refusal {
        try {
            return expression.apply(canonical);
        } catch (JsltException failed) {
            // Its message may quote the payload, so only the spot is told.
            throw failure(
                    failed.getLine() < 1 ? "" : " at line " + failed.getLine() + ", column " + failed.getColumn());
        } catch (RuntimeException | StackOverflowError failed) {
            throw failure(" (" + failed.getClass().getSimpleName() + ")");
        }
    }

    private Refusal failure(String spot) {
        return Refusal.of(Kind.MAPPING_FAILED, List.of(Fault.at("", "mapping", file + " failed" + spot)));
    }

    private Fault inOutput(Fault fault) {
        return new Fault(
                fault.pointer(),
                "content-" + fault.code(),
                "what " + file + " made here " + fault.detail(),
                fault.allowed());
    }
}
