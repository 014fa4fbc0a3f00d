package dev.taskping.relay.channel.slack;

import dev.taskping.relay.channel.conformance.Capabilities;
import dev.taskping.relay.channel.conformance.Capabilities.Actions;
import dev.taskping.relay.channel.conformance.Capabilities.LongText;
import dev.taskping.relay.channel.conformance.Limit;
import dev.taskping.relay.channel.conformance.Shown;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.render.VisibleText;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.slack.SlackMessage;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Slack channel, written to by a bot or by an incoming webhook. */
final class SlackVenue implements Venue {

    private static final String SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

    private final SlackSimulator slack = SlackSimulator.start();
    private final SlackAdapter adapter;
    private final boolean bot;

    private SlackVenue(Timeouts patience, boolean bot) {
        this.bot = bot;
        this.adapter = new SlackAdapter(new SlackApiClient(
                new JsonApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")), patience))));
    }

    static Venue ofBot(Timeouts patience) {
        return new SlackVenue(patience, true);
    }

    static Venue ofWebhook(Timeouts patience) {
        return new SlackVenue(patience, false);
    }

    @Override
    public ChannelAdapter<?> adapter() {
        return adapter;
    }

    @Override
    public Access good() {
        return bot ? botAccess(slack.token()) : webhookAccess(slack.webhookUrl());
    }

    @Override
    public Access revoked() {
        return bot
                ? botAccess("xoxb-revoked-slack-bot-token-000000")
                : webhookAccess(slack.url().resolve("/services/T0000000001/B0000000099/revoked-webhook-token"));
    }

    private Access botAccess(String token) {
        return new Access(
                new SlackSettings(token, SlackSimulator.CHANNEL, SIGNING_SECRET, null, slack.url()),
                List.of(token, SIGNING_SECRET));
    }

    private static Access webhookAccess(URI url) {
        return new Access(new SlackSettings(null, null, null, url, null), List.of(url.toString(), url.getPath()));
    }

    @Override
    public List<Limit> limits() {
        String blocks = "https://docs.slack.dev/reference/block-kit/";
        return List.of(
                Limit.of("title", "150 characters", blocks + "blocks/header-block"),
                Limit.of("text of a block", "3000 characters", blocks + "composition-objects/text-object"),
                Limit.of(
                        "messages",
                        "one a second in a channel, short bursts more",
                        "https://docs.slack.dev/apis/web-api/rate-limits"));
    }

    @Override
    public Capabilities capabilities() {
        return bot
                ? new Capabilities(true, Actions.BUTTONS, LongText.ATTACHED, true, true, true)
                : new Capabilities(false, Actions.NONE, LongText.CUT, true, true, true);
    }

    @Override
    public FaultPlan faults() {
        return slack.faults();
    }

    @Override
    public String writing() {
        return bot ? "chat.postMessage" : "incomingWebhook";
    }

    @Override
    public Optional<Fault> markupRefusal() {
        return Optional.of(new Fault.Refusal(400, "invalid_blocks"));
    }

    @Override
    public List<Shown> shown() {
        List<SlackMessage> all = slack.messages(SlackSimulator.CHANNEL);
        return all.stream()
                .filter(message -> message.file() == null)
                .map(message -> new Shown(
                        message.displayed(),
                        all.stream()
                                .filter(below -> message.timestamp().equals(below.thread()))
                                .flatMap(below -> Stream.ofNullable(below.file()))
                                .map(file -> new Shown.File(file.fileName(), file.text()))
                                .toList(),
                        message.buttonLabels(),
                        message.earlierTexts().size(),
                        message.formatted()))
                .toList();
    }

    @Override
    public String displayed(String text) {
        return VisibleText.line(text);
    }

    @Override
    public void close() {
        slack.close();
    }
}
