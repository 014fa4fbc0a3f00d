package dev.taskping.testkit.simulator.telegram;

/**
 * A Telegram user. A person's private chat with the bot has the same id.
 *
 * @param id positive
 * @param name the first name
 */
public record Person(long id, String name) {}
