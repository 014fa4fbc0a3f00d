package dev.taskping.relay.channel.discord;

import dev.taskping.relay.channel.conformance.Capabilities;
import dev.taskping.relay.channel.conformance.Capabilities.Actions;
import dev.taskping.relay.channel.conformance.Capabilities.LongText;
import dev.taskping.relay.channel.conformance.Drawing;
import dev.taskping.relay.channel.conformance.Limit;
import dev.taskping.relay.channel.conformance.Shown;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.render.VisibleText;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.testkit.simulator.discord.DiscordMessage;
import dev.taskping.testkit.simulator.discord.DiscordSimulator;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A Discord channel, written to by a bot or by an incoming webhook. */
final class DiscordVenue implements Venue {

    private static final String KEY = "ab".repeat(32);

    private final DiscordSimulator discord = DiscordSimulator.start();
    private final DiscordAdapter adapter;
    private final boolean bot;

    private DiscordVenue(Timeouts patience, boolean bot) {
        this.bot = bot;
        this.adapter = new DiscordAdapter(new DiscordApiClient(
                new JsonApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")), patience)),
                new DiscordRateLimits(Clock.systemUTC())));
    }

    static Venue ofBot(Timeouts patience) {
        return new DiscordVenue(patience, true);
    }

    static Venue ofWebhook(Timeouts patience) {
        return new DiscordVenue(patience, false);
    }

    @Override
    public ChannelAdapter<?> adapter() {
        return adapter;
    }

    @Override
    public Access good() {
        return bot ? botAccess(discord.token()) : webhookAccess(discord.webhookUrl());
    }

    @Override
    public Access revoked() {
        return bot
                ? botAccess("revoked.discord.bot-token-0000000000")
                : webhookAccess(discord.url().resolve("/api/webhooks/1100000000000000099/revoked-webhook-token-00000"));
    }

    private Access botAccess(String token) {
        return Access.of(new DiscordSettings(token, DiscordSimulator.CHANNEL, KEY, null, discord.url()), token);
    }

    private static Access webhookAccess(URI url) {
        return new Access(new DiscordSettings(null, null, null, url, null), List.of(url.toString(), url.getPath()));
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, bot ? Actions.BUTTONS : Actions.NONE, LongText.ATTACHED, true, true, true);
    }

    @Override
    public List<Limit> limits() {
        String resources = "https://discord.com/developers/docs/resources/";
        return List.of(
                Limit.of("text of a message", "2000 characters", resources + "message#create-message"),
                Limit.of(
                        "card",
                        "4096 characters, 6000 with all others",
                        resources + "message#embed-object-embed-limits"),
                Limit.of(
                        "requests",
                        "what the headers say",
                        "https://discord.com/developers/docs/topics/rate-limits#header-format"));
    }

    @Override
    public FaultPlan faults() {
        return discord.faults();
    }

    @Override
    public String writing() {
        return bot ? "createMessage" : "executeWebhook";
    }

    @Override
    public Optional<Fault> markupRefusal() {
        return Optional.of(new Fault.Refusal(400, "50035: Invalid Form Body"));
    }

    @Override
    public List<Shown> shown() {
        return discord.messages(DiscordSimulator.CHANNEL).stream()
                .map(message -> new Shown(
                        message.text(),
                        message.files().stream()
                                .map(file -> new Shown.File(file.fileName(), file.text()))
                                .toList(),
                        message.buttonLabels(),
                        message.earlierTexts().size(),
                        isFormatted(message),
                        drawn(message)))
                .toList();
    }

    private static String drawn(DiscordMessage message) {
        return Drawing.of(message.content(), "**")
                + message.embeds().stream()
                        .map(card -> Drawing.of(card.description(), "**")
                                + card.fields().stream()
                                        .map(field -> Drawing.field(field.name(), field.value()))
                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining());
    }

    private static boolean isFormatted(DiscordMessage message) {
        return !message.embeds().isEmpty() || message.content().startsWith("**");
    }

    @Override
    public String displayed(String text) {
        return VisibleText.line(text);
    }

    @Override
    public void close() {
        discord.close();
    }
}
