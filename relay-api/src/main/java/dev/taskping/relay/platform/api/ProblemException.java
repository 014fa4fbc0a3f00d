package dev.taskping.relay.platform.api;

import dev.taskping.protocol.relay.Problem;

/** Ends a request with problem details. Thrown for what a caller can put right; never holds a secret. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** With that answer. */
    public ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** The answer. */
    public Problem problem() {
        return problem;
    }

    /** 400: the request cannot be understood. */
    public static ProblemException invalid(String detail) {
        return new ProblemException(new Problem("invalid-request", "The request cannot be accepted", 400, detail));
    }

    /** 401: nobody, or nobody we know. */
    public static ProblemException unauthorized(String detail) {
        return new ProblemException(new Problem("unauthorized", "Not authenticated", 401, detail));
    }

    /** 403: known, but not allowed. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(new Problem("forbidden", "Not allowed", 403, detail));
    }

    /** 404: there is no such thing in the caller's workspace. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(new Problem("not-found", "Not found", 404, detail));
    }

    /** 409: it contradicts what was done before. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(new Problem("conflict", "In conflict with an earlier request", 409, detail));
    }

    /** 410: it was valid once. */
    public static ProblemException gone(String detail) {
        return new ProblemException(new Problem("gone", "No longer valid", 410, detail));
    }

    /** 429: later, please. */
    public static ProblemException tooMany(String detail) {
        return new ProblemException(new Problem("too-many-requests", "Too much at once", 429, detail));
    }
}
