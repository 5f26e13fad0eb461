package org.huiliu.normalize;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.huiliu.normalize.CanonicalPayload.Faults;

/**
 * Reads an XML payload into the same canonical tree as its JSON form: the root's children become properties, repeated
 * elements an array, attributes and prefixes count for nothing. No DTD, so no entity but the five of XML itself.
 */
final class XmlPayload {
    private static final WstxInputFactory FACTORY = boundedFactory();

    private final XMLStreamReader reader;
    private final Faults faults;
    private final List<String> path = new ArrayList<>();

    private XmlPayload(XMLStreamReader reader, Faults faults) {
        this.reader = reader;
        this.faults = faults;
    }

    /** Constructed, not looked up: a native image has no service files to look through. */
    private static WstxInputFactory boundedFactory() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, CanonicalPayload.MAX_DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, CanonicalPayload.MAX_STRING);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, 1_000);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 32);
        // Interned names stay for ever; a sender who invents names would fill the heap.
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.getConfig().doInternNames(false);
        factory.getConfig().doInternNsURIs(false);
        return factory;
    }

    static JsonNode read(byte[] payload, Faults faults) throws Refusal {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(payload));
            try {
                return new XmlPayload(reader, faults).document();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException broken) {
            throw notXml(broken);
        } catch (RuntimeException broken) {
            // Woodstox reports some faults of the input lazily, unchecked.
            if (broken.getCause() instanceof XMLStreamException cause) {
                throw notXml(cause);
            }
            throw Refusal.notParseable("", "not-xml", "is not XML");
        }
    }

    private static Refusal notXml(XMLStreamException broken) {
        // Its message may quote the payload, so only the spot is told.
        return Refusal.notParseable(
                "",
                "not-xml",
                "is not XML that the hub takes"
                        + (broken.getLocation() == null
                                ? ""
                                : " at line " + broken.getLocation().getLineNumber() + ", column "
                                        + broken.getLocation().getColumnNumber()));
    }

    private JsonNode document() throws XMLStreamException, Refusal {
        JsonNode root = MissingNode.getInstance();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                throw Refusal.notParseable("", "dtd", "a document type declaration is not taken");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                root = element();
            }
        }
        if (root.isTextual()) {
            throw Refusal.notParseable("", "not-an-object", "the root element holds fields as elements");
        }
        return root;
    }

    private JsonNode element() throws XMLStreamException, Refusal {
        SortedMap<String, List<JsonNode>> children = new TreeMap<>();
        StringBuilder text = new StringBuilder();
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            switch (reader.getEventType()) {
                case XMLStreamConstants.START_ELEMENT -> child(children);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw Refusal.notParseable(pointer(), "entity", "an entity that XML itself does not define");
                default -> {
                    // Comments and processing instructions say nothing.
                }
            }
        }
        JsonNode leaf = CanonicalPayload.leaf(text.toString(), this::pointer, faults);
        if (children.isEmpty()) {
            return leaf;
        }
        if (!leaf.isMissingNode()) {
            throw Refusal.notParseable(pointer(), "mixed-content", "holds text beside elements");
        }
        return objectOf(children);
    }

    private void child(SortedMap<String, List<JsonNode>> children) throws XMLStreamException, Refusal {
        String name = reader.getLocalName();
        if (name.length() > CanonicalPayload.MAX_NAME) {
            throw Refusal.notParseable(pointer(), "too-large", "an element's name is too long");
        }
        path.add(name);
        children.computeIfAbsent(name, unused -> new ArrayList<>(1)).add(element());
        path.remove(path.size() - 1);
    }

    private static JsonNode objectOf(SortedMap<String, List<JsonNode>> children) {
        SortedMap<String, JsonNode> properties = new TreeMap<>();
        children.forEach((name, nodes) ->
                properties.put(name, nodes.size() == 1 ? nodes.get(0) : CanonicalPayload.array(nodes)));
        return CanonicalPayload.object(properties);
    }

    private String pointer() {
        StringBuilder pointer = new StringBuilder();
        path.forEach(name -> pointer.append('/').append(name));
        return pointer.toString();
    }
}
