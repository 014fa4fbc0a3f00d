package dev.taskping.protocol.relay;

import java.util.List;

/**
 * The request and the answer of {@code POST /v1/events/missing}. The request contains ids of events that the cluster could send; the
 * answer contains those that the relay has not recorded. At most {@value #MAX} ids in one request.
 *
 * @param ids event ids
 */
public record EventIds(List<String> ids) {

    /** The maximum number of ids in one request. */
    public static final int MAX = 5_000;

    public EventIds {
        ids = ids == null ? List.of() : List.copyOf(ids);
    }
}
