package dev.taskping.relay.channel.spi;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules from which {@link ProviderSettings#fault} is built. Pure; a fault never repeats a value. */
public final class SettingsRules {

    private static final Pattern SIGNING_SECRET = Pattern.compile("whsec_[A-Za-z0-9+/]{32,86}={0,2}");

    private SettingsRules() {}

    /** The first of these faults. */
    @SafeVarargs
    public static Optional<String> first(Optional<String>... faults) {
        return Stream.of(faults).flatMap(Optional::stream).findFirst();
    }

    /** That fault, if it is wrong. */
    public static Optional<String> when(boolean wrong, String fault) {
        return wrong ? Optional.of(fault) : Optional.empty();
    }

    /** That fault, unless the value is there and of that shape. */
    public static Optional<String> matches(Pattern pattern, @Nullable String value, String fault) {
        return when(value == null || !pattern.matcher(value).matches(), fault);
    }

    /** That fault, unless the value is absent or of that shape. */
    public static Optional<String> optional(Pattern pattern, @Nullable String value, String fault) {
        return value == null ? Optional.empty() : matches(pattern, value, fault);
    }

    /** Unless it is an address that can be called. */
    public static Optional<String> url(String field, @Nullable URI url) {
        boolean good = url != null
                && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null;
        return first(
                when(!good, field + ": must be an http or https URL"),
                when(
                        url != null && url.getRawUserInfo() != null,
                        field + ": must not carry a user name or password; they would be shown with the address"));
    }

    /** Unless it is absent, or an address that can be called. */
    public static Optional<String> optionalUrl(String field, @Nullable URI url) {
        return url == null ? Optional.empty() : url(field, url);
    }

    /** Unless {@code settings.signingSecret} is one of Standard Webhooks. */
    public static Optional<String> signingSecret(@Nullable String secret) {
        return matches(
                SIGNING_SECRET,
                secret,
                "settings.signingSecret: must be whsec_ and 24 to 64 random bytes in Base64 (Standard Webhooks)");
    }

    public static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /** The texts that are present: for {@link ProviderSettings#secretValues}. */
    public static List<String> present(@Nullable String... texts) {
        return Stream.of(texts).filter(Objects::nonNull).toList();
    }

    /** The texts that are present, and an address that is secret as a whole and as the path of a request. */
    public static List<String> present(@Nullable URI secretAddress, @Nullable String... texts) {
        Stream<String> address = secretAddress == null
                ? Stream.empty()
                : Stream.of(secretAddress.toString(), secretAddress.getRawPath());
        return Stream.concat(present(texts).stream(), address.filter(Objects::nonNull))
                .toList();
    }
}
