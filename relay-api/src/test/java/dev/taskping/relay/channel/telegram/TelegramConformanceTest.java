package dev.taskping.relay.channel.telegram;

import dev.taskping.relay.channel.conformance.Capabilities;
import dev.taskping.relay.channel.conformance.Capabilities.Actions;
import dev.taskping.relay.channel.conformance.Capabilities.LongText;
import dev.taskping.relay.channel.conformance.ChannelConformance;
import dev.taskping.relay.channel.conformance.Limit;
import dev.taskping.relay.channel.conformance.Shown;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.testkit.simulator.Html;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import java.util.List;
import java.util.Optional;

class TelegramConformanceTest extends ChannelConformance {

    @Override
    protected Venue open(Timeouts patience) {
        return new TelegramVenue(patience);
    }

    private static final class TelegramVenue implements Venue {

        private static final Person MIA = new Person(1001, "Mia");
        private static final String REVOKED = "777000001:AAErevoked00000000000000000000000000";

        private final TelegramSimulator telegram = TelegramSimulator.start();
        private final TelegramAdapter adapter;

        TelegramVenue(Timeouts patience) {
            telegram.say(MIA, "/start");
            adapter = new TelegramAdapter(
                    new TelegramApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")), patience)));
        }

        @Override
        public ChannelAdapter<?> adapter() {
            return adapter;
        }

        @Override
        public Access good() {
            return access(telegram.token());
        }

        @Override
        public Access revoked() {
            return access(REVOKED);
        }

        private Access access(String token) {
            return Access.of(new TelegramSettings(token, MIA.id(), telegram.url()), token);
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(true, Actions.BUTTONS, LongText.ATTACHED, true, true, true);
        }

        @Override
        public List<Limit> limits() {
            String api = "https://core.telegram.org/bots/api#";
            return List.of(
                    Limit.of("message", TelegramRendering.MAX_TEXT + " UTF-16 units", api + "sendmessage"),
                    Limit.of("file", "50 MB", api + "senddocument"));
        }

        @Override
        public FaultPlan faults() {
            return telegram.faults();
        }

        @Override
        public String writing() {
            return "sendMessage";
        }

        @Override
        public Optional<Fault> markupRefusal() {
            return Optional.of(new Fault.Refusal(400, "Bad Request: can't parse entities: Unsupported start tag"));
        }

        @Override
        public List<Shown> shown() {
            List<ChatMessage> all = telegram.fromBot(MIA.id());
            return all.stream()
                    .filter(message -> message.document() == null)
                    .map(message -> new Shown(
                            message.text(),
                            all.stream()
                                    .filter(file -> file.replyTo() != null && file.replyTo() == message.id())
                                    .flatMap(file -> Optional.ofNullable(file.document()).stream())
                                    .map(file -> new Shown.File(file.fileName(), file.text()))
                                    .toList(),
                            message.buttonLabels(),
                            message.earlierTexts().size(),
                            !message.content().entities().isEmpty(),
                            Html.of(message.content())))
                    .toList();
        }

        @Override
        public String displayed(String text) {
            return TelegramSimulator.displayed(text);
        }

        @Override
        public void close() {
            telegram.close();
        }
    }
}
