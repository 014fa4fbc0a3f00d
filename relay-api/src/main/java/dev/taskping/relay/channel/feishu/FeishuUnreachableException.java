package dev.taskping.relay.channel.feishu;

import java.io.IOException;

/** Feishu gave no answer. The message holds no secret. */
final class FeishuUnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean refusedByGuard;

    FeishuUnreachableException(String message, boolean refusedByGuard) {
        super(message);
        this.refusedByGuard = refusedByGuard;
    }

    /** Whether we did not even try, because the channel names an address it may not connect to. */
    boolean refusedByGuard() {
        return refusedByGuard;
    }
}
