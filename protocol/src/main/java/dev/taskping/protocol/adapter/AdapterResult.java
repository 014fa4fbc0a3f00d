package dev.taskping.protocol.adapter;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What became of one attempt to deliver, with status 200: {@code {"result": "delivered", "reference": "42"}}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AdapterResult.Delivered.class, name = "delivered"),
    @JsonSubTypes.Type(value = AdapterResult.RetryAfter.class, name = "retryAfter"),
    @JsonSubTypes.Type(value = AdapterResult.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = AdapterResult.Failed.class, name = "failed")
})
public sealed interface AdapterResult {

    /**
     * The provider took it.
     *
     * @param reference by which the message can be edited or answered later; at most 200 characters
     */
    record Delivered(String reference) implements AdapterResult {}

    /**
     * The provider asks to wait; the whole channel waits, and it counts as no attempt.
     *
     * @param seconds how long, at most an hour
     * @param reason the provider's words
     */
    record RetryAfter(long seconds, String reason) implements AdapterResult {}

    /**
     * The provider refuses for good. Trying again is useless.
     *
     * @param reason the provider's words, and what to do
     */
    record Rejected(String reason) implements AdapterResult {}

    /**
     * It did not work this time, and is tried again.
     *
     * @param reason what happened
     */
    record Failed(String reason) implements AdapterResult {}
}
