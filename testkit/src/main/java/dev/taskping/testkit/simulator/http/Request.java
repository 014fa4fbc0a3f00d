package dev.taskping.testkit.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request, read whole.
 *
 * @param method {@code GET}, {@code POST}
 * @param path the decoded path
 * @param query the raw query, empty if there is none
 * @param headers the first value of each header, by lower-case name
 * @param body the bytes of the body
 */
public record Request(String method, String path, String query, Map<String, String> headers, byte[] body) {

    /** A header's first value. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body's media type without parameters, empty if not said. */
    public String mediaType() {
        return header("content-type").map(type -> type.split(";", 2)[0].strip()).orElse("");
    }

    /** Fields of a query or of a form. */
    public static Map<String, String> fields(String encoded) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                fields.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
            }
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
