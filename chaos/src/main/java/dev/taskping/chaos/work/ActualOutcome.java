package dev.taskping.chaos.work;

import java.time.Instant;

/**
 * What became of one Job, as the API server acknowledged it.
 *
 * @param uid its uid
 * @param name its name
 * @param ending how it ended
 * @param started when the API server had acknowledged that it runs
 * @param ended when it had acknowledged the end: the final status, or the deletion of a Job that ran
 * @param last when it had acknowledged the last of all writes about it
 */
public record ActualOutcome(String uid, String name, Ending ending, Instant started, Instant ended, Instant last) {}
