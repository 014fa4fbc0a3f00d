package dev.taskping.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * The JSON conventions of all wire formats: RFC 3339 instants, ISO 8601 durations, no nulls. Readers ignore unknown properties,
 * so that they understand a peer of a newer version.
 */
public final class ProtocolJson {

    private ProtocolJson() {}

    /** Creates a mapper. It is thread-safe; callers should keep it. */
    public static ObjectMapper mapper() {
        return configure(JsonMapper.builder().build());
    }

    /** Applies these conventions to an existing mapper, such as a framework's, and returns it. */
    public static ObjectMapper configure(ObjectMapper mapper) {
        return mapper.registerModule(new JavaTimeModule())
                .registerModule(new Jdk8Module())
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
