package dev.taskping.relay.channel.telegram;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jspecify.annotations.Nullable;

/**
 * What Telegram must show us with each pushed update, in {@code X-Telegram-Bot-Api-Secret-Token}. Only Telegram and we know the
 * token that it is made from.
 */
public final class TelegramHookSecret {

    private TelegramHookSecret() {}

    /** The secret of a bot. */
    public static String of(TelegramSettings settings) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        new HmacUtils(HmacAlgorithms.HMAC_SHA_256, settings.botToken()).hmac("taskping telegram hook"));
    }

    /** Whether that is what was shown, in constant time. */
    static boolean matches(TelegramSettings settings, @Nullable String presented) {
        return presented != null
                && MessageDigest.isEqual(
                        of(settings).getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }
}
