package dev.taskping.relay.tunnel;

import static dev.taskping.protocol.tunnel.TunnelVersion.V2;
import static dev.taskping.protocol.tunnel.TunnelVersion.V3;
import static dev.taskping.relay.tunnel.CommandLab.EVALUATE;
import static dev.taskping.relay.tunnel.CommandLab.launched;
import static dev.taskping.relay.tunnel.CommandLab.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand.Action;
import dev.taskping.protocol.tunnel.TunnelVersion;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.command.CommandResultHandler;
import dev.taskping.relay.command.CommandStore;
import dev.taskping.relay.command.RetryTarget;
import dev.taskping.relay.command.TaskTarget;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.security.Caller;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators of other versions, with other clocks, at other replicas, with more commands than they can carry out. */
@QuarkusTest
class TunnelSkewIT {

    private static final TestCluster LAB = TestCluster.LAB;
    private static final UUID KEY = new UUID(0, 1);

    @TestHTTPResource("/v1/tunnel")
    URI tunnel;

    @ConfigProperty(name = "taskping.database.url")
    String databaseUrl;

    @Inject
    Jdbi jdbi;

    @Inject
    CommandStore commands;

    @Inject
    CommandResultHandler results;

    @Inject
    ChannelStore channels;

    @Inject
    Clock clock;

    @Inject
    RelayConfiguration configuration;

    @Inject
    MeterRegistry metrics;

    private CommandLab lab;

    @BeforeEach
    void start() {
        lab = new CommandLab(jdbi, commands, channels, clock);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private TaskTarget stopping() {
        return new TaskTarget(Action.STOP, lab.uid, "job-" + lab.uid, null);
    }

    @Test
    void taskCommandNamesItsJobAndItsResultIsTold() {
        String stop = lab.submit(stopping(), null);
        String extend = lab.submit(
                new TaskTarget(Action.EXTEND, lab.uid, "job-" + lab.uid, Duration.ofHours(2)), Duration.ofMinutes(5));
        String retry = lab.submit(new RetryTarget("job-" + lab.uid), null);
        try (TunnelClient operator = new TunnelClient(tunnel, LAB)) {
            assertThat(operator.subprotocol()).isEqualTo("taskping.v3");
            await().until(() -> operator.copies(stop).size()
                            + operator.copies(extend).size()
                            + operator.copies(retry).size()
                    == 3);
            assertThat(operator.copies(stop)).singleElement().isInstanceOfSatisfying(TaskCommand.class, command -> {
                assertThat(command.action()).isEqualTo(Action.STOP);
                assertThat(command.taskUid()).isEqualTo(lab.uid);
                assertThat(command.namespace()).isEqualTo("ml");
                assertThat(command.requestedBy().role()).isEqualTo(Role.OPERATOR);
            });
            assertThat(operator.copies(extend)).singleElement().isInstanceOfSatisfying(TaskCommand.class, command -> {
                assertThat(command.extendSeconds()).isEqualTo(7200);
                assertThat(command.ttlSeconds()).isBetween(240L, 300L);
            });
            assertThat(operator.copies(retry)).singleElement().isInstanceOfSatisfying(LaunchCommand.class, command -> {
                assertThat(command.retryOf()).isEqualTo("job-" + lab.uid);
                assertThat(command.template()).isNull();
            });
            operator.answer(result(stop, Status.DONE, "job is being stopped"));
            operator.answer(result(extend, Status.REJECTED, "it has ended"));
            operator.answer(launched(retry, "job-again"));
            lab.awaitTold(3);
        }
        assertThat(lab.state(stop)).isEqualTo("done");
        assertThat(lab.told())
                .anySatisfy(body -> assertThat(body).contains("job is being stopped — asked by Mia"))
                .anySatisfy(body -> assertThat(body).contains("Not done: it has ended"))
                .anySatisfy(body -> assertThat(body).contains("Launched job-again"));
    }

    @Test
    void anOperatorOfVersion1GetsWhatItUnderstandsAndTheRestIsRefusedAtOnce() {
        try (TunnelClient old = new TunnelClient(tunnel, LAB.token(), List.of())) {
            assertThat(old.subprotocol()).isEmpty();
            String launch = lab.submit(EVALUATE, null);
            String stop = lab.submit(stopping(), null);
            await().until(() -> !old.copies(launch).isEmpty());
            await().until(() -> lab.state(stop).equals("rejected"));
            assertThat(old.copies(stop)).isEmpty();
            assertThat(old.texts())
                    .filteredOn(text -> text.contains(launch))
                    .singleElement()
                    .satisfies(text ->
                            assertThat(text).contains("\"role\":\"launcher\"").doesNotContain("ttlSeconds"));
            old.say("{\"frame\":\"result\",\"commandId\":\"" + launch
                    + "\",\"status\":\"LAUNCHED\",\"message\":\"Launched.\",\"job\":\"evaluate-old\"}");
            lab.awaitTold(2);
        }
        assertThat(lab.told())
                .anySatisfy(body -> assertThat(body).contains("too old to stop tasks; upgrade it"))
                .anySatisfy(body -> assertThat(body).contains("Launched evaluate-old"));
    }

    @Test
    void laterOperatorFallsBackToOurVersion() {
        try (TunnelClient later =
                new TunnelClient(tunnel, LAB.token(), List.of("taskping.v4", "taskping.v3", "taskping.v2"))) {
            assertThat(later.subprotocol()).isEqualTo("taskping.v3");
            String id = lab.submit(EVALUATE, null);
            await().until(() -> !later.copies(id).isEmpty());
            later.say("{\"frame\":\"progress\",\"commandId\":\"" + id + "\",\"percent\":40}");
            later.say(
                    "{\"frame\":\"result\",\"commandId\":\"" + id + "\",\"status\":\"QUEUED\",\"message\":\"Soon.\"}");
            later.say("{\"frame\":\"result\",\"commandId\":\"" + id + "\"}");
            later.say("null");
            later.say("[]");
            later.say("not JSON");
            later.say("{\"frame\":\"result\",\"commandId\":\"" + id
                    + "\",\"status\":\"LAUNCHED\",\"message\":\"Launched.\",\"namespace\":\"ml\",\"job\":\"evaluate-l\","
                    + "\"queue\":{\"a\":1}}");
            await().until(() -> lab.state(id).equals("launched"));
            assertThat(later.isOpen()).isTrue();
        }
    }

    @Test
    void operatorWithASkewedClockConnectsOnlyWithinTheTolerance() {
        JwtClaims late = LAB.claims();
        late.setExpirationTimeMinutesInTheFuture(-0.5f);
        try (TunnelClient operator = new TunnelClient(tunnel, LAB.sign(late, TestCluster.KEY), List.of())) {
            String id = lab.submit(EVALUATE, null);
            await().until(() -> !operator.copies(id).isEmpty());
        }
        JwtClaims far = LAB.claims();
        far.setExpirationTimeMinutesInTheFuture(-2);
        String token = LAB.sign(far, TestCluster.KEY);
        assertThatThrownBy(() -> new TunnelClient(tunnel, token, List.of())).isInstanceOf(CompletionException.class);
    }

    @Test
    void commandsBeyondTheWindowWaitForResults() {
        int window = configuration.commands().window();
        List<String> ids = IntStream.range(0, window + 6)
                .mapToObj(number -> lab.submit(EVALUATE, null))
                .toList();
        try (TunnelClient operator = new TunnelClient(tunnel, LAB)) {
            await().until(() -> operator.commands().size() >= window);
            assertThat(lab.state(ids.getLast())).isEqualTo("pending");
            assertThat(operator.copies(ids.getLast())).isEmpty();
            for (String id : ids) {
                await().until(() -> !operator.copies(id).isEmpty());
                operator.answer(result(id, Status.REJECTED, "Enough."));
            }
            await().until(() -> ids.stream().allMatch(id -> lab.state(id).equals("rejected")));
        }
    }

    @Test
    void commandSubmittedOnAnotherReplicaIsSentHere() {
        // A connection of its own, as another replica has: all that they share is PostgreSQL.
        Jdbi replica = Jdbi.create(databaseUrl, "postgres", "");
        try (TunnelClient operator = new TunnelClient(tunnel, LAB)) {
            String id = lab.submit(replica, EVALUATE, Role.LAUNCHER, null);
            await().atMost(Duration.ofSeconds(8))
                    .until(() -> !operator.copies(id).isEmpty());
            operator.answer(launched(id, "evaluate-b"));
            await().until(() -> lab.state(id).equals("launched"));
        }
    }

    /** Each row: workspace and cluster of the tunnel, its version, namespace and Launch of the result, and why it is refused. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "default, prod, V3, ml,     own,    cluster",
                "other,   lab,  V3, ml,     own,    command",
                "default, lab,  V3, attack, own,    namespace",
                "default, lab,  V2, attack, own,    namespace",
                "default, lab,  V3, -,      own,    namespace",
                "default, lab,  V3, ml,     forged, launch",
                "default, lab,  V2, -,      forged, launch"
            })
    @Attack(
            by = Attacker.LAUNCH_AUTHOR,
            tries = "to write a result into another namespace's chat",
            gets = "refused and counted by the relay")
    void resultThatIsNotTheCommandsOwnIsRefusedAndCounted(
            String workspace, String cluster, TunnelVersion version, String namespace, String launch, String reason) {
        String id = lab.submit(EVALUATE, null);
        double before = refused(reason);
        for (Status status : List.of(Status.REJECTED, Status.LAUNCHED, Status.AWAITING_CONFIRMATION)) {
            results.handle(
                    new Caller.Cluster(workspace, cluster, KEY),
                    version,
                    new CommandResult(
                            id,
                            status,
                            null,
                            "see call-evil.example",
                            namespace,
                            launch.equals("own") ? "cmd-" + id : launch,
                            null));
        }
        assertThat(refused(reason)).isEqualTo(before + 3);
        assertThat(lab.state(id)).isIn("pending", "sent");
        assertThat(lab.audited(id)).isEmpty();
        assertThat(lab.told()).isEmpty();
        results.handle(new Caller.Cluster(CommandLab.WORKSPACE, TestCluster.ID, KEY), V3, launched(id, "evaluate-z"));
        assertThat(lab.state(id)).isEqualTo("launched");
    }

    @Test
    void operatorOfVersion2NeedNotNameTheNamespace() {
        String id = lab.submit(EVALUATE, null);
        results.handle(
                new Caller.Cluster(CommandLab.WORKSPACE, TestCluster.ID, KEY),
                V2,
                new CommandResult(id, Status.REJECTED, "TooMany", "No.", null, null, null));
        assertThat(lab.state(id)).isEqualTo("rejected");
    }

    private double refused(String reason) {
        return metrics.counter("taskping.command.results.refused", "reason", reason)
                .count();
    }
}
