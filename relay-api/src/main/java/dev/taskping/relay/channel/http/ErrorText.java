package dev.taskping.relay.channel.http;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts of errors, free of secrets, for people. */
public final class ErrorText {

    /** The form of a bot token, wherever it occurs. */
    private static final Pattern BOT_TOKEN = Pattern.compile("(?<!\\d)\\d{5,}:[A-Za-z0-9_-]{20,}");

    /** Long enough for any provider's sentence. */
    private static final int LIMIT = 500;

    private ErrorText() {}

    /**
     * Describes a failed request to a provider.
     *
     * @param host the provider
     * @param error what was thrown
     * @param secrets texts that must not appear
     */
    public static String of(String host, Throwable error, @Nullable String... secrets) {
        Throwable cause = rootOf(error);
        String what =
                switch (cause) {
                    case UnknownHostException unknown -> "the name " + host + " cannot be resolved";
                    case ConnectException refused -> host + " refuses connections";
                    case SocketTimeoutException late -> host + " did not answer in time";
                    case AddressRefusedException guarded -> String.valueOf(guarded.getMessage());
                    default -> host + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage();
                };
        return scrub(what, secrets);
    }

    /** A text without the given secrets, and without anything that looks like a bot's token. */
    public static String scrub(String text, @Nullable String... secrets) {
        String clean = text;
        for (String secret : secrets) {
            if (secret != null && !secret.isEmpty()) {
                clean = clean.replace(secret, "***");
            }
        }
        clean = BOT_TOKEN.matcher(clean).replaceAll("***");
        return clean.length() <= LIMIT ? clean : clean.substring(0, LIMIT) + "…";
    }

    private static Throwable rootOf(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null && cause.getCause() != cause) {
            if (cause instanceof AddressRefusedException || cause instanceof SocketTimeoutException) {
                return cause;
            }
            cause = cause.getCause();
        }
        return cause;
    }
}
