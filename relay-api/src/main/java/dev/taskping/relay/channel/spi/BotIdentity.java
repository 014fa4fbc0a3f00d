package dev.taskping.relay.channel.spi;

import java.util.HexFormat;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Tells apart what people write to and press buttons of, without its secrets: a bot, an app, a number, a mailbox. Two channels
 * share a bot if they reach it with the same secrets at the same server: a channel that names a server or a secret of its own
 * can never speak for another's people.
 *
 * @param type the kind of channel, such as {@code telegram}
 * @param id a digest of the secrets and the server, 16 hexadecimal digits
 * @param provider who vouches for the accounts in its updates; see {@link ProviderAccount#provider}
 */
public record BotIdentity(String type, String id, String provider) {

    private static final int BYTES = 8;

    /**
     * A bot of whose accounts we know only that somebody knows the secrets that the channel was given: an account is worth what
     * those secrets are.
     *
     * @param secret what only the provider and we know
     * @param server where the secret is used
     */
    public static BotIdentity of(ChannelType type, String secret, String server) {
        String id = HexFormat.of().formatHex(new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmac(server), 0, BYTES);
        return new BotIdentity(type.id(), id, type.id() + "@" + id);
    }

    /** The same bot of a provider that vouches for its accounts itself. */
    public BotIdentity vouchedForBy(String provider) {
        return new BotIdentity(type, id, provider);
    }

    /** What updates are numbered within. */
    public String scope() {
        return type + ":" + id;
    }

    /** An account in this bot's updates. */
    public ProviderAccount account(String accountId) {
        return new ProviderAccount(provider, accountId);
    }
}
