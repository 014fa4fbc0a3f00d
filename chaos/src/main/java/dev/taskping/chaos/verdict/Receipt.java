package dev.taskping.chaos.verdict;

import dev.taskping.protocol.event.Result;
import java.time.Instant;

/**
 * A provider took a message that tells of a Job's end.
 *
 * @param destination which provider
 * @param job the Job's name
 * @param result how it ended, as told
 * @param at when
 * @param messageId what the message is known by: of a webhook the {@code webhook-id}, by which a receiver knows a repetition
 */
public record Receipt(Destination destination, String job, Result result, Instant at, String messageId) {}
