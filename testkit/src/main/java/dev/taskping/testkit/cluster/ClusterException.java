package dev.taskping.testkit.cluster;

/** The development cluster, or a part of it, could not be had. The message ends with what its program said last. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClusterException(String message) {
        super(message);
    }

    ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
