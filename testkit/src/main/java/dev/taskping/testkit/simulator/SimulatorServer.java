package dev.taskping.testkit.simulator;

import dev.taskping.testkit.simulator.discord.DiscordSimulator;
import dev.taskping.testkit.simulator.feishu.FeishuSimulator;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.mail.MailInbox;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.simulator.telegram.RateLimits;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import dev.taskping.testkit.simulator.twilio.TwilioSimulator;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * All simulated providers in one process, for the demo: Telegram's Bot API (8081), SMTP (3025) and IMAP (3143), a webhook
 * receiver (8082), Discord (8083), Slack (8084), Feishu (8085), Twilio (8086), and the page with its remote control (8080).
 * Keeps everything in memory and writes no file. Settings, all optional: {@code TELEGRAM_PORT}, {@code SMTP_PORT},
 * {@code IMAP_PORT}, {@code WEBHOOK_PORT}, {@code DISCORD_PORT}, {@code SLACK_PORT}, {@code FEISHU_PORT},
 * {@code TWILIO_PORT}, {@code PAGE_PORT}, {@code TELEGRAM_BOT_TOKEN}, {@code TELEGRAM_BOT_USERNAME},
 * {@code TELEGRAM_LIMITS=documented|none}, {@code WEBHOOK_SIGNING_SECRET}, {@code DISCORD_BOT_TOKEN},
 * {@code SLACK_BOT_TOKEN}, {@code FEISHU_LIMITS=documented|none}, {@code TWILIO_ACCOUNT_SID}, {@code TWILIO_AUTH_TOKEN},
 * {@code PERSON_NAME}.
 */
public final class SimulatorServer implements AutoCloseable {

    private final SimulatedProviders simulatedProviders;
    private final HttpEndpoint page;

    private SimulatorServer(Map<String, String> settings) {
        this.simulatedProviders = new SimulatedProviders(
                TelegramSimulator.start(
                        port(settings, "TELEGRAM_PORT", 8081),
                        settings.getOrDefault("TELEGRAM_BOT_TOKEN", "777000001:AAE-simulated-bot-token-000000000000"),
                        settings.getOrDefault("TELEGRAM_BOT_USERNAME", "taskping_bot"),
                        settings.getOrDefault("TELEGRAM_LIMITS", "documented").equals("none")
                                ? RateLimits.none()
                                : RateLimits.documented()),
                MailInbox.start(port(settings, "SMTP_PORT", 3025), port(settings, "IMAP_PORT", 3143)),
                WebhookSink.start(
                        port(settings, "WEBHOOK_PORT", 8082),
                        settings.getOrDefault(
                                "WEBHOOK_SIGNING_SECRET", "whsec_c2ltdWxhdGVkLXNpZ25pbmctc2VjcmV0LTMyYnl0ZXM=")),
                DiscordSimulator.start(
                        port(settings, "DISCORD_PORT", 8083),
                        settings.getOrDefault("DISCORD_BOT_TOKEN", "simulated.discord.bot-token-000000000000"),
                        true),
                SlackSimulator.start(
                        port(settings, "SLACK_PORT", 8084),
                        settings.getOrDefault("SLACK_BOT_TOKEN", "xoxb-simulated-slack-bot-token-0000"),
                        true),
                FeishuSimulator.start(
                        port(settings, "FEISHU_PORT", 8085),
                        !settings.getOrDefault("FEISHU_LIMITS", "documented").equals("none")),
                TwilioSimulator.start(
                        port(settings, "TWILIO_PORT", 8086),
                        settings.getOrDefault("TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001"),
                        settings.getOrDefault("TWILIO_AUTH_TOKEN", "simulated-auth-token-00000000000")),
                new Person(1001, settings.getOrDefault("PERSON_NAME", "Mia")));
        this.page = HttpEndpoint.start(port(settings, "PAGE_PORT", 8080), new ControlApi(simulatedProviders)::handle);
    }

    /**
     * Starts it.
     *
     * @param settings as the environment variables above; a port of 0 takes a free one
     * @throws IllegalArgumentException if a port is no number
     */
    public static SimulatorServer start(Map<String, String> settings) {
        return new SimulatorServer(settings);
    }

    /** The simulated Telegram. */
    public TelegramSimulator telegram() {
        return simulatedProviders.telegram();
    }

    /** The mail server. */
    public MailInbox mail() {
        return simulatedProviders.mail();
    }

    /** The webhook receiver. */
    public WebhookSink webhooks() {
        return simulatedProviders.webhooks();
    }

    /** The simulated Discord. */
    public DiscordSimulator discord() {
        return simulatedProviders.discord();
    }

    /** The simulated Slack. */
    public SlackSimulator slack() {
        return simulatedProviders.slack();
    }

    /** The simulated Feishu. */
    public FeishuSimulator feishu() {
        return simulatedProviders.feishu();
    }

    /** The simulated Twilio. */
    public TwilioSimulator twilio() {
        return simulatedProviders.twilio();
    }

    /** The port of the page and the remote control. */
    public int pagePort() {
        return page.port();
    }

    private static int port(Map<String, String> settings, String name, int otherwise) {
        @Nullable String value = settings.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a port number, not '" + value + "'", e);
        }
    }

    @Override
    public void close() {
        page.close();
        simulatedProviders.telegram().close();
        simulatedProviders.webhooks().close();
        simulatedProviders.discord().close();
        simulatedProviders.slack().close();
        simulatedProviders.feishu().close();
        simulatedProviders.twilio().close();
        simulatedProviders.mail().close();
    }

    /** Runs until it is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        SimulatorServer server = start(System.getenv());
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            end.countDown();
        }));
        System.out.println("Telegram " + server.telegram().url() + ", SMTP port "
                + server.mail().smtpPort() + ", webhooks " + server.webhooks().url() + ", page http://127.0.0.1:"
                + server.pagePort());
        end.await();
    }
}
