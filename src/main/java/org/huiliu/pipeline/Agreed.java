package org.huiliu.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huiliu.contracts.Contract;
import org.huiliu.contracts.Contracts;
import org.huiliu.contracts.Message;
import org.huiliu.contracts.PublishedContracts;
import org.huiliu.contracts.Said;
import org.huiliu.delivery.Agreement;
import org.huiliu.delivery.Agreements;
import org.huiliu.delivery.Draft;
import org.huiliu.delivery.Head;
import org.huiliu.delivery.Reading;
import org.huiliu.delivery.Request;
import org.huiliu.model.DeliveryKind;
import org.huiliu.platform.tx.Tx;

/** Contracts as deliveries need them. */
@ApplicationScoped
class Agreed implements Agreements {
    private final PublishedContracts published;
    private final Contracts uploaded;

    Agreed(PublishedContracts published, Contracts uploaded) {
        this.published = published;
        this.uploaded = uploaded;
    }

    @Override
    public Uni<Map<String, Agreement>> named(Tx tx, Collection<String> names) {
        Map<String, Agreement> found = new HashMap<>();
        List<String> others = new ArrayList<>();
        for (String name : names) {
            Contract own = published.all().get(name);
            if (own != null) {
                found.put(name, of(own));
            } else {
                boolean asked = others.add(name);
            }
        }
        // the usual round asks for none of them, and the database for nothing
        return others.isEmpty()
                ? Uni.createFrom().item(found)
                : uploaded.named(tx, others).map(more -> {
                    more.forEach((name, contract) -> found.put(name, of(contract)));
                    return found;
                });
    }

    static Agreement of(Contract contract) {
        return new OfContract(contract);
    }

    /** A contract in the words of deliveries. */
    private record OfContract(Contract contract) implements Agreement {
        @Override
        public Draft write(DeliveryKind kind, ObjectNode letter) {
            return contract.write(kind, letter)
                    .fold(fit -> Draft.of(new Request(head(fit), fit.body())), breach -> Draft.breach(breach.faults()));
        }

        private Head head(Message.Fit fit) {
            return new Head(contract.name(), fit.method(), fit.path(), fit.headers());
        }

        @Override
        public Head usualHead(DeliveryKind kind, UUID caseId) {
            return head(contract.again(kind, caseId.toString(), new byte[0]));
        }

        @Override
        public Optional<String> lookUp(UUID caseId) {
            return contract.lookUp(caseId.toString());
        }

        @Override
        public Reading read(DeliveryKind kind, int status, byte[] body, boolean whole) {
            Said said = contract.read(kind, status, body, whole);
            return new Reading(
                    Reading.Word.valueOf(said.word().name()), said.receivedAs(), said.reason(), said.faults());
        }
    }
}
