package dev.taskping.operator.channel;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a Secret holds, as text.
 *
 * @param encoded its data, by key, in Base64
 */
record SecretData(Map<String, String> encoded) {

    /**
     * A value that may be there; a blank one is none.
     *
     * @throws MissingKeyException if it should be an address and is none
     */
    Optional<String> value(String key) {
        Optional<String> value = text(key);
        if (key.endsWith("Url")) {
            value.ifPresent(address -> requireAddress(key, address));
        }
        return value;
    }

    private Optional<String> text(String key) {
        // Whoever writes a Secret from a file has a line end in it.
        return Optional.ofNullable(encoded.get(key))
                .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8).strip())
                .filter(text -> !text.isBlank());
    }

    private static void requireAddress(String key, String value) {
        try {
            URI.create(value);
        } catch (IllegalArgumentException e) {
            throw new MissingKeyException(key);
        }
    }

    /** All values but those of the given keys. */
    Map<String, String> without(Collection<String> keys) {
        Map<String, String> rest = new LinkedHashMap<>();
        encoded.keySet().stream().filter(key -> !keys.contains(key)).forEach(key -> text(key)
                .ifPresent(value -> rest.put(key, value)));
        return rest;
    }

    /** Which key a Secret lacks, or what is of no use under it; never its value. */
    static final class MissingKeyException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String key;

        MissingKeyException(String key) {
            super(key);
            this.key = key;
        }

        String key() {
            return key;
        }
    }
}
