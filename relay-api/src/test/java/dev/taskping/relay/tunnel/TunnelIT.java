package dev.taskping.relay.tunnel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.command.CommandStore;
import dev.taskping.relay.command.LaunchTarget;
import dev.taskping.relay.command.NewCommand;
import dev.taskping.relay.command.SubmittedCommand;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class TunnelIT {

    private static final TestCluster LAB = TestCluster.LAB;
    private static final String WORKSPACE = "default";

    @TestHTTPResource("/v1/tunnel")
    URI tunnel;

    @Inject
    Jdbi jdbi;

    @Inject
    CommandStore commands;

    @Inject
    ChannelStore channels;

    private final String uid = UUID.randomUUID().toString();
    private final String channel = "sink-" + uid;
    private WebhookSink sink;

    @BeforeEach
    void start() {
        sink = WebhookSink.start();
        LAB.register("ml", channel, sink);
        LAB.send(LAB.succeeded(uid, channel)).statusCode(200);
        await().until(() -> sink.accepted().size() == 1);
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    @Test
    void unansweredCommandIsSentAgainAfterAReconnect() {
        String token = replyToken();
        String id = submit(token, "launch next").statusCode(202).extract().path("command_id");
        submit(token, "launch next").statusCode(202).body("command_id", equalTo(id));
        try (TunnelClient first = new TunnelClient(tunnel, LAB)) {
            await().until(() -> copies(first, id) >= 1);
            LaunchCommand command = first.commands().stream()
                    .filter(candidate -> candidate.commandId().equals(id))
                    .findFirst()
                    .orElseThrow();
            assertThat(command.template()).isEqualTo("evaluate");
            assertThat(command.namespace()).isEqualTo("ml");
            assertThat(command.parameters()).isEqualTo(Map.of("checkpoint", "best"));
            assertThat(command.cause().taskName()).isEqualTo("job-" + uid);
            assertThat(command.cause().channel()).isEqualTo(new ChannelKey("ml", channel));
        }
        try (TunnelClient second = new TunnelClient(tunnel, LAB)) {
            await().until(() -> copies(second, id) >= 1);
            second.answer(CommandLab.launched(id, "evaluate-x7f2"));
            await().until(() -> state(id).equals("launched"));
            second.answer(CommandLab.result(id, Status.REJECTED, "No."));
        }
        try (TunnelClient third = new TunnelClient(tunnel, LAB)) {
            String next = submitted("later-" + uid, null, null).id().toString();
            await().until(() -> copies(third, next) >= 1);
            assertThat(copies(third, id)).isZero();
            assertThat(state(id)).isEqualTo("launched");
            third.answer(CommandLab.launched(next, "evaluate-y"));
            await().until(() -> state(next).equals("launched"));
        }
    }

    /** Whoever has a webhook's token is no person with a role: what it may launch is the channel's to say. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "none, launch next,                     403",
                "none, retry,                           403",
                "none, status,                          200",
                "-,    launch next,                     202",
                "-,    launch wipe-disk,                403",
                "next, launch next,                     202",
                "next, launch evaluate,                 202",
                "next, launch evaluate checkpoint=best, 202",
                "next, launch evaluate checkpoint=last, 403",
                "next, launch wipe-disk,                403",
                "next, retry,                           403",
                "next, logs 5,                          200",
                "any,  launch next,                     202",
                "any,  launch evaluate checkpoint=last, 202",
                "any,  launch wipe-disk,                202",
                "any,  retry,                           202"
            })
    @Attack(
            by = Attacker.TOKEN_HOLDER,
            tries = "to launch another template than the task offers",
            gets = "403, unless the channel says `replies: any`")
    void replyTokenLaunchesWhatItsChannelAllows(@Nullable String replies, String command, int status) {
        String token = replyToken();
        LAB.register("ml", channel, sink, replies == null ? Map.of() : Map.of("replies", replies));
        submit(token, command).statusCode(status);
        assertThat(commandsOfTask()).isEqualTo(status == 202 ? 1 : 0);
    }

    /** Who owns the channel decides on its setting, but not for the namespaces whose tasks it is told of. */
    @Test
    @Attack(
            by = Attacker.TOKEN_HOLDER,
            tries = "to launch or retry in the namespace of a task that is routed to another namespace's channel",
            gets = "403")
    void channelOfAnotherNamespaceReadsAndLaunchesNothing() {
        String elsewhere = "ops-" + uid.substring(0, 8);
        LAB.register(elsewhere, channel, sink, Map.of("replies", "any"));
        LAB.send(LAB.event(
                        uid + "-b",
                        "finished",
                        ",\"outcome\":{\"result\":\"Succeeded\"},\"next\":[{\"template\":\"evaluate\",\"parameters\":{}}]"
                                + ",\"route\":[{\"channel\":{\"namespace\":\"" + elsewhere + "\",\"name\":\"" + channel
                                + "\"}}]"))
                .statusCode(200);
        await().until(() -> sink.accepted().size() == 2);
        String token = replyToken(sink.accepted().getLast().body());
        submit(token, "status").statusCode(200);
        submit(token, "launch next").statusCode(403).body("detail", containsString("namespace 'ml'"));
        submit(token, "launch wipe-disk").statusCode(403);
        submit(token, "retry").statusCode(403);
    }

    @Test
    void channelThatTakesNoRepliesOffersNone() {
        LAB.register("ml", channel, sink, Map.of("replies", "none"));
        LAB.send(LAB.succeeded(uid + "-b", channel)).statusCode(200);
        await().until(() -> sink.accepted().size() == 2);
        assertThat(sink.accepted().getLast().body()).doesNotContain("replytoken");
    }

    private int commandsOfTask() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM command WHERE task_uid = :task")
                .bind("task", uid)
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void replyTokenLaunchesOnce() {
        String token = replyToken();
        LAB.register("ml", channel, sink, Map.of("replies", "any"));
        submit(token, "launch evaluate checkpoint=last").statusCode(202);
        submit(token, "launch evaluate checkpoint=first")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("conflict"));
        submit(token, "help").statusCode(400).body("detail", containsString("launch, retry, status and logs"));
        submit(token, "make me a sandwich").statusCode(400);
        submit(token + "x", "launch next").statusCode(401);
        given().contentType("application/json")
                .header("Authorization", "Bearer " + token)
                .body(Map.of("session_id", "another-task", "command", "launch next"))
                .post("/v1/commands")
                .then()
                .statusCode(403);
    }

    @Test
    void replyTokenReadsAnyNumberOfTimes() {
        String token = replyToken();
        for (int i = 0; i < 3; i++) {
            submit(token, "status")
                    .statusCode(200)
                    .body("session_id", equalTo(uid))
                    .body("state", equalTo("finished"))
                    .body("outcome.result", equalTo("Succeeded"))
                    .body("log", nullValue());
        }
        submit(token, "logs 5").statusCode(200).body("log.tail", equalTo("epoch 3 done"));
        submit(token, "launch next").statusCode(202);
        submit(token, "status").statusCode(200);
    }

    @Test
    void retryUsesTheReplyToken() {
        String token = replyToken();
        LAB.register("ml", channel, sink, Map.of("replies", "any"));
        String id = submit(token, "retry").statusCode(202).extract().path("command_id");
        submit(token, "retry").statusCode(202).body("command_id", equalTo(id));
        submit(token, "launch next").statusCode(409);
    }

    @Test
    void replyTokenOfARemovedChannelIsGone() {
        String token = replyToken();
        LAB.request().delete("/v1/channels/ml/" + channel).then().statusCode(204);
        submit(token, "launch next").statusCode(410);
    }

    @Test
    void samePressTwiceIsOneCommand() {
        SubmittedCommand first = submitted("action:" + uid, null, null);
        SubmittedCommand again = submitted("action:" + uid, null, null);
        assertThat(first.alreadyKnown()).isFalse();
        assertThat(again).isEqualTo(new SubmittedCommand(first.id(), true));
    }

    @Test
    void resultIsToldWhereTheCommandWasGiven() {
        SubmittedCommand pressed =
                submitted("press-" + uid, null, sink.accepted().getFirst().webhookId());
        SubmittedCommand typed = submitted("text-" + uid, "message-17", null);
        try (TunnelClient client = new TunnelClient(tunnel, LAB)) {
            await().until(() -> copies(client, pressed.id().toString()) >= 1
                    && copies(client, typed.id().toString()) >= 1);
            client.answer(CommandLab.launched(pressed.id().toString(), "evaluate-p"));
            client.answer(CommandLab.result(typed.id().toString(), Status.REJECTED, "Only one at a time."));
            await().until(() -> sink.accepted().size() == 3);
        }
        assertThat(sink.accepted().stream().skip(1).map(request -> request.body()))
                .anySatisfy(body -> assertThat(body)
                        .contains("job-" + uid + " succeeded")
                        .contains("Launched evaluate-p")
                        .contains("asked by Mia")
                        .contains("epoch 3 done"))
                .anySatisfy(body -> assertThat(body).contains("Not launched: Only one at a time."));
        List<Map<String, Object>> placements = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT placement->>'kind' AS kind, placement->>'reference' AS reference FROM delivery"
                                + " WHERE task_uid = :task AND event_id IS NULL")
                .bind("task", uid)
                .mapToMap()
                .list());
        assertThat(placements)
                .containsExactlyInAnyOrder(
                        Map.of(
                                "kind",
                                "editOf",
                                "reference",
                                sink.accepted().getFirst().webhookId()),
                        Map.of("kind", "replyTo", "reference", "message-17"));
    }

    private SubmittedCommand submitted(String dedupKey, @Nullable String reply, @Nullable String edit) {
        return jdbi.inTransaction(handle -> {
            UUID channelId = channels.find(handle, WORKSPACE, TestCluster.ID, new ChannelKey("ml", channel))
                    .orElseThrow()
                    .id();
            return commands.submit(
                    handle,
                    new NewCommand(
                            WORKSPACE,
                            TestCluster.ID,
                            "ml",
                            dedupKey,
                            uid,
                            null,
                            new Requester("Mia", Role.LAUNCHER, "telegram:7", "ml"),
                            new LaunchTarget("evaluate", Map.of()),
                            channelId,
                            null,
                            reply,
                            edit));
        });
    }

    private static long copies(TunnelClient client, String id) {
        return client.commands().stream()
                .filter(command -> command.commandId().equals(id))
                .count();
    }

    private String state(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT state FROM command WHERE id = :id::uuid")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }

    private static ValidatableResponse submit(String token, String command) {
        return given().contentType("application/json")
                .header("Authorization", "Bearer " + token)
                .body(Map.of("command", command))
                .post("/v1/commands")
                .then();
    }

    private String replyToken() {
        return replyToken(sink.accepted().getFirst().body());
    }

    private static String replyToken(String event) {
        try {
            JsonNode body = new ObjectMapper().readTree(event);
            assertThat(body.path("replyurl").asText()).endsWith("/v1/commands");
            assertThat(Instant.parse(body.path("replyexpires").asText()))
                    .isAfter(Instant.now().plus(Duration.ofHours(23)));
            return body.path("replytoken").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
