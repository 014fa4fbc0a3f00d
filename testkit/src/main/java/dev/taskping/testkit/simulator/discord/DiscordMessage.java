package dev.taskping.testkit.simulator.discord;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message as the people in a channel see it now.
 *
 * @param channelId the channel
 * @param id unique everywhere
 * @param byWebhook whether the incoming webhook wrote it, not the bot
 * @param content its own text, in Markdown
 * @param embeds the cards below it
 * @param buttons rows of buttons
 * @param files what is attached
 * @param replyTo the message it answers
 * @param silent whether it arrived without a notification
 * @param pings whom it notified although it was not meant for them: {@code everyone}, or mentions
 * @param sentAt when it was written
 * @param editedAt when it was last changed
 * @param earlierTexts what it said before each change, oldest first
 */
public record DiscordMessage(
        String channelId,
        String id,
        boolean byWebhook,
        String content,
        List<Embed> embeds,
        List<List<DiscordButton>> buttons,
        List<DiscordFile> files,
        @Nullable String replyTo,
        boolean silent,
        List<String> pings,
        Instant sentAt,
        @Nullable Instant editedAt,
        List<String> earlierTexts) {

    /**
     * A card.
     *
     * @param description Markdown
     * @param colour red, green and blue in 24 bits; -1 for none
     * @param fields names and values, in Markdown
     * @param footer plain text, empty for none
     */
    public record Embed(String description, int colour, List<Field> fields, String footer) {

        /**
         * A name and its value.
         *
         * @param name Markdown
         * @param value Markdown
         */
        public record Field(String name, String value) {}
    }

    /**
     * A button below a message.
     *
     * @param label what it says
     * @param customId what the application gets when it is pressed
     */
    public record DiscordButton(String label, String customId) {}

    /**
     * An attached file.
     *
     * @param id the attachment's
     * @param fileName its name
     * @param text its content as UTF-8
     */
    public record DiscordFile(String id, String fileName, String text) {}

    /** What a person reads of a text in Markdown. */
    public static String displayed(String markdown) {
        return DiscordDisplayedText.displayed(markdown);
    }

    /** Everything that is displayed, without markup and without files. */
    public String text() {
        Stream<String> cards = embeds.stream()
                .flatMap(embed -> Stream.concat(
                        Stream.of(DiscordDisplayedText.displayed(embed.description())),
                        Stream.concat(
                                embed.fields().stream()
                                        .map(field -> DiscordDisplayedText.displayed(field.name()) + ": "
                                                + DiscordDisplayedText.displayed(field.value())),
                                Stream.of(embed.footer()))));
        return Stream.concat(Stream.of(DiscordDisplayedText.displayed(content)), cards)
                .filter(part -> !part.isEmpty())
                .reduce((one, other) -> one + "\n" + other)
                .orElse("");
    }

    /** What the buttons say, row by row. */
    public List<String> buttonLabels() {
        return buttons.stream().flatMap(List::stream).map(DiscordButton::label).toList();
    }

    DiscordMessage edited(DiscordMessage now, Instant at) {
        List<String> history = new ArrayList<>(earlierTexts);
        history.add(text());
        return new DiscordMessage(
                channelId,
                id,
                byWebhook,
                now.content,
                now.embeds,
                now.buttons,
                now.files,
                replyTo,
                silent,
                pings,
                sentAt,
                at,
                history);
    }
}
