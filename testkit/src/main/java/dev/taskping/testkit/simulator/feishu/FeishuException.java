package dev.taskping.testkit.simulator.feishu;

/** An error as Feishu answers it. */
final class FeishuException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    FeishuException(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }
}
