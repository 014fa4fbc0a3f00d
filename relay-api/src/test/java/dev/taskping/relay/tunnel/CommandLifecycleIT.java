package dev.taskping.relay.tunnel;

import static dev.taskping.relay.tunnel.CommandLab.EVALUATE;
import static dev.taskping.relay.tunnel.CommandLab.WORKSPACE;
import static dev.taskping.relay.tunnel.CommandLab.launched;
import static dev.taskping.relay.tunnel.CommandLab.mia;
import static dev.taskping.relay.tunnel.CommandLab.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.protocol.tunnel.TunnelVersion;
import dev.taskping.relay.AdjustableClock;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.command.Command;
import dev.taskping.relay.command.CommandResultHandler;
import dev.taskping.relay.command.CommandStore;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a command waits for its cluster or its person, and how it expires. */
@QuarkusTest
class CommandLifecycleIT {

    @TestHTTPResource("/v1/tunnel")
    URI tunnel;

    @Inject
    Jdbi jdbi;

    @Inject
    CommandStore commands;

    @Inject
    CommandResultHandler results;

    @Inject
    ChannelStore channels;

    @Inject
    AdjustableClock clock;

    private CommandLab lab;

    @BeforeEach
    void start() {
        lab = new CommandLab(jdbi, commands, channels, clock);
    }

    @AfterEach
    void stop() {
        clock.set(Duration.ZERO);
        lab.close();
    }

    /** An operator whose clock is as far ahead as the relay's. */
    private TunnelClient dial() {
        JwtClaims claims = TestCluster.LAB.claims();
        claims.setExpirationTime(NumericDate.fromMilliseconds(clock.millis() + 300_000));
        return new TunnelClient(tunnel, TestCluster.LAB.sign(claims, TestCluster.KEY), TunnelVersion.offered());
    }

    @Test
    void commandForAnOfflineClusterWaitsAndRunsOnce() {
        String id = lab.submit(EVALUATE, null);
        clock.set(Duration.ofMinutes(10));
        results.expire();
        assertThat(lab.state(id)).isEqualTo("pending");
        try (TunnelClient operator = dial()) {
            await().until(() -> !operator.copies(id).isEmpty());
            assertThat(operator.copies(id))
                    .singleElement()
                    .isInstanceOfSatisfying(LaunchCommand.class, command -> assertThat(command.ttlSeconds())
                            .isBetween(86_400L - 660, 86_400L - 600));
            operator.answer(launched(id, "evaluate-late"));
            lab.awaitTold(1);
            // The next command shows that nothing of the first is under way any more.
            String next = lab.submit(EVALUATE, null);
            await().until(() -> !operator.copies(next).isEmpty());
            operator.answer(launched(next, "evaluate-next"));
            lab.awaitTold(2);
            assertThat(operator.copies(id)).hasSize(1);
        }
        assertThat(lab.told())
                .first()
                .asString()
                .contains("Launched evaluate-late")
                .contains("asked by Mia");
        assertThat(lab.state(id)).isEqualTo("launched");
        assertThat(lab.audited(id))
                .containsExactly(
                        "cluster lab; telegram:7; " + lab.channel() + "; launch evaluate; done; Job evaluate-late");
    }

    @Test
    void commandWithoutConnectionExpiresAndThePersonIsTold() {
        String id = lab.submit(EVALUATE, Duration.ofMinutes(5));
        clock.set(Duration.ofMinutes(4));
        results.expire();
        assertThat(lab.state(id)).isEqualTo("pending");
        clock.set(Duration.ofMinutes(5).plusSeconds(1));
        results.expire();
        lab.awaitTold(1);
        assertThat(lab.told())
                .singleElement()
                .asString()
                .contains(
                        "Not launched: the cluster was not connected for 5 min, so evaluate was dropped; send the command again");
        clock.set(Duration.ofMinutes(10));
        try (TunnelClient operator = dial()) {
            String next = lab.submit(EVALUATE, null);
            await().until(() -> !operator.copies(next).isEmpty());
            assertThat(operator.copies(id)).isEmpty();
        }
        assertThat(lab.state(id)).isEqualTo("expired");
        assertThat(lab.audited(id))
                .containsExactly("relay; telegram:7; " + lab.channel()
                        + "; launch evaluate; expired; its cluster was not connected");
    }

    @Test
    void resultAfterExpiryIsToldAsACorrection() {
        String id = lab.submit(EVALUATE, Duration.ofMinutes(5));
        try (TunnelClient operator = dial()) {
            await().until(() -> !operator.copies(id).isEmpty());
        }
        clock.set(Duration.ofMinutes(6));
        results.expire();
        lab.awaitTold(1);
        assertThat(lab.told())
                .singleElement()
                .asString()
                .contains("The cluster did not answer within 5 min; evaluate may still have been launched")
                .contains("check with status");
        try (TunnelClient operator = dial()) {
            operator.answer(launched(id, "evaluate-x7f2"));
            lab.awaitTold(2);
            operator.answer(result(id, Status.REJECTED, "No."));
            operator.answer(result(id, Status.EXPIRED, "Late."));
            String next = lab.submit(EVALUATE, null);
            await().until(() -> !operator.copies(next).isEmpty());
            operator.answer(launched(next, "evaluate-next"));
            lab.awaitTold(3);
        }
        assertThat(lab.told()).anySatisfy(body -> assertThat(body).contains("Launched evaluate-x7f2, after all"));
        assertThat(lab.told()).noneSatisfy(body -> assertThat(body).contains("No."));
        assertThat(lab.state(id)).isEqualTo("launched");
        assertThat(lab.audited(id))
                .satisfiesExactly(
                        given -> assertThat(given).endsWith("expired; no answer from its cluster"),
                        late -> assertThat(late).endsWith("done; Job evaluate-x7f2, after it had expired"));
    }

    @Test
    void confirmedCommandIsSentAgainWithTheConfirmation() {
        String id = lab.submit(EVALUATE, null);
        try (TunnelClient operator = dial()) {
            await().until(() -> !operator.copies(id).isEmpty());
            operator.answer(result(id, Status.AWAITING_CONFIRMATION, "Launch evaluate on 8 GPUs?"));
            await().until(() -> lab.state(id).equals("awaiting_confirmation"));
            operator.answer(result(id, Status.AWAITING_CONFIRMATION, "Launch evaluate on 8 GPUs?"));
        }
        assertThat(confirm(id, new Requester("Eve", Role.ADMIN, "telegram:666", "ml")))
                .isFalse();
        assertThat(lab.state(id)).isEqualTo("awaiting_confirmation");
        try (TunnelClient operator = dial()) {
            String other = lab.submit(EVALUATE, null);
            await().until(() -> !operator.copies(other).isEmpty());
            assertThat(operator.copies(id))
                    .as("nothing is sent while a person thinks")
                    .isEmpty();

            assertThat(confirm(id, mia(Role.OPERATOR))).isTrue();
            assertThat(confirm(id, mia(Role.OPERATOR))).as("once").isFalse();
            await().until(() -> !operator.copies(id).isEmpty());
            assertThat(operator.copies(id)).first().isInstanceOfSatisfying(LaunchCommand.class, command -> assertThat(
                            command.confirmation())
                    .isEqualTo(new Confirmation(true, mia(Role.OPERATOR))));
            operator.answer(result(id, Status.AWAITING_CONFIRMATION, "A copy of the question, overtaken"));
            operator.answer(launched(id, "evaluate-yes"));
            await().until(() -> lab.state(id).equals("launched"));
            operator.answer(launched(other, "evaluate-other"));
            lab.awaitTold(2);
        }
        // The command is a machine's, which cannot be asked; ConfirmationIT shows how people are asked.
        assertThat(lab.told()).noneSatisfy(body -> assertThat(body).contains("8 GPUs?"));
        assertThat(lab.told()).noneSatisfy(body -> assertThat(body).contains("overtaken"));
    }

    @Test
    void unansweredQuestionExpires() {
        String id = lab.submit(EVALUATE, Duration.ofMinutes(5));
        try (TunnelClient operator = dial()) {
            await().until(() -> !operator.copies(id).isEmpty());
            operator.answer(result(id, Status.AWAITING_CONFIRMATION, "Launch evaluate?"));
            await().until(() -> lab.state(id).equals("awaiting_confirmation"));
        }
        clock.set(Duration.ofMinutes(6));
        assertThat(confirm(id, mia(Role.OPERATOR))).as("too late").isFalse();
        results.expire();
        await().until(() ->
                lab.told().stream().anyMatch(body -> body.contains("evaluate was not confirmed within 5 min")));
        assertThat(lab.state(id)).isEqualTo("expired");
    }

    @Test
    void commandOfAnotherWorkspaceCannotBeConfirmed() {
        String id = lab.submit(EVALUATE, null);
        try (TunnelClient operator = dial()) {
            await().until(() -> !operator.copies(id).isEmpty());
            operator.answer(result(id, Status.AWAITING_CONFIRMATION, "Launch evaluate?"));
            await().until(() -> lab.state(id).equals("awaiting_confirmation"));
        }
        Optional<Command> confirmed = jdbi.inTransaction(handle ->
                commands.confirm(handle, "other", UUID.fromString(id), new Confirmation(true, mia(Role.OPERATOR))));
        assertThat(confirmed).isEmpty();
        assertThat(lab.state(id)).isEqualTo("awaiting_confirmation");
    }

    private boolean confirm(String id, Requester by) {
        return jdbi.inTransaction(
                        handle -> commands.confirm(handle, WORKSPACE, UUID.fromString(id), new Confirmation(true, by)))
                .isPresent();
    }
}
