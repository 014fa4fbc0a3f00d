package dev.taskping.relay.channel.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.KnownProviders;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.spi.RateLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of the channels' reference say what the conformance suite holds every adapter to. */
class ChannelReferenceTest {

    private static final Path REFERENCE = Path.of("../docs/reference/channels.md");
    private static final Pattern GENERATED =
            Pattern.compile("(<!-- generated: what the adapters can do -->\n).*?(<!-- end -->)", Pattern.DOTALL);

    @Test
    void checkedInTablesAreFresh() throws Exception {
        StringBuilder can = new StringBuilder(
                """
                | channel | edits messages | replies | a log too long for the message | formatting | finds a revoked secret before a message fails | many messages at once | default rate |
                |---|---|---|---|---|---|---|---|
                """);
        StringBuilder limits = new StringBuilder(
                """

                | channel | limit | most |
                |---|---|---|
                """);
        for (Map.Entry<String, Venues.Opening> opening : Venues.all().entrySet()) {
            try (Venue venue = opening.getValue().open()) {
                can.append(row(opening.getKey(), venue));
                venue.limits()
                        .forEach(limit -> limits.append("| %s | %s | [%s](%s) |\n"
                                .formatted(named(opening.getKey()), limit.what(), limit.most(), limit.source())));
            }
        }
        String before = Files.readString(REFERENCE);
        Matcher generated = GENERATED.matcher(before);
        assertThat(generated.find()).as("%s has its generated part", REFERENCE).isTrue();
        Approved.assertFresh(
                REFERENCE,
                generated.replaceFirst(
                        match -> Matcher.quoteReplacement(match.group(1) + can + limits + match.group(2))));
    }

    /** Every kind of channel has a section of its own. */
    @Test
    void everyTypeHasItsSection() throws IOException {
        String reference = Files.readString(REFERENCE);
        for (ChannelType type : KnownProviders.registry().types()) {
            assertThat(reference).contains("\n## " + type.id() + "\n");
        }
    }

    private static String row(String channel, Venue venue) {
        Capabilities able = venue.capabilities();
        ProviderSettings settings = venue.good().settings();
        ChannelType type = settings.type();
        return "| %s | %s | %s | %s | %s | %s | %s | %s |\n"
                .formatted(
                        named(channel),
                        yes(able.edits()),
                        answers(able.actions()),
                        longText(able.longText()),
                        yes(able.markup()),
                        yes(able.checksSecret()),
                        type.digests() ? "one combined message" : "each separately",
                        settings.rateLimit().map(ChannelReferenceTest::pace).orElse("the receiver's 429"));
    }

    private static String named(String channel) {
        return channel.replace('-', ' ');
    }

    private static String yes(boolean value) {
        return value ? "yes" : "–";
    }

    private static String answers(Capabilities.Actions actions) {
        return switch (actions) {
            case BUTTONS -> "buttons";
            case HINTS -> "by text";
            case NONE -> "–";
        };
    }

    private static String longText(Capabilities.LongText longText) {
        return switch (longText) {
            case WHOLE -> "whole";
            case ATTACHED -> "its end; the whole log as a file";
            case CUT -> "its end";
            case NOT_SHOWN -> "a hint where to read it";
        };
    }

    private static String pace(RateLimit rateLimit) {
        return (rateLimit.burst() == 1 ? "" : rateLimit.burst() + " at once, then ") + "one every "
                + new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT))
                        .format(rateLimit.interval().toMillis() / 1000.0)
                + " s";
    }
}
