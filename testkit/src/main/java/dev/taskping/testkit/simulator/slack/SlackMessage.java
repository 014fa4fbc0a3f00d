package dev.taskping.testkit.simulator.slack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as the people in a channel see it now.
 *
 * @param channelId the channel
 * @param timestamp its name in the channel, such as {@code 1700000000.000100}
 * @param byWebhook whether the incoming webhook wrote it, not the bot
 * @param fallback what notifications say
 * @param title the header's text; empty for none
 * @param text what is displayed below the title, without markup
 * @param formatted whether it is displayed in blocks
 * @param buttons what can be pressed
 * @param file what was shared with it, if it is a file
 * @param thread the message it stands below, if it does
 * @param pings whom it notifies by name: {@code channel}, {@code here}, {@code everyone}, a user's id
 * @param sentAt when it was written
 * @param editedAt when it was last changed
 * @param earlierTexts what it said before each change, oldest first
 */
public record SlackMessage(
        String channelId,
        String timestamp,
        boolean byWebhook,
        String fallback,
        String title,
        String text,
        boolean formatted,
        List<SlackButton> buttons,
        @Nullable SlackFile file,
        @Nullable String thread,
        List<String> pings,
        Instant sentAt,
        @Nullable Instant editedAt,
        List<String> earlierTexts) {

    /**
     * A button below a message.
     *
     * @param label what it says
     * @param actionId unique in its block
     * @param value what the app gets when it is pressed
     */
    public record SlackButton(String label, String actionId, String value) {}

    /**
     * A shared file.
     *
     * @param fileName its name
     * @param text its content as UTF-8
     */
    public record SlackFile(String fileName, String text) {}

    /** Everything that is displayed, without markup and without files. */
    public String displayed() {
        return title.isEmpty() ? text : title + "\n" + text;
    }

    /** What the buttons say. */
    public List<String> buttonLabels() {
        return buttons.stream().map(SlackButton::label).toList();
    }

    SlackMessage edited(SlackContent content, Instant at) {
        List<String> history = new ArrayList<>(earlierTexts);
        history.add(displayed());
        return new SlackMessage(
                channelId,
                timestamp,
                byWebhook,
                content.fallback(),
                content.title(),
                content.text(),
                content.formatted(),
                content.buttons(),
                file,
                thread,
                pings,
                sentAt,
                at,
                history);
    }
}
