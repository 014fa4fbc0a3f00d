package dev.taskping.relay.channel.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.AdapterInvoker;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.http.Request;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program may answer, good and bad. */
class HttpAdapterTest {

    private static final String SECRET = "whsec_c2lnbmluZy1zZWNyZXQtb2YtdGhlLXNhbXBsZSE=";

    private volatile Reply answer = Reply.empty(500);
    private final List<Request> asked = new CopyOnWriteArrayList<>();
    private final HttpEndpoint program = HttpEndpoint.start(0, request -> {
        asked.add(request);
        return answer;
    });
    private final AdapterInvoker adapterInvoker = new AdapterInvoker(List.of(new CustomAdapter(
            new HttpAdapter(
                    new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")), Timeouts.of(Duration.ofSeconds(20))),
                    Clock.systemUTC()),
            new InProcessAdapters(List.of(), Timeouts.USUAL))));

    @AfterEach
    void stop() {
        program.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/adapters/ntfy", "/adapters/ntfy/"})
    void operationsAreAppendedToThePath(String path) {
        answer = Reply.json(200, "{\"result\":\"delivered\",\"reference\":\"42\"}");
        assertThat(send(path)).isEqualTo(new DeliveryResult.Delivered("42"));
        assertThat(asked.getLast().path()).isEqualTo(path.replaceAll("/$", "") + "/send");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"result\":\"retryAfter\",\"seconds\":17,\"reason\":\"busy\"} | RetryAfter[delay=PT17S, reason=busy]",
                "{\"result\":\"retryAfter\",\"seconds\":-5,\"reason\":\"busy\"} | RetryAfter[delay=PT0S, reason=busy]",
                "{\"result\":\"retryAfter\",\"seconds\":9999999} | RetryAfter[delay=PT1H, reason=The adapter asks to wait]",
                "{\"result\":\"rejected\",\"reason\":\"no\"} | Rejected[reason=no]",
                "{\"result\":\"failed\"} | Failed[cause=The adapter failed and does not say why]",
                "{\"result\":\"failed\",\"reason\":\"at " + SECRET + "\"} | Failed[cause=at ***]",
                "{\"result\":\"sent\"} | no result",
                "{\"reference\":\"42\"} | no result",
                "[] | no result",
                "null | no result",
                "OK | no result",
                "'' | no result"
            })
    void readsResults(String body, String expected) {
        answer = Reply.json(200, body);
        assertThat(send("").toString()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "401, Rejected, signing secrets",
        "302, Rejected, final address",
        "404, Failed, /send and /check",
        "400, Failed, answers 400",
        "429, Failed, answers 429",
        "500, Failed, answers 500"
    })
    void readsTheStatus(int status, String result, String says) {
        answer = Reply.empty(status);
        assertThat(send("").getClass().getSimpleName()).isEqualTo(result);
        assertThat(send("").toString()).contains(says);
    }

    @Test
    void waitsAsLongAsRetryAfterSays() {
        answer = new Reply.Answer(503, Map.of("Retry-After", "17"), new byte[0]);
        assertThat(send("")).isInstanceOfSatisfying(DeliveryResult.RetryAfter.class, retry -> assertThat(retry.delay())
                .isEqualTo(Duration.ofSeconds(17)));
    }

    @Test
    void tooLongAnswerFails() {
        answer = Reply.json(200, "{\"result\":\"failed\",\"reason\":\"" + "x".repeat(100_000) + "\"}");
        assertThat(send("").toString()).contains("more than 65536 bytes");
    }

    @Test
    void missingReferenceIsReplacedByTheDeliveryId() {
        answer = Reply.json(200, "{\"result\":\"delivered\"}");
        assertThat(send(""))
                .isInstanceOfSatisfying(DeliveryResult.Delivered.class, delivered -> assertThat(delivered.reference())
                        .hasSize(36));
    }

    @Test
    void checkReturnsTheProgramsAnswer() {
        answer = Reply.json(200, "{\"ready\":false,\"reason\":\"Unauthorized\",\"message\":\"bad token\"}");
        assertThat(adapterInvoker.check(settings(""))).isEqualTo(new ChannelCheck(false, "Unauthorized", "bad token"));
        answer = Reply.json(200, "{\"ready\":true,\"reason\":\"all is well!\",\"message\":\"hello\"}");
        assertThat(adapterInvoker.check(settings(""))).isEqualTo(new ChannelCheck(true, "Verified", "hello"));
        answer = Reply.json(200, "{}");
        assertThat(adapterInvoker.check(settings("")).ready()).isFalse();
    }

    private DeliveryResult send(String path) {
        return adapterInvoker.send(settings(path), Samples.notification(Samples.succeeded("x")));
    }

    private ProviderSettings settings(String path) {
        return new CustomSettings(URI.create(program.uri() + path), SECRET, null, Map.of(), Map.of());
    }
}
