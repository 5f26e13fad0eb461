package org.huiliu.normalize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.huiliu.model.CaseContent;
import org.huiliu.normalize.Rejected.Kind;
import org.huiliu.platform.json.HubJson;
import org.huiliu.platform.problem.Fault;

/**
 * Makes of a native payload what the hub works with: parse, canonical form, the feed's schema, identity, mapping, records,
 * list of unknown codes. Pure computation, safe for any thread, never throws on a payload.
 */
@ApplicationScoped
public class Normalizer {
    private final FeedContracts contracts;

    @Inject
    public Normalizer(FeedContracts contracts) {
        this.contracts = contracts;
    }

    /**
     * Normalizes one payload.
     *
     * @param feed as given by {@link FeedContracts}
     * @param payload the bytes as received; JSON in UTF-8, XML in the encoding that it declares
     * @param format one of the formats that the feed accepts; the caller answers 415 to others
     */
    public Normalization normalize(FeedContract feed, byte[] payload, PayloadFormat format) {
        CompiledFeed compiled = contracts.compiled(feed);
        try {
            ObjectNode canonical = CanonicalPayload.read(payload, format);
            checkSchema(compiled, canonical);
            String externalId = compiled.externalId(canonical);
            CaseContent content = content(compiled, canonical);
            return new Normalized(
                    feed.code(),
                    externalId,
                    compiled.version(canonical),
                    compiled.mainRecord(canonical),
                    CanonicalPayload.hash(canonical),
                    canonical,
                    content);
        } catch (Refusal refusal) {
            return refusal.rejected();
        }
    }

    private static void checkSchema(CompiledFeed compiled, ObjectNode canonical) throws Refusal {
        List<Fault> faults = compiled.payloadSchema().faultsOf(canonical);
        if (!faults.isEmpty()) {
            throw Refusal.of(Kind.BREAKS_CONTRACT, faults);
        }
    }

    private static CaseContent content(CompiledFeed compiled, ObjectNode canonical) throws Refusal {
        ObjectNode mapped = compiled.mapping().apply(canonical);
        ArrayNode unmapped = mapped.putArray("unmapped");
        compiled.unmapped(canonical).forEach(code -> unmapped.addObject()
                .put("field", code.field())
                .put("value", code.value())
                .put("table", code.table()));
        try {
            return HubJson.mapper().treeToValue(mapped, CaseContent.class);
        } catch (JsonProcessingException unfit) {
            throw Refusal.of(
                    Kind.MAPPING_FAILED, List.of(Fault.at("", "content", "the mapping's output is no case content")));
        }
    }
}
