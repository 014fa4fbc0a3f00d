package dev.taskping.relay.channel.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.AdapterInvoker;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.testkit.simulator.http.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every adapter must do. It is called as the dispatcher calls it, so that what holds for all adapters by construction is
 * held here too.
 */
public abstract class ChannelConformance {

    /** Long enough for a machine that is busy with something else, and for the one test that is about it, short. */
    private static final Timeouts PATIENT = Timeouts.of(Duration.ofSeconds(20));

    private static final Timeouts IMPATIENT = Timeouts.of(Duration.ofSeconds(1));
    private static final Duration LONGER_THAN_ANYBODY_WAITS = Duration.ofMinutes(1);
    private static final Placement FRESH = new Placement.Fresh();

    private Venue venue;
    private AdapterInvoker adapterInvoker;

    /** Starts the provider, and an adapter with the given patience. */
    protected abstract Venue open(Timeouts patience) throws Exception;

    @BeforeEach
    void begin() throws Exception {
        begin(PATIENT);
    }

    private void begin(Timeouts patience) throws Exception {
        venue = open(patience);
        adapterInvoker = new AdapterInvoker(List.of(venue.adapter()));
    }

    @AfterEach
    void end() {
        venue.close();
    }

    @Test
    void delivered() {
        String reference = deliver(Samples.succeeded("loss=0.1\n"), FRESH);

        assertThat(reference).isNotBlank();
        assertThat(venue.shown()).hasSize(1);
        Shown shown = venue.shown().getFirst();
        assertThat(shown.text()).contains("train-llm succeeded", "3 h 12 min", "25.6");
        assertThat(shown.formatted()).isEqualTo(venue.capabilities().markup());
        if (venue.capabilities().longText() == Capabilities.LongText.NOT_SHOWN) {
            assertSaysWhereTheLogIs(shown);
        } else {
            assertThat(shown.text()).contains("loss=0.1");
        }
        assertThat(shown.files()).isEmpty();
        assertThat(shown.edits()).isZero();
    }

    /** See {@link Approved}. */
    @ParameterizedTest
    @MethodSource("dev.taskping.relay.channel.conformance.OutcomeSamples#names")
    void eachKindOfNewsLooksAsApproved(String news) {
        DeliveryResult result = adapterInvoker.send(venue.good().settings(), OutcomeSamples.of(news));

        assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
        Approved.assertShown(Venues.nameOf(getClass()), news, venue.shown().getLast());
    }

    @Test
    void actionsAreOffered() {
        Message message = Samples.succeeded("x");
        deliver(message, FRESH);

        Shown shown = venue.shown().getFirst();
        List<String> labels = message.actions().stream().map(Action::label).toList();
        switch (venue.capabilities().actions()) {
            case BUTTONS -> assertThat(shown.buttons()).containsExactlyElementsOf(labels);
            case HINTS -> {
                assertThat(shown.buttons()).isEmpty();
                assertThat(shown.text()).contains(message.actions().getFirst().replyText());
            }
            case NONE -> assertThat(shown.buttons()).isEmpty();
        }
    }

    @Test
    void editedInPlaceOrSaidAnew() {
        String first = deliver(Message.line(Severity.INFO, "Launching evaluate"), FRESH);
        String second =
                deliver(Message.line(Severity.SUCCESS, "Launched evaluate-x7f2"), new Placement.EditOf(null, first));

        Shown last = venue.shown().getLast();
        assertThat(last.text()).contains("Launched evaluate-x7f2");
        if (venue.capabilities().edits()) {
            assertThat(venue.shown()).hasSize(1);
            assertThat(last.edits()).isEqualTo(1);
            assertThat(last.text()).doesNotContain("Launching");
            assertThat(second).isEqualTo(first);
        } else {
            assertThat(venue.shown()).hasSize(2);
            assertThat(venue.shown()).extracting(Shown::edits).containsOnly(0);
        }
    }

    @Test
    void tooLongKeepsTheEndAndSaysSo() {
        String log = Samples.log(20_000);
        deliver(Samples.succeeded(log), FRESH);

        assertThat(venue.shown()).hasSize(1);
        Shown shown = venue.shown().getFirst();
        assertThat(shown.text()).contains("train-llm succeeded", "3 h 12 min");
        switch (venue.capabilities().longText()) {
            case WHOLE -> {
                assertThat(shown.text()).contains("step 1/20000 ", "step 20000/20000");
                assertThat(shown.files()).isEmpty();
            }
            case ATTACHED -> {
                assertThat(shown.text()).contains("…", "step 20000/20000").doesNotContain("step 1/20000 ");
                assertThat(shown.files()).hasSize(1);
                assertThat(shown.files().getFirst().name()).isEqualTo("train-llm.log");
                assertThat(shown.files().getFirst().text().replace("\r\n", "\n").strip())
                        .isEqualTo(log.strip());
            }
            case CUT -> {
                assertThat(shown.text()).contains("…", "step 20000/20000");
                assertThat(shown.files()).isEmpty();
            }
            case NOT_SHOWN -> {
                assertSaysWhereTheLogIs(shown);
                assertThat(shown.files()).isEmpty();
            }
        }
    }

    @Test
    void longInEveryField() {
        String name = "n".repeat(3_000);
        Message message = new Message(
                "Title " + name,
                Severity.ERROR,
                "Text " + "word ".repeat(20_000),
                IntStream.range(0, 200)
                        .mapToObj(i -> new Message.Fact("Fact " + i + name, "Value " + name))
                        .toList(),
                null,
                List.of(new Action("a1", "Label " + name, "launch next")),
                null);
        deliver(message, FRESH);

        assertThat(venue.shown().getFirst().text()).contains("Title nnn");
    }

    @Test
    void refusedMarkupIsSentPlain() {
        venue.markupRefusal().ifPresent(refusal -> venue.faults().failNext(venue.writing(), 1, refusal));
        deliver(Samples.succeeded("1 < 2 & **3** _4_"), FRESH);

        assertThat(venue.markupRefusal().isPresent())
                .isEqualTo(venue.capabilities().markup());
        assertThat(venue.shown()).hasSize(1);
        Shown shown = venue.shown().getFirst();
        assertThat(shown.formatted()).isFalse();
        assertThat(shown.text()).contains("train-llm succeeded", "3 h 12 min");
        if (venue.capabilities().longText() != Capabilities.LongText.NOT_SHOWN) {
            assertThat(shown.text()).contains("1 < 2 & **3** _4_");
        }
    }

    @Test
    void asksToWait() {
        venue.faults().failNext(venue.writing(), 1, new Fault.Status(429, Duration.ofSeconds(17)));
        DeliveryResult result = send(venue.good().settings(), Samples.succeeded("x"), FRESH);

        if (venue.capabilities().asksToWait()) {
            assertThat(result).isInstanceOfSatisfying(DeliveryResult.RetryAfter.class, retry -> {
                assertThat(retry.delay()).isBetween(Duration.ofSeconds(16), Duration.ofSeconds(18));
                assertThat(retry.reason()).isNotBlank();
            });
        } else {
            assertThat(result).isInstanceOf(DeliveryResult.Failed.class);
        }
        assertThat(venue.shown()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503})
    void troubleOfTheProviderIsTriedAgain(int status) {
        venue.faults().failNext(venue.writing(), 1, new Fault.Status(status, null));
        assertThat(send(venue.good().settings(), Samples.succeeded("x"), FRESH))
                .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> assertThat(failed.cause())
                        .contains(Integer.toString(status)));
        assertThat(venue.shown()).isEmpty();

        deliver(Samples.succeeded("x"), FRESH);
    }

    @Test
    void aHangEndsWithTheClientsPatience() throws Exception {
        end();
        begin(IMPATIENT);
        venue.faults().failNext(venue.writing(), 1, new Fault.Hang(LONGER_THAN_ANYBODY_WAITS));
        Instant begun = Instant.now();
        assertThat(send(venue.good().settings(), Samples.succeeded("x"), FRESH))
                .isInstanceOf(DeliveryResult.Failed.class);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(LONGER_THAN_ANYBODY_WAITS.dividedBy(2));
    }

    @Test
    void aBrokenConnectionIsNotRepeatedSilently() {
        venue.faults().failNext(venue.writing(), 1, new Fault.Reset());
        assertThat(send(venue.good().settings(), Samples.succeeded("x"), FRESH))
                .isInstanceOf(DeliveryResult.Failed.class);
        assertThat(venue.shown()).isEmpty();
    }

    @Test
    void aRevokedSecretIsForGoodAndNamesTheCure() {
        assertThat(send(venue.revoked().settings(), Samples.succeeded("x"), FRESH))
                .isInstanceOfSatisfying(DeliveryResult.Rejected.class, rejected -> assertThat(rejected.reason())
                        .containsPattern("(?i)secret|token|password|key")
                        .containsPattern("(Put|Correct|Compare|Make|Give|Create|Update|Replace|Check)\\b"));
        assertThat(venue.shown()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.taskping.relay.channel.conformance.Scripts#all")
    void unicodeOfAllKinds(String name, String text) {
        deliver(
                new Message(
                        "Title " + text,
                        Severity.SUCCESS,
                        "Text " + text,
                        List.of(new Message.Fact("Name", text)),
                        null,
                        List.of(),
                        null),
                FRESH);

        assertThat(venue.shown()).hasSize(1);
        assertThat(Legible.of(venue.shown().getFirst().text()))
                .as(name)
                .contains(Legible.of(venue.displayed("Title " + text)));
    }

    @Test
    void noSecretIsEverShown() {
        for (Venue.Access access : List.of(venue.good(), venue.revoked())) {
            for (String secret : access.secrets()) {
                for (int status : new int[] {400, 401, 500}) {
                    venue.faults().failNext(venue.writing(), 1, new Fault.Refusal(status, "bad credentials " + secret));
                    assertShowsNoSecret(access);
                    venue.faults().clear();
                }
            }
            venue.faults().failNext(venue.writing(), 1, new Fault.Reset());
            assertShowsNoSecret(access);
        }
        venue.close();
        assertShowsNoSecret(venue.good());
    }

    @Test
    void aCheckSaysWhetherItIsReady() {
        ChannelCheck good = adapterInvoker.check(venue.good().settings());
        assertThat(good.ready()).as(good.message()).isTrue();
        assertThat(good.reason()).isEqualTo("Verified");
        assertThat(good.message()).isNotBlank();

        ChannelCheck revoked = adapterInvoker.check(venue.revoked().settings());
        assertThat(revoked.ready())
                .as(revoked.message())
                .isEqualTo(!venue.capabilities().checksSecret());
        if (venue.capabilities().checksSecret()) {
            assertThat(revoked.reason()).isEqualTo("Unauthorized");
        }
        assertThat(venue.shown()).as("a check bothers nobody").isEmpty();
    }

    @Test
    void whoIsNotThereIsTriedAgain() {
        venue.close();
        assertThat(send(venue.good().settings(), Samples.succeeded("x"), FRESH))
                .isInstanceOf(DeliveryResult.Failed.class);
        ChannelCheck check = adapterInvoker.check(venue.good().settings());
        assertThat(check.ready()).isFalse();
        assertThat(check.reason()).isEqualTo("Unreachable");
    }

    private void assertSaysWhereTheLogIs(Shown shown) {
        assertThat(shown.text()).containsPattern("logs|https://taskping\\.example\\.org/tasks/42");
    }

    private void assertShowsNoSecret(Venue.Access access) {
        assertThat(send(access.settings(), Samples.succeeded("x"), FRESH).toString())
                .doesNotContain(access.secrets());
        assertThat(adapterInvoker.check(access.settings()).toString()).doesNotContain(access.secrets());
        assertThat(access.settings().toString()).doesNotContain(access.secrets());
    }

    /** Delivers, and returns the reference. */
    private String deliver(Message message, Placement placement) {
        DeliveryResult result = send(venue.good().settings(), message, placement);
        assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
        return ((DeliveryResult.Delivered) result).reference();
    }

    private DeliveryResult send(ProviderSettings settings, Message message, Placement placement) {
        return adapterInvoker.send(settings, Samples.notification(message, placement));
    }
}
