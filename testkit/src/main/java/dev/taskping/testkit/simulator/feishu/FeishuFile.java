package dev.taskping.testkit.simulator.feishu;

import java.nio.charset.StandardCharsets;

/**
 * A file that was uploaded.
 *
 * @param name as displayed
 * @param content its bytes
 */
public record FeishuFile(String name, byte[] content) {

    /** Its content as UTF-8 text. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
