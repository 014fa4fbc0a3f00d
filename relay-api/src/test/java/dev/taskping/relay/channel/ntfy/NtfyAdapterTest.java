package dev.taskping.relay.channel.ntfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.ntfy.NtfyMessage;
import dev.taskping.testkit.simulator.ntfy.NtfySimulator;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NtfyAdapterTest {

    private final NtfySimulator ntfy = NtfySimulator.start();
    private final NtfyAdapter adapter = adapter(List.of("127.0.0.1"));

    private static NtfyAdapter adapter(List<String> allowedHosts) {
        return new NtfyAdapter(
                new NtfyApiClient(new JsonApiClient(new ChannelHttpClient(new EgressGuard(allowedHosts)))));
    }

    @AfterEach
    void stop() {
        ntfy.close();
    }

    @Test
    void resultIsPublishedWithTagsAndLink() {
        DeliveryResult result = send(Samples.succeeded("loss=0.1\n"));

        NtfyMessage message = ntfy.messages().getFirst();
        assertThat(result).isEqualTo(new DeliveryResult.Delivered(message.sequenceId()));
        assertThat(message.topic()).isEqualTo("ml");
        assertThat(message.title()).isEqualTo("✅ train-llm succeeded");
        assertThat(message.message()).startsWith("Duration: 3 h 12 min\n").endsWith("\n\nloss=0.1");
        assertThat(message.tags()).containsExactly("gpu", "night");
        assertThat(message.click()).isEqualTo("https://taskping.example.org/tasks/42");
    }

    @Test
    void fileComesWithTheSameTagsLinkAndPriority() {
        send(Samples.succeeded(Samples.log(20_000)));

        NtfyMessage message = ntfy.messages().getFirst();
        assertThat(message.fileName()).isEqualTo("train-llm.log");
        assertThat(message.tags()).containsExactly("gpu", "night");
        assertThat(message.click()).isEqualTo("https://taskping.example.org/tasks/42");
        assertThat(message.priority()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"INFO, 2", "SUCCESS, 3", "WARNING, 4", "ERROR, 4"})
    void failuresAreLoudAndNewsAreSilent(Severity severity, int priority) {
        send(Message.line(severity, "train-llm"));

        assertThat(ntfy.messages().getFirst().priority()).isEqualTo(priority);
    }

    @Test
    void messageWithAFileIsReplacedByItsNextVersion() {
        Message message = Samples.succeeded(Samples.log(20_000));
        var first = (DeliveryResult.Delivered) send(message);
        adapter.send(withToken(), Samples.notification(message, new Placement.EditOf(null, first.reference())));

        assertThat(ntfy.messages())
                .singleElement()
                .extracting(NtfyMessage::edits)
                .isEqualTo(1);
    }

    @Test
    void repeatedAttemptShowsNothingTwice() {
        ntfy.faults().failNext(NtfySimulator.PUBLISH, 1, new Fault.ResetAfterAccept());
        var notification = Samples.notification(Samples.succeeded("x"));
        assertThat(adapter.send(withToken(), notification)).isInstanceOf(DeliveryResult.Failed.class);
        assertThat(adapter.send(withToken(), notification)).isInstanceOf(DeliveryResult.Delivered.class);

        assertThat(ntfy.messages()).hasSize(1);
    }

    @Test
    void passwordOrNobodyMayVouch() {
        Message message = Samples.succeeded("x");
        assertThat(send(settings("ml", null, NtfySimulator.USER, ntfy.password()), message))
                .isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(send(settings(NtfySimulator.OPEN_TOPIC, null, null, null), message))
                .isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(send(settings("ml", null, null, null), message))
                .isInstanceOfSatisfying(DeliveryResult.Rejected.class, rejected -> assertThat(rejected.reason())
                        .contains("403 forbidden", "write-only"));
    }

    /** A log with a long file goes without it where the server takes none. */
    @ParameterizedTest
    @CsvSource({
        "400, 40014: attachments not allowed",
        "413, 41301: attachment too large",
        "429, 42905: limit reached: daily bandwidth"
    })
    void refusedFileIsLeftOut(int status, String words) {
        ntfy.faults().failNext(NtfySimulator.PUBLISH, 1, new Fault.Refusal(status, words));

        assertThat(send(Samples.succeeded(Samples.log(20_000)))).isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(ntfy.messages().getFirst().file()).isNull();
        assertThat(ntfy.messages().getFirst().message()).contains("…", "step 20000/20000");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 40009: invalid request: topic invalid, Rejected, Choose another ntfy.topic",
        "401, 40101: unauthorized, Rejected, token",
        "403, 40301: forbidden, Rejected, write-only",
        "404, 40401: page not found, Rejected, Check ntfy.url",
        "413, 41303: JSON body too large, Rejected, JSON body too large",
        "500, 50001: internal server error, Failed, internal server error",
    })
    void errorsSayWhatToDo(int status, String words, String kind, String cure) {
        ntfy.faults().failNext(NtfySimulator.PUBLISH, 1, new Fault.Refusal(status, words));

        DeliveryResult result = send(Samples.succeeded("x"));
        assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(result.toString()).contains(cure);
        assertThat(ntfy.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"42901: too many requests, PT5S", "42908: too many messages, PT1H"})
    void waitsAsLongAsTheLimitLasts(String words, Duration pause) {
        ntfy.faults().failNext(NtfySimulator.PUBLISH, 1, new Fault.Refusal(429, words));

        assertThat(send(Samples.succeeded("x")))
                .isInstanceOfSatisfying(DeliveryResult.RetryAfter.class, retry -> assertThat(retry.delay())
                        .isEqualTo(pause));
    }

    @Test
    void checkAcceptsAUserWhoMayOnlyWrite() {
        ntfy.faults().failNext(NtfySimulator.AUTH, 1, new Fault.Refusal(403, "forbidden"));

        ChannelCheck check = adapter.check(withToken());
        assertThat(check.ready()).isTrue();
        assertThat(check.message()).contains("may not read");
    }

    @Test
    void privateAddressIsRefused() {
        NtfyAdapter guarded = adapter(List.of());
        assertThat(guarded.send(withToken(), Samples.notification(Samples.succeeded("x"))))
                .isInstanceOf(DeliveryResult.Rejected.class);
        assertThat(guarded.check(withToken()).ready()).isFalse();
        assertThat(ntfy.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ml, -, tk_a, -, -, -",
                "ml, -, -, u, p, -",
                "ml, -, -, -, -, -",
                "a/b, -, -, -, -, settings.topic:",
                "-, -, -, -, -, settings.topic:",
                "ml, ftp://x.org, -, -, -, settings.url:",
                "ml, https://u:p@x.org, -, -, -, settings.url:",
                "ml, -, 'tk_a\u007f', -, -, settings.token:",
                "ml, -, -, u, -, 'settings.username, settings.password:'",
                "ml, -, tk_a, u, p, 'settings.token, settings.username:'",
            })
    void faultNamesTheField(
            @Nullable String topic,
            @Nullable URI url,
            @Nullable String token,
            @Nullable String username,
            @Nullable String password,
            @Nullable String fault) {
        var found = new NtfySettings(topic == null ? "" : topic, url, token, username, password, null).fault();
        if (fault == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).get().asString().startsWith(fault);
        }
    }

    @Test
    void tagsFitIntoAnAddress() {
        assertThat(withTags(List.of("white_check_mark", "+1")).fault()).isEmpty();
        assertThat(withTags(List.of("a,b")).fault()).get().asString().startsWith("settings.tags:");
        assertThat(withTags(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"))
                        .fault())
                .get()
                .asString()
                .startsWith("settings.tags:");
    }

    private DeliveryResult send(Message message) {
        return send(withToken(), message);
    }

    private DeliveryResult send(NtfySettings settings, Message message) {
        return adapter.send(settings, Samples.notification(message));
    }

    private NtfySettings withToken() {
        return settings("ml", ntfy.token(), null, null);
    }

    private NtfySettings settings(
            String topic, @Nullable String token, @Nullable String username, @Nullable String password) {
        return new NtfySettings(topic, ntfy.url(), token, username, password, List.of("gpu", "night"));
    }

    private static NtfySettings withTags(List<String> tags) {
        return new NtfySettings("ml", null, null, null, null, tags);
    }
}
