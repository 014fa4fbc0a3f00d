package dev.taskping.relay.people;

import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.ChannelState.Pairing;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.telegram.TelegramApi;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.security.Sealer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The codes by which people prove that an account is theirs. Good for fifteen minutes and for one use. */
@ApplicationScoped
public class PairingStore implements PairingCodes {

    static final Duration VALIDITY = Duration.ofMinutes(15);

    /** A code that lapses sooner is replaced when it is asked for: nobody could still type it. */
    private static final Duration TOO_SHORT = Duration.ofMinutes(2);

    private final MembershipStore people;
    private final Sealer sealer;
    private final TelegramApi telegram;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    PairingStore(MembershipStore people, Sealer sealer, TelegramApi telegram, Clock clock) {
        this.people = people;
        this.sealer = sealer;
        this.telegram = telegram;
        this.clock = clock;
    }

    /** A code that was issued, as it stands. */
    public record Issued(UUID channelId, UUID personId, Instant expires, boolean used) {}

    private record Code(PairingCode code, Instant expires) {}

    /**
     * What a person is to be handed.
     *
     * @param code good once
     * @param link opens an app with the code filled in, where there is such a thing
     * @param expires until when it is good
     */
    public record Invitation(PairingCode code, @Nullable String link, Instant expires) {}

    @Override
    public List<Pairing> register(Handle handle, RegisteredChannel channel, List<ChannelRegistration.Member> wanted) {
        return people.setMembers(handle, channel, wanted).stream()
                .map(member -> pairing(handle, channel, member, true))
                .toList();
    }

    @Override
    public List<Pairing> state(Handle handle, RegisteredChannel channel) {
        return people.members(handle, channel).stream()
                .map(member -> pairing(handle, channel, member, false))
                .toList();
    }

    /** A code for a member of the channel, paired or not; empty for others, and where nobody can answer. */
    public Optional<Invitation> invite(Handle handle, RegisteredChannel channel, UUID personId) {
        if (!Bot.isHeard(channel.settings())) {
            return Optional.empty();
        }
        return people.members(handle, channel).stream()
                .filter(member -> member.personId().equals(personId))
                .findFirst()
                .map(member -> current(handle, channel, member).orElseGet(() -> issue(handle, channel, member)))
                .map(code -> new Invitation(code.code, link(channel.settings(), code.code), code.expires));
    }

    private Pairing pairing(Handle handle, RegisteredChannel channel, Member member, boolean issue) {
        if (!Bot.isHeard(channel.settings())) {
            return new Pairing(member.name(), member.role(), false, null, null, null);
        }
        // A person who is known from another channel still has to say where this one's messages go.
        boolean paired = !channel.needsDestination()
                && people.hasIdentity(handle, member.personId(), Bot.providerOf(channel.settings()));
        if (paired) {
            return new Pairing(member.name(), member.role(), true, null, null, null);
        }
        Optional<Code> code = current(handle, channel, member);
        if (code.isEmpty() && issue) {
            code = Optional.of(issue(handle, channel, member));
        }
        return new Pairing(
                member.name(),
                member.role(),
                false,
                code.map(issued -> issued.code().text()).orElse(null),
                code.map(issued -> link(channel.settings(), issued.code())).orElse(null),
                code.map(Code::expires).orElse(null));
    }

    /** Where there are links that open an app with the code filled in. */
    private @Nullable String link(ChannelSettings settings, PairingCode code) {
        return switch (settings) {
            case ChannelSettings.Telegram bot ->
                telegram.username(bot)
                        .map(name -> "https://t.me/" + name + "?start=" + code.text())
                        .orElse(null);
            // RFC 5724.
            case ChannelSettings.Sms sms
            when sms.from() != null -> "sms:" + sms.from() + "?body=%2Fstart%20" + code.text();
            // RFC 6068.
            case ChannelSettings.Email email -> mailto(email.replies(), code);
            case ChannelSettings others -> null;
        };
    }

    private static @Nullable String mailto(ChannelSettings.Email.@Nullable Replies replies, PairingCode code) {
        return replies == null ? null : "mailto:" + replies.address() + "?subject=%2Fstart%20" + code.text();
    }

    private Optional<Code> current(Handle handle, RegisteredChannel channel, Member member) {
        return handle.createQuery(
                        """
                        SELECT code_sealed, expires_at FROM pairing
                        WHERE channel_id = :channel AND person_id = :person AND used_at IS NULL
                          AND code_sealed IS NOT NULL AND expires_at > :soon
                        ORDER BY expires_at DESC LIMIT 1
                        """)
                .bind("channel", channel.id())
                .bind("person", member.personId())
                .bind("soon", DatabaseAccess.now(clock).plus(TOO_SHORT))
                .map((row, context) -> new Code(
                        new PairingCode(new String(
                                sealer.open(row.getBytes("code_sealed"), place(channel, member)),
                                StandardCharsets.UTF_8)),
                        row.getTimestamp("expires_at").toInstant()))
                .findOne();
    }

    private Code issue(Handle handle, RegisteredChannel channel, Member member) {
        PairingCode code = PairingCode.random(random);
        Instant expires = DatabaseAccess.now(clock).plus(VALIDITY);
        handle.createUpdate(
                        """
                        INSERT INTO pairing (code_hash, code_sealed, channel_id, person_id, expires_at)
                        VALUES (:hash, :sealed, :channel, :person, :expires)
                        """)
                .bind("hash", code.hash())
                .bind("sealed", sealer.seal(code.text().getBytes(StandardCharsets.UTF_8), place(channel, member)))
                .bind("channel", channel.id())
                .bind("person", member.personId())
                .bind("expires", expires)
                .execute();
        return new Code(code, expires);
    }

    private static String place(RegisteredChannel channel, Member member) {
        return channel.workspace() + "/pairing/" + channel.id() + "/" + member.personId();
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

    /** The code is used up, and so is every other one of the same person for the same channel. */
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
}
