package dev.taskping.relay.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscordMarkdownTest {

    /** Whoever writes the log could otherwise end the block, and what follows would be Markdown. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 30})
    void backticksNeverEndABlock(int count) {
        String block = DiscordMarkdown.block("`".repeat(count) + " <@123456789012345678>" + "`".repeat(count));

        assertThat(block).startsWith("```\n").endsWith("\n```");
        assertThat(block.substring(4, block.length() - 4)).doesNotContain("```");
        assertThat(block.replace("\u200B", ""))
                .isEqualTo("```\n" + "`".repeat(count) + " <@123456789012345678>" + "`".repeat(count) + "\n```");
    }
}
