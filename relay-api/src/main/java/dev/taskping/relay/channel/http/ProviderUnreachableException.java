package dev.taskping.relay.channel.http;

import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.io.IOException;

/** A provider did not answer at all. The message contains no secret. */
public final class ProviderUnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean refusedByGuard;

    /**
     * One that says this.
     *
     * @param message what went wrong, free of secrets
     * @param refusedByGuard whether the request was not even sent, because the channel may not connect to the address
     */
    public ProviderUnreachableException(String message, boolean refusedByGuard) {
        super(message);
        this.refusedByGuard = refusedByGuard;
    }

    /** The channel names an address that cannot be called. */
    static ProviderUnreachableException noAddress() {
        return new ProviderUnreachableException("The channel's address must begin with http:// or https://", true);
    }

    /** A refusal for good if the request was not even sent, because the channel may not connect to the address. */
    public DeliveryResult toResult() {
        String message = String.valueOf(getMessage());
        return refusedByGuard ? new DeliveryResult.Rejected(message) : new DeliveryResult.Failed(message);
    }

    /** The same for {@link dev.taskping.relay.channel.spi.ChannelAdapter#check}. */
    public ChannelCheck toCheck() {
        return new ChannelCheck(false, "Unreachable", String.valueOf(getMessage()));
    }
}
