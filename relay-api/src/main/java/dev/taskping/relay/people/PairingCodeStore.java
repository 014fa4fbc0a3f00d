package dev.taskping.relay.people;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.security.Sealer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The pairing codes that were issued, sealed while they can be used. All methods run in the caller's transaction. */
@ApplicationScoped
public class PairingCodeStore {

    private final Sealer sealer;
    private final Clock clock;

    PairingCodeStore(Sealer sealer, Clock clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    /**
     * A code that was issued, as it stands.
     *
     * @param channelId the channel it was issued for
     * @param personId whom it pairs
     * @param expires until when it is good
     * @param used whether it was used already
     */
    public record Issued(UUID channelId, UUID personId, Instant expires, boolean used) {}

    /**
     * A code that can still be used.
     *
     * @param code the code
     * @param expires until when
     */
    record UnusedCode(PairingCode code, Instant expires) {}

    /** The person's unused code for the channel that is good for longest, if it is good beyond that instant. */
    Optional<UnusedCode> findUnused(Handle handle, RegisteredChannel channel, UUID personId, Instant goodBeyond) {
        return handle.createQuery(
                        """
                        SELECT code_sealed, expires_at FROM pairing
                        WHERE channel_id = :channel AND person_id = :person AND used_at IS NULL
                          AND code_sealed IS NOT NULL AND expires_at > :goodBeyond
                        ORDER BY expires_at DESC LIMIT 1
                        """)
                .bind("channel", channel.id())
                .bind("person", personId)
                .bind("goodBeyond", goodBeyond)
                .map((row, context) -> new UnusedCode(
                        new PairingCode(new String(
                                sealer.open(row.getBytes("code_sealed"), place(channel, personId)),
                                StandardCharsets.UTF_8)),
                        row.getTimestamp("expires_at").toInstant()))
                .findOne();
    }

    /** Stores a new code. */
    void insert(Handle handle, RegisteredChannel channel, UUID personId, UnusedCode code) {
        byte[] text = code.code().text().getBytes(StandardCharsets.UTF_8);
        handle.createUpdate(
                        """
                        INSERT INTO pairing (code_hash, code_sealed, channel_id, person_id, expires_at)
                        VALUES (:hash, :sealed, :channel, :person, :expires)
                        """)
                .bind("hash", code.code().hash())
                .bind("sealed", sealer.seal(text, place(channel, personId)))
                .bind("channel", channel.id())
                .bind("person", personId)
                .bind("expires", code.expires())
                .execute();
    }

    private static String place(RegisteredChannel channel, UUID personId) {
        return channel.workspace() + "/pairing/" + channel.id() + "/" + personId;
    }

    /** What a code stands for, if it was ever issued for one of these channels; locked until the transaction ends. */
    public Optional<Issued> find(Handle handle, Bot bot, PairingCode code) {
        return handle.createQuery(
                        """
                        SELECT channel_id, person_id, expires_at, used_at IS NOT NULL AS used FROM pairing
                        WHERE code_hash = :hash FOR UPDATE
                        """)
                .bind("hash", code.hash())
                .map((row, context) -> new Issued(
                        row.getObject("channel_id", UUID.class),
                        row.getObject("person_id", UUID.class),
                        row.getTimestamp("expires_at").toInstant(),
                        row.getBoolean("used")))
                .findOne()
                .filter(issued -> bot.channel(issued.channelId()).isPresent());
    }

    public boolean isExpired(Issued issued) {
        return !issued.expires().isAfter(clock.instant());
    }

    /** Marks the code as used, and with it every other code of the same person for the same channel. */
    public void use(Handle handle, Issued issued) {
        handle.createUpdate(
                        """
                        UPDATE pairing SET used_at = :now, code_sealed = NULL
                        WHERE channel_id = :channel AND person_id = :person AND used_at IS NULL
                        """)
                .bind("now", DatabaseAccess.now(clock))
                .bind("channel", issued.channelId())
                .bind("person", issued.personId())
                .execute();
    }

    /** Voids all codes that the person could still pair with. */
    void voidAll(Handle handle, UUID personId) {
        handle.createUpdate(
                        "UPDATE pairing SET used_at = now(), code_sealed = NULL WHERE person_id = :person AND used_at IS NULL")
                .bind("person", personId)
                .execute();
    }
}
