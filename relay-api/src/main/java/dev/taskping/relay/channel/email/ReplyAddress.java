package dev.taskping.relay.channel.email;

import dev.taskping.relay.security.MailTokens;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses with a token in them: {@code bot+TOKEN@example.com} reaches the mailbox of {@code bot@example.com}. */
public final class ReplyAddress {

    private ReplyAddress() {}

    /** The mailbox's address with a token. */
    static String with(String mailbox, String token) {
        int at = mailbox.lastIndexOf('@');
        return mailbox.substring(0, at) + "+" + token + mailbox.substring(at);
    }

    /** The token in an address of the mailbox, if it has one. */
    public static Optional<String> tokenIn(String mailbox, String address) {
        int at = mailbox.lastIndexOf('@');
        Matcher plus = Pattern.compile(
                        Pattern.quote(mailbox.substring(0, at)) + "\\+([A-Va-v0-9]{" + MailTokens.LENGTH + "})"
                                + Pattern.quote(mailbox.substring(at)),
                        Pattern.CASE_INSENSITIVE)
                .matcher(address);
        return plus.matches() ? Optional.of(plus.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }
}
