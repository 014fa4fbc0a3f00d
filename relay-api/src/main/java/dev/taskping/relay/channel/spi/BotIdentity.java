package dev.taskping.relay.channel.spi;

import java.util.HexFormat;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Identifies what people write to (a bot, an app, a number, a mailbox) without its secrets. Two channels share a bot if they
 * use the same secrets at the same server, so a channel with another server or secret can never speak for the people of this
 * bot.
 *
 * @param type the kind of channel; see {@link ChannelType#id}
 * @param id a digest of the secrets and the server, 16 hexadecimal digits
 * @param provider who vouches for the accounts in its updates; see {@link ProviderAccount#provider}
 */
public record BotIdentity(String type, String id, String provider) {

    private static final int BYTES = 8;

    /**
     * A bot whose accounts are only as trustworthy as the secrets of the channel: whoever knows the secrets can claim any
     * account.
     *
     * @param secret what only the provider and the relay know
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

    /** The scope within which the provider numbers updates. */
    public String scope() {
        return type + ":" + id;
    }

    /** An account in this bot's updates. */
    public ProviderAccount account(String accountId) {
        return new ProviderAccount(provider, accountId);
    }
}
