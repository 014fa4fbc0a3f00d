package dev.taskping.relay.channel.telegram;

import java.io.IOException;

/** Telegram gave no answer that the Bot API knows. The message holds no secret. */
public final class TelegramUnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean refusedByGuard;

    TelegramUnreachableException(String message, boolean refusedByGuard) {
        super(message);
        this.refusedByGuard = refusedByGuard;
    }

    /** Whether we did not even try, because the channel names an address it may not connect to. */
    public boolean refusedByGuard() {
        return refusedByGuard;
    }
}
