package dev.taskping.testkit.simulator.feishu;

import java.util.List;

/**
 * What a message looks like.
 *
 * @param title the header; empty without one
 * @param colour the header's template; empty without one
 * @param text everything below, one line a part, without markup and invisible characters
 * @param code what stands in code blocks
 * @param buttons in their order
 * @param mentions whom it calls: {@code all}, or a person's id
 */
public record Displayed(
        String title,
        String colour,
        String text,
        List<String> code,
        List<FeishuButton> buttons,
        List<String> mentions) {

    /** Title and text. */
    public String whole() {
        return title + "\n" + text;
    }
}
