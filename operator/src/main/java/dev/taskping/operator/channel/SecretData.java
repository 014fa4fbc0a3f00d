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
     * A value that must be there.
     *
     * @throws MissingKeyException if it is absent or blank
     */
    String required(String key) {
        return optional(key).orElseThrow(() -> new MissingKeyException(key));
    }

    /** A value that may be there; a blank one is none. */
    Optional<String> optional(String key) {
        // Whoever writes a Secret from a file has a line end in it.
        return Optional.ofNullable(encoded.get(key))
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip())
                .filter(value -> !value.isBlank());
    }

    /**
     * An address that may be there.
     *
     * @throws MissingKeyException if it is there and no address
     */
    Optional<URI> address(String key) {
        try {
            return optional(key).map(URI::create);
        } catch (IllegalArgumentException e) {
            throw new MissingKeyException(key);
        }
    }

    /** All values but those of the given keys. */
    Map<String, String> without(Collection<String> keys) {
        Map<String, String> rest = new LinkedHashMap<>();
        encoded.keySet().stream().filter(key -> !keys.contains(key)).forEach(key -> optional(key)
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
