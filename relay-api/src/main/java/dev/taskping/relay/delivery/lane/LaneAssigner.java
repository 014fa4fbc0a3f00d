package dev.taskping.relay.delivery.lane;

import dev.taskping.relay.channel.ProviderRegistry;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.spi.RateLimit;
import dev.taskping.relay.delivery.outbox.Outbox;
import dev.taskping.relay.platform.database.Json;
import dev.taskping.relay.security.RelayKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jdbi.v3.core.Handle;

/**
 * Decides which channels share a lane. Channels of one namespace with the same destination and credentials do, because the
 * provider counts their messages together. Two namespaces never share a lane: not every destination has credentials, and nobody
 * may slow down the messages of others by naming their address. All methods run in the caller's transaction.
 */
@ApplicationScoped
public class LaneAssigner {

    private static final int DIGEST_BYTES = 16;

    private final RelayKeys keys;
    private final ProviderRegistry providers;
    private final LaneStore lanes;
    private final Outbox outbox;

    LaneAssigner(RelayKeys keys, ProviderRegistry providers, LaneStore lanes, Outbox outbox) {
        this.keys = keys;
        this.providers = providers;
        this.lanes = lanes;
        this.outbox = outbox;
    }

    /**
     * Puts a registered channel on the lane of its destination.
     *
     * @param limit how fast messages may go to the channel; empty: as fast as they can
     */
    public void assign(Handle handle, RegisteredChannel channel, Optional<RateLimit> limit) {
        lanes.assign(handle, channel.id(), lane(channel), limit.orElse(null));
    }

    /**
     * Moves a channel to the lane of the destination that it learned by pairing, and releases the messages that waited for it.
     */
    public void move(Handle handle, RegisteredChannel channel) {
        lanes.move(handle, channel.id(), lane(channel));
        outbox.release(handle, channel.workspace(), channel.id());
    }

    /** Takes a channel that is removed off its lane; messages to it wait until it is registered again. */
    public void remove(Handle handle, RegisteredChannel channel) {
        lanes.remove(handle, channel.id());
    }

    private LaneStore.Lane lane(RegisteredChannel channel) {
        return new LaneStore.Lane(id(channel), channel.settings().type().id(), channel.tenant());
    }

    /** The kind and a keyed digest of tenant, destination and credentials. */
    private String id(RegisteredChannel channel) {
        ProviderSettings settings = channel.settings();
        // The destination is not known before pairing, so the channel has a lane of its own.
        String destination =
                settings.needsDestination() ? channel.id().toString() : Json.write(providers.write(settings));
        byte[] digest =
                new HmacUtils(HmacAlgorithms.HMAC_SHA_256, keys.lanes()).hmac(channel.tenant() + "\n" + destination);
        return settings.type().id() + ":" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    }
}
