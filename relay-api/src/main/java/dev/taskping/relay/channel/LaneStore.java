package dev.taskping.relay.channel;

import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.RateLimit;
import dev.taskping.relay.platform.database.Json;
import dev.taskping.relay.security.RelayKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jdbi.v3.core.Handle;

/**
 * Which channels share a lane. Two that lead to the same destination with the same credentials do, whatever they are
 * called, because the provider counts them together. Credentials are part of it: nobody slows down a lane of others by
 * naming their address.
 */
@ApplicationScoped
class LaneStore {

    private static final int DIGEST_BYTES = 16;

    private final RelayKeys keys;

    LaneStore(RelayKeys keys) {
        this.keys = keys;
    }

    /** Puts a channel on the lane of its destination, with a pace of its own. */
    void assign(Handle handle, RegisteredChannel channel, Optional<RateLimit> pace) {
        handle.createUpdate(
                        """
                        UPDATE channel SET interval_ms = :interval::bigint, burst = :burst::integer
                        WHERE workspace = :workspace AND id = :channel
                        """)
                .bind("interval", pace.map(own -> own.interval().toMillis()).orElse(null))
                .bind("burst", pace.map(RateLimit::burst).orElse(null))
                .bind("workspace", channel.workspace())
                .bind("channel", channel.id())
                .execute();
        move(handle, channel);
    }

    /** Puts a channel on the lane of its destination, which keeps the pace of the most patient channel on it. */
    void move(Handle handle, RegisteredChannel channel) {
        String id = id(channel);
        handle.createUpdate("INSERT INTO lane (id, type) VALUES (:id, :type) ON CONFLICT (id) DO NOTHING")
                .bind("id", id)
                .bind("type", ChannelType.of(channel.settings()).id())
                .execute();
        handle.createUpdate("UPDATE channel SET lane_id = :lane WHERE workspace = :workspace AND id = :channel")
                .bind("lane", id)
                .bind("workspace", channel.workspace())
                .bind("channel", channel.id())
                .execute();
        handle.createUpdate(
                        """
                        UPDATE lane SET interval_ms = slowest.interval_ms, burst = coalesce(slowest.burst, 1)
                        FROM (SELECT max(interval_ms) AS interval_ms, min(burst) AS burst FROM channel
                              WHERE lane_id = :id AND settings_sealed IS NOT NULL) AS slowest
                        WHERE lane.id = :id AND (lane.interval_ms, lane.burst)
                            IS DISTINCT FROM (slowest.interval_ms, coalesce(slowest.burst, 1))
                        """)
                .bind("id", id)
                .execute();
    }

    /** The kind and a keyed digest of workspace, destination and credentials. */
    private String id(RegisteredChannel channel) {
        String destination =
                switch (channel.settings()) {
                    // Where its messages will go is not known yet: it stands alone.
                    case ChannelSettings.Telegram telegram
                    when telegram.chatId() == null -> channel.id().toString();
                    case ChannelSettings settings -> Json.write(settings);
                };
        byte[] digest =
                new HmacUtils(HmacAlgorithms.HMAC_SHA_256, keys.lanes()).hmac(channel.workspace() + "\n" + destination);
        return ChannelType.of(channel.settings()).id() + ":" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    }
}
