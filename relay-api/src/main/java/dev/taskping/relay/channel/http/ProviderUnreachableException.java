package dev.taskping.relay.channel.http;

import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.io.IOException;

/** A provider gave no answer at all. The message holds no secret. */
public final class ProviderUnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean refusedByGuard;

    /**
     * One that says this.
     *
     * @param message what went wrong, free of secrets
     * @param refusedByGuard whether we did not even try, because the channel names an address it may not connect to
     */
    public ProviderUnreachableException(String message, boolean refusedByGuard) {
        super(message);
        this.refusedByGuard = refusedByGuard;
    }

    /** The channel names an address that nobody could be asked at. */
    static ProviderUnreachableException noAddress() {
        return new ProviderUnreachableException("The channel's address must begin with http:// or https://", true);
    }

    /** For good if we did not even try, because the channel names an address it may not connect to. */
    public DeliveryResult toResult() {
        String message = String.valueOf(getMessage());
        return refusedByGuard ? new DeliveryResult.Rejected(message) : new DeliveryResult.Failed(message);
    }

    /** The same for {@link dev.taskping.relay.channel.spi.ChannelAdapter#check}. */
    public ChannelCheck toCheck() {
        return new ChannelCheck(false, "Unreachable", String.valueOf(getMessage()));
    }
}
