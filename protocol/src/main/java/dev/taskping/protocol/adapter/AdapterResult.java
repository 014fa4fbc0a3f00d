package dev.taskping.protocol.adapter;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The result of one attempt to deliver, with status 200: {@code {"result": "delivered", "reference": "42"}}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AdapterResult.Delivered.class, name = "delivered"),
    @JsonSubTypes.Type(value = AdapterResult.RetryAfter.class, name = "retryAfter"),
    @JsonSubTypes.Type(value = AdapterResult.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = AdapterResult.Failed.class, name = "failed")
})
public sealed interface AdapterResult {

    /**
     * The provider accepted the message.
     *
     * @param reference identifies the message for a later edit or reply; at most 200 characters
     */
    record Delivered(String reference) implements AdapterResult {}

    /**
     * The provider asks to wait. The whole channel waits; this does not count as an attempt.
     *
     * @param seconds how long to wait, at most an hour
     * @param reason the provider's words
     */
    record RetryAfter(long seconds, String reason) implements AdapterResult {}

    /**
     * The provider refuses for good. The relay does not try again.
     *
     * @param reason the provider's words, and what to do
     */
    record Rejected(String reason) implements AdapterResult {}

    /**
     * The attempt failed. The relay tries again.
     *
     * @param reason what happened
     */
    record Failed(String reason) implements AdapterResult {}
}
