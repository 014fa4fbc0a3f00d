package dev.taskping.testkit.simulator.telegram;

import org.jspecify.annotations.Nullable;

/**
 * A button below a message.
 *
 * @param label what it says
 * @param data what the bot gets when it is pressed; absent for links
 * @param url where it leads; absent for buttons that can be pressed
 */
public record Button(String label, @Nullable String data, @Nullable String url) {}
