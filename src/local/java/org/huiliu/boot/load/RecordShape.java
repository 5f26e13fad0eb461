package org.huiliu.boot.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How the columns of a file become the fields of a 12345 order.
 *
 * @param order from a record to an order; absent fields are left out
 */
record RecordShape(UnaryOperator<Map<String, String>> order) {

    /** {@code messages}: citizens' messages of a city's site, columns id, user, created_raw, title, text. */
    static final RecordShape MESSAGES = new RecordShape(message -> {
        Map<String, String> order = new LinkedHashMap<>();
        order.put("orderNo", "M-" + message.get("id"));
        copy(message, "title", order, "title");
        copy(message, "text", order, "content");
        copy(message, "user", order, "callerName");
        copy(message, "created_raw", order, "callTime");
        order.put("channel", "网站");
        return order;
    });

    /** {@code tickets}: exported tickets, columns id, district, river, nature, channel, anonymous, date_raw, title, text. */
    static final RecordShape TICKETS = new RecordShape(ticket -> {
        Map<String, String> order = new LinkedHashMap<>();
        order.put("orderNo", "T-" + ticket.get("id"));
        copy(ticket, "title", order, "title");
        copy(ticket, "text", order, "content");
        copy(ticket, "nature", order, "orderType");
        copy(ticket, "channel", order, "channel");
        copy(ticket, "date_raw", order, "callTime");
        String place = ticket.getOrDefault("district", "") + ticket.getOrDefault("river", "");
        if (!place.isEmpty()) {
            order.put("incidentAddress", place);
        }
        caller(ticket.getOrDefault("anonymous", ""), order);
        return order;
    });

    /** A preset by its name, or a mapping of one's own: {@code orderNo=number,title=subject,content=body}. */
    static RecordShape named(String name) {
        return switch (name) {
            case "messages" -> MESSAGES;
            case "tickets" -> TICKETS;
            default -> ofMapping(name);
        };
    }

    private static RecordShape ofMapping(String mapping) {
        Map<String, String> columnsByField = new LinkedHashMap<>();
        for (String pair : mapping.split(",")) {
            String[] sides = pair.split("=", 2);
            if (sides.length != 2) {
                throw new IllegalArgumentException(
                        "load.shape is messages, tickets, or field=column pairs separated by commas; not: " + mapping);
            }
            columnsByField.put(sides[0].trim(), sides[1].trim());
        }
        return new RecordShape(row -> {
            Map<String, String> order = new LinkedHashMap<>();
            columnsByField.forEach((field, column) -> copy(row, column, order, field));
            return order;
        });
    }

    /** The export's column holds a mark for most tickets and the caller's name for some. */
    private static void caller(String anonymous, Map<String, String> order) {
        if (Set.of("0", "1").contains(anonymous)) {
            order.put("isAnonymous", anonymous);
        } else if (anonymous.equals("匿名")) {
            order.put("isAnonymous", "1");
        } else if (!anonymous.isEmpty()) {
            order.put("callerName", anonymous);
        }
    }

    private static void copy(Map<String, String> from, String column, Map<String, String> to, String field) {
        String value = from.get(column);
        if (value != null) {
            to.put(field, value);
        }
    }
}
