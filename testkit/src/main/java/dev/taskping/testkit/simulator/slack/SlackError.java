package dev.taskping.testkit.simulator.slack;

/** A refusal by its code, as the methods' pages list them. */
final class SlackError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String detail;

    SlackError(String code) {
        this(code, "");
    }

    /** With what Slack says in {@code response_metadata.messages}, or the scope it needs. */
    SlackError(String code, String detail) {
        super(code);
        this.detail = detail;
    }

    static SlackError blocks(String detail) {
        return new SlackError("invalid_blocks", detail);
    }

    String code() {
        return String.valueOf(getMessage());
    }

    String detail() {
        return detail;
    }
}
