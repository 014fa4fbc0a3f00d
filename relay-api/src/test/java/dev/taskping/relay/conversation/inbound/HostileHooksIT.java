package dev.taskping.relay.conversation.inbound;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.AdjustableClock;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.feishu.FeishuSettings;
import dev.taskping.relay.channel.telegram.TelegramHookSecret;
import dev.taskping.relay.channel.telegram.TelegramSettings;
import dev.taskping.relay.conversation.TelegramLab;
import dev.taskping.relay.conversation.Trace;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.discord.DiscordSimulator;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests to hooks that are forged, late, broken or too large are refused and launch nothing. A request to the hook of a channel
 * is recorded in the audit; any other is only counted, because there is no audit that it belongs to.
 */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileHooksIT {

    private static final String LARGE = "x".repeat(300 * 1024);

    @Inject
    Jdbi jdbi;

    @Inject
    ChannelStore channels;

    @Inject
    MeterRegistry metrics;

    @Inject
    ForgeryRecorder forgeries;

    @Inject
    AdjustableClock clock;

    private final TelegramLab telegram = new TelegramLab();
    private final DiscordSimulator discord = DiscordSimulator.start();
    private final SlackSimulator slack = SlackSimulator.start();
    private final Map<String, HookLab> hooks = new HashMap<>();
    private boolean registered;

    /** Where the relay listens is known only while a test runs, so the first one sets up. */
    @BeforeEach
    void register() {
        if (registered) {
            return;
        }
        telegram.register();
        hook("discord")
                .register(Map.of(
                        "type",
                        "discord",
                        "botToken",
                        discord.token(),
                        "channelId",
                        DiscordSimulator.CHANNEL,
                        "publicKey",
                        discord.publicKey(),
                        "apiUrl",
                        discord.url().toString()));
        hook("slack")
                .register(Map.of(
                        "type",
                        "slack",
                        "botToken",
                        slack.token(),
                        "channel",
                        SlackSimulator.CHANNEL,
                        "signingSecret",
                        slack.signingSecret(),
                        "apiUrl",
                        slack.url().toString()));
        hook("feishu")
                .register(Map.of(
                        "type",
                        "feishu",
                        "domain",
                        "FEISHU",
                        "appId",
                        "cli_a",
                        "appSecret",
                        "secret",
                        "chatId",
                        "oc_" + "a".repeat(32),
                        "verificationToken",
                        "verification-token",
                        "encryptKey",
                        "encrypt-key",
                        "apiUrl",
                        slack.url().toString()));
        hook("twilio")
                .register(Map.of(
                        "type",
                        "sms",
                        "accountSid",
                        "AC" + "0".repeat(31) + "1",
                        "authToken",
                        "auth-token",
                        "from",
                        "+15005550006",
                        "to",
                        "+491701234567",
                        "apiUrl",
                        slack.url().toString()));
        registered = true;
    }

    /** Such settings are refused today, but may have been stored before: an empty token must not vouch for anybody. */
    @Test
    @Attack(
            by = Attacker.STRANGER,
            tries = "to sign with the blank secret of a channel that was registered long ago",
            gets = "404")
    void hookWithAStoredBlankSecretIsRefused() {
        HookLab lark = HookLab.of(jdbi, "feishu");
        lark.register(Map.of(
                "type",
                "feishu",
                "domain",
                "FEISHU",
                "appId",
                "cli_b",
                "appSecret",
                "secret",
                "chatId",
                "oc_" + "b".repeat(32),
                "verificationToken",
                "verification-token",
                "apiUrl",
                slack.url().toString()));
        challenge(lark, "verification-token").then().statusCode(200).body(containsString("answer-me"));
        jdbi.useTransaction(handle -> channels.put(
                handle,
                "default",
                TestCluster.ID,
                new ChannelKey("ml", lark.name()),
                new FeishuSettings(
                        FeishuSettings.Domain.FEISHU,
                        "cli_b",
                        "secret",
                        "oc_" + "b".repeat(32),
                        "",
                        null,
                        null,
                        null,
                        slack.url())));
        challenge(lark, "").then().statusCode(404).body(not(containsString("answer-me")));
        lark.delete();
    }

    private static Response challenge(HookLab lab, String token) {
        return given().contentType("application/json")
                .body(Map.of("type", "url_verification", "token", token, "challenge", "answer-me"))
                .post(lab.path());
    }

    @AfterAll
    void stop() {
        telegram.telegram.close();
        discord.close();
        slack.close();
    }

    /** Of forgeries one a minute is written down: here each shall be. */
    @BeforeEach
    void forgive() {
        jdbi.useHandle(handle -> {
            handle.execute("DELETE FROM request_window");
            handle.execute("DELETE FROM lockout");
        });
        forgeries.forget();
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(
                forged("telegram: no secret", 404, it -> it.telegram(null, "{\"update_id\":1}")),
                forged("telegram: an empty secret", 404, it -> it.telegram("", "{\"update_id\":1}")),
                forged(
                        "telegram: the bot's token as the secret",
                        404,
                        it -> it.telegram(it.telegram.telegram.token(), "{\"update_id\":1}")),
                forged(
                        "telegram: the secret of another bot",
                        404,
                        it -> it.telegram(
                                TelegramHookSecret.of(new TelegramSettings("1:another", null, null)),
                                "{\"update_id\":1}")),
                forged("discord: no signature", 401, it -> it.post(it.hook("discord"), "{\"type\":1}")),
                forged("discord: no hexadecimal digits", 401, it -> it.discord("zz", "1", "{\"type\":1}")),
                forged("discord: a signature of zeros", 401, it -> it.discord("0".repeat(128), "1", "{\"type\":1}")),
                forged("discord: a short signature", 401, it -> it.discord("00", "1", "{\"type\":1}")),
                forged("discord: no timestamp", 401, it -> it.discord("0".repeat(128), null, "{\"type\":1}")),
                forged("slack: no signature", 401, it -> it.slack(null, null)),
                forged("slack: a signature of zeros", 401, it -> it.slack("v0=" + "0".repeat(64), it.now())),
                forged("slack: another version", 401, it -> it.slack("v1=" + "0".repeat(64), it.now())),
                forged("slack: a timestamp that is no number", 401, it -> it.slack("v0=" + "0".repeat(64), "now")),
                forged(
                        "slack: a timestamp past all types",
                        401,
                        it -> it.slack("v0=" + "0".repeat(64), "99999999999999999999")),
                forged(
                        "feishu: not encrypted",
                        404,
                        it -> it.post(
                                it.hook("feishu"),
                                "{\"token\":\"verification-token\",\"header\":{\"event_id\":\"1\"}}")),
                forged("feishu: encrypted with nothing", 404, it -> it.post(it.hook("feishu"), "{\"encrypt\":\"\"}")),
                forged("feishu: no Base64", 404, it -> it.post(it.hook("feishu"), "{\"encrypt\":\"***\"}")),
                forged(
                        "feishu: Base64 of noise",
                        404,
                        it -> it.post(it.hook("feishu"), "{\"encrypt\":\"" + "QUFB".repeat(16) + "\"}")),
                forged("twilio: no signature", 404, it -> it.twilio(null)),
                forged("twilio: an empty signature", 404, it -> it.twilio("")),
                forged("twilio: a signature of noise", 404, it -> it.twilio("QUFBQUFBQUFBQUFBQUFBQUFBQUE=")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    @Attack(
            by = Attacker.STRANGER,
            tries = "requests to a hook without a signature, with a forged one, or with another channel's",
            gets = "refused and audited; nothing is launched")
    void forgedRequestIsRefusedAndRecorded(Function<HostileHooksIT, Response> request, int status) {
        Trace before = Trace.of(jdbi);
        assertThat(request.apply(this).statusCode()).isEqualTo(status);
        before.assertNothingLaunched(jdbi);
        assertThat(before.written(jdbi)).anyMatch(line -> line.startsWith("refused somebody at the hook of "));
    }

    @Test
    @Attack(
            by = Attacker.STRANGER,
            tries = "a flood of forged requests to one hook",
            gets = "one line of audit a minute; the metric counts each")
    void floodOfForgeriesIsRecordedOnceAMinuteAndCounted() {
        Trace before = Trace.of(jdbi);
        double counted = credentials();
        for (int i = 0; i < 20; i++) {
            assertThat(twilio("").statusCode()).isEqualTo(404);
        }
        assertThat(before.written(jdbi)).hasSize(1);
        assertThat(credentials() - counted).isGreaterThanOrEqualTo(20);
    }

    @Test
    void attackedChannelIsForgottenAfterAMinute() {
        assertThat(twilio("").statusCode()).isEqualTo(404);
        assertThat(forgeries.remembered()).isEqualTo(1);

        clock.set(Duration.ofMinutes(1).plusSeconds(1));
        try {
            assertThat(forgeries.remembered()).isZero();
        } finally {
            clock.set(Duration.ZERO);
        }
    }

    @Test
    void lateOrForeignSignatureIsRefused() {
        Trace before = Trace.of(jdbi);
        String mia = "U0000001001";
        assertThat(slack.command(hook("slack").address(), mia, SlackSimulator.CHANNEL, "status", Duration.ofMinutes(6)))
                .isEqualTo("HTTP status 401");
        try (DiscordSimulator other = DiscordSimulator.start()) {
            assertThat(other.ping(hook("discord").address(), true)).isEqualTo("HTTP status 401");
        }
        assertThat(before.written(jdbi))
                .containsExactly("refused somebody at the hook of slack", "refused somebody at the hook of discord");
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                forged("telegram: not JSON", 400, it -> it.telegram(it.secret(), "update_id=1")),
                forged("telegram: an array", 400, it -> it.telegram(it.secret(), "[]")),
                forged("telegram: no number", 400, it -> it.telegram(it.secret(), "{\"message\":{}}")),
                forged(
                        "telegram: text that is an object",
                        400,
                        it -> it.telegram(it.secret(), "{\"update_id\":2,\"message\":{\"text\":{\"a\":1}}}")),
                forged(
                        "telegram: nobody's message",
                        200,
                        it -> it.telegram(it.secret(), "{\"update_id\":3,\"message\":{\"text\":\"launch evaluate\"}}")),
                forged("telegram: too large", 413, it -> it.telegram(it.secret(), LARGE)),
                forged("discord: too large", 413, it -> it.discord("00", "1", LARGE)),
                forged("slack: too large", 413, it -> it.form(it.hook("slack"), LARGE)),
                forged("feishu: too large", 413, it -> it.post(it.hook("feishu"), "\"" + LARGE + "\"")),
                forged("twilio: too large", 413, it -> it.form(it.hook("twilio"), LARGE)),
                forged("a channel that is not there", 401, it -> given().contentType("application/json")
                        .body("{\"type\":1}")
                        .post("/hooks/discord/lab/ml/absent")),
                forged("an endpoint that is not there", 404, it -> given().contentType("application/json")
                        .body("{\"type\":1}")
                        .post("/hooks/" + "0".repeat(32))),
                forged("an endpoint that cannot be", 404, it -> given().contentType("application/json")
                        .body("{\"type\":1}")
                        .post("/hooks/..%2Flab")),
                forged("a provider that is not there", 404, it -> given().contentType("application/json")
                        .body("{\"type\":1}")
                        .post("/hooks/nobody/lab/ml/absent")),
                forged("a cluster that is not there", 404, it -> given().contentType("application/json")
                        .body("{}")
                        .post("/hooks/feishu/..%2Flab/ml/absent")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    @Attack(
            by = Attacker.STRANGER,
            tries = "broken or oversized requests, or endpoints that do not exist",
            gets = "refused; nothing is launched")
    void brokenRequestLaunchesNothing(Function<HostileHooksIT, Response> request, int status) {
        Trace before = Trace.of(jdbi);
        assertThat(request.apply(this).statusCode()).isEqualTo(status);
        before.assertNothingLaunched(jdbi);
    }

    private double credentials() {
        return metrics.get("taskping.refusals")
                .tag("reason", "credential")
                .counter()
                .count();
    }

    private static Arguments forged(String name, int status, Function<HostileHooksIT, Response> request) {
        return Arguments.of(Named.of(name, request), status);
    }

    private Response telegram(@Nullable String secret, String body) {
        String endpoint =
                jdbi.withHandle(handle -> handle.createQuery("SELECT endpoint_id FROM channel WHERE name = :name")
                        .bind("name", telegram.channel)
                        .mapTo(String.class)
                        .one());
        RequestSpecification request = given().contentType("application/json");
        return (secret == null ? request : request.header("X-Telegram-Bot-Api-Secret-Token", secret))
                .body(body)
                .post("/hooks/" + endpoint);
    }

    private String secret() {
        return TelegramHookSecret.of(new TelegramSettings(telegram.telegram.token(), null, telegram.telegram.url()));
    }

    private HookLab hook(String provider) {
        return hooks.computeIfAbsent(provider, name -> HookLab.of(jdbi, name));
    }

    private Response post(HookLab hook, String body) {
        return given().contentType("application/json").body(body).post(hook.path());
    }

    private Response form(HookLab hook, String body) {
        return given().contentType("application/x-www-form-urlencoded")
                .body("text=" + body)
                .post(hook.path());
    }

    private Response discord(String signature, @Nullable String timestamp, String body) {
        RequestSpecification request =
                given().header("X-Signature-Ed25519", signature).contentType("application/json");
        return (timestamp == null ? request : request.header("X-Signature-Timestamp", timestamp))
                .body(body)
                .post(hook("discord").path());
    }

    private String now() {
        return Long.toString(System.currentTimeMillis() / 1_000);
    }

    private Response slack(@Nullable String signature, @Nullable String timestamp) {
        RequestSpecification request = given().contentType("application/x-www-form-urlencoded");
        if (signature != null && timestamp != null) {
            request.header("X-Slack-Signature", signature).header("X-Slack-Request-Timestamp", timestamp);
        }
        return request.body("command=%2Ftaskping&text=launch+evaluate&user_id=U1&channel_id=C1&trigger_id=1")
                .post(hook("slack").path());
    }

    private Response twilio(@Nullable String signature) {
        RequestSpecification request = given().contentType("application/x-www-form-urlencoded");
        return (signature == null ? request : request.header("X-Twilio-Signature", signature))
                .body("From=%2B491701234567&Body=launch+next&MessageSid=SM1&AccountSid=AC" + "0".repeat(31) + "1")
                .post(hook("twilio").path());
    }
}
