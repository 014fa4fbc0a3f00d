package dev.taskping.testkit.simulator;

import dev.taskping.testkit.simulator.discord.DiscordSimulator;
import dev.taskping.testkit.simulator.feishu.FeishuSimulator;
import dev.taskping.testkit.simulator.mail.MailInbox;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import dev.taskping.testkit.simulator.twilio.TwilioSimulator;
import dev.taskping.testkit.simulator.webhook.WebhookSink;

/**
 * The simulated providers, and the person who uses the page.
 *
 * @param telegram a Telegram with one bot
 * @param mail a mail server
 * @param webhooks a receiver of webhooks
 * @param discord a Discord with one bot and one channel
 * @param slack a Slack with one app and one channel
 * @param feishu a Feishu with one group
 * @param twilio a Twilio with one account
 * @param person whose phone the page shows
 */
record SimulatedProviders(
        TelegramSimulator telegram,
        MailInbox mail,
        WebhookSink webhooks,
        DiscordSimulator discord,
        SlackSimulator slack,
        FeishuSimulator feishu,
        TwilioSimulator twilio,
        Person person) {}
