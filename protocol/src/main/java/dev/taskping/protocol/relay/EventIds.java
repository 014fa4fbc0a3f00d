package dev.taskping.protocol.relay;

import java.util.List;

/**
 * {@code POST /v1/events/missing}: both the question (ids the cluster could send) and the answer (those the relay has
 * not recorded). At most {@value #MAX} in one request.
 *
 * @param ids event ids
 */
public record EventIds(List<String> ids) {

    /** The most ids one request may hold. */
    public static final int MAX = 5_000;

    public EventIds {
        ids = ids == null ? List.of() : List.copyOf(ids);
    }
}
