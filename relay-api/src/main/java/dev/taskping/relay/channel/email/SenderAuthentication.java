package dev.taskping.relay.channel.email;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the receiving server found out about a sender, as it states it in Authentication-Results (RFC 8601). Only its own
 * statement counts, which is the topmost that bears its name: a server puts its own above whatever came with the mail, and is to
 * remove what pretends to be its own (RFC 8601, 5).
 */
public final class SenderAuthentication {

    /**
     * Stands for the servers of Microsoft 365, which leave out the name that RFC 8601 demands, and rename what strangers wrote into this
     * header.
     */
    public static final String MICROSOFT_365 = "microsoft365";

    private SenderAuthentication() {}

    /**
     * Whether the server vouches for a sender: DMARC passed or, where DMARC is not stated, a DKIM signature or SPF that passed
     * belongs to the sender's own domain.
     *
     * @param server the server's authserv-id, or {@link #MICROSOFT_365}
     * @param headers the mail's Authentication-Results, topmost first
     * @param from the address in From
     */
    public static boolean vouchesFor(String server, List<String> headers, String from) {
        String domain = from.substring(from.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        List<Map<String, String>> results =
                server.equalsIgnoreCase(MICROSOFT_365) ? unnamed(headers) : named(server, headers);
        if (results.isEmpty()) {
            return false;
        }
        List<String> dmarc = results.stream()
                .filter(result -> result.containsKey("dmarc"))
                .map(result -> result.get("dmarc"))
                .toList();
        if (!dmarc.isEmpty()) {
            return dmarc.stream().allMatch("pass"::equals);
        }
        return results.stream()
                .anyMatch(result -> ("pass".equals(result.get("dkim"))
                                && (isOf(domain, result.get("header.d")) || isOf(domain, result.get("header.i"))))
                        || ("pass".equals(result.get("spf")) && isOf(domain, result.get("smtp.mailfrom"))));
    }

    /** Whether the topmost statement about DMARC, whoever made it, says that the mail is not from its sender. */
    public static boolean isDenied(List<String> headers) {
        return headers.stream()
                .map(SenderAuthentication::parse)
                .flatMap(parts -> parts.stream().map(part -> part.get("dmarc")).filter(Objects::nonNull))
                .findFirst()
                .filter("fail"::equals)
                .isPresent();
    }

    /** What that server states: the topmost header with its name. */
    private static List<Map<String, String>> named(String server, List<String> headers) {
        return headers.stream()
                .map(SenderAuthentication::parse)
                .filter(parts -> !parts.isEmpty()
                        && server.equalsIgnoreCase(parts.getFirst().get("")))
                .findFirst()
                .map(parts -> parts.subList(1, parts.size()))
                .orElse(List.of());
    }

    /** What a server states that leaves out its name: the topmost header, if it begins with a result. */
    private static List<Map<String, String>> unnamed(List<String> headers) {
        return headers.stream()
                .findFirst()
                .map(SenderAuthentication::parse)
                .filter(parts -> !parts.isEmpty() && !parts.getFirst().containsKey(""))
                .orElse(List.of());
    }

    /** Whether a domain, or the domain of an address, is the wanted one; strict alignment of RFC 7489, 3.1. */
    private static boolean isOf(String domain, @Nullable String stated) {
        return stated != null
                && stated.substring(stated.lastIndexOf('@') + 1)
                        .toLowerCase(Locale.ROOT)
                        .equals(domain);
    }

    /** The parts between semicolons as names and values; the first has the server's name under the empty name. */
    private static List<Map<String, String>> parse(String header) {
        List<Map<String, String>> parts = new ArrayList<>();
        for (String part : split(header)) {
            Map<String, String> values = new HashMap<>();
            String[] words = part.strip()
                    .replaceAll("\\s+", " ")
                    .replaceAll(" ?= ?", "=")
                    .split(" ");
            for (String word : words) {
                int equals = word.indexOf('=');
                if (equals > 0) {
                    values.putIfAbsent(
                            word.substring(0, equals).toLowerCase(Locale.ROOT), unquoted(word.substring(equals + 1)));
                } else if (parts.isEmpty() && !values.containsKey("")) {
                    values.put("", unquoted(word));
                }
            }
            parts.add(values);
        }
        return parts;
    }

    private static String unquoted(String value) {
        return value.replace("\"", "");
    }

    /** Cuts at semicolons, without comments; neither counts inside of quotes. Somebody's text may stand in both. */
    private static List<String> split(String header) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int comment = 0;
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '\\' && (quoted || comment > 0) && i + 1 < header.length()) {
                i++;
            } else if (comment == 0 && c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                comment++;
            } else if (!quoted && comment > 0 && c == ')') {
                comment--;
            } else if (comment > 0) {
                continue;
            } else if (c == ';' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                // What stands in quotes is one word.
                part.append(quoted && (c == '=' || Character.isWhitespace(c)) ? '_' : c);
            }
        }
        if (comment > 0 || quoted) {
            return List.of();
        }
        parts.add(part.toString());
        return parts;
    }
}
