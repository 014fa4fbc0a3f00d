package dev.taskping.testkit.simulator.feishu;

import org.jspecify.annotations.Nullable;

/**
 * A button of a card.
 *
 * @param label what it says
 * @param value the JSON that comes back when it is pressed; absent for links
 * @param url where it leads; absent for buttons that come back
 */
public record FeishuButton(String label, @Nullable String value, @Nullable String url) {}
