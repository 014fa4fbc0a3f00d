package dev.taskping.testkit.simulator.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.testkit.simulator.slack.SlackMessage.SlackButton;
import java.util.ArrayList;
import java.util.List;

/** A message's text and blocks, as displayed, with the documented rules of Block Kit. */
record SlackContent(
        String fallback, String title, String text, boolean formatted, List<SlackButton> buttons, List<String> pings) {

    /** chat.postMessage, "Truncating content". */
    private static final int MAX_TEXT = 40_000;

    private static final int MAX_BLOCKS = 50;

    /** "Blocks too long" at about this many characters, containers included (slackapi/bolt-js, issue 2509). */
    private static final int MAX_TOTAL = 12_000;

    static SlackContent of(JsonNode arguments) {
        String text = arguments.path("text").asText("");
        JsonNode blocks = arguments.path("blocks");
        if (text.isBlank() && blocks.isEmpty()) {
            throw new SlackError("no_text");
        }
        if (text.length() > MAX_TEXT) {
            throw new SlackError("msg_too_long");
        }
        boolean formatting = arguments.path("mrkdwn").asBoolean(true);
        if (blocks.isEmpty()) {
            String shown = formatting ? Mrkdwn.displayed(text) : Mrkdwn.unformatted(text);
            return new SlackContent(shown, "", shown, false, List.of(), Mrkdwn.pings(text));
        }
        if (blocks.size() > MAX_BLOCKS) {
            throw SlackError.blocks("no more than 50 items allowed [json-pointer:/blocks]");
        }
        BlockKit kit = new BlockKit(text);
        blocks.forEach(kit::add);
        if (kit.length() > MAX_TOTAL) {
            throw new SlackError("msg_blocks_too_long");
        }
        return new SlackContent(
                formatting ? Mrkdwn.displayed(text) : Mrkdwn.unformatted(text),
                kit.title(),
                kit.text(),
                true,
                new ArrayList<>(kit.buttons()),
                kit.pings());
    }
}
