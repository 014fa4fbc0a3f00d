package dev.taskping.relay.conversation;

import static dev.taskping.relay.conversation.TelegramLab.MIA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A task of namespace ml is told on a channel of another one, whose owner names Mia an operator there. What she may do to the task is for the
 * channels of ml to say.
 */
@QuarkusTest
class CrossNamespaceRolesIT {

    private static final TestCluster LAB = TestCluster.LAB;

    @TestHTTPResource("/v1/tunnel")
    URI tunnel;

    @Inject
    Jdbi jdbi;

    private final String uid = UUID.randomUUID().toString();
    private final String ops = "ops-" + uid.substring(0, 8);
    private final TelegramLab lab = new TelegramLab();

    @BeforeEach
    void pairMiaAsOperatorOfOps() {
        pair(ops, "Mia");
    }

    @AfterEach
    void stop() {
        LAB.request().delete("/v1/channels/" + ops + "/" + lab.channel);
        lab.close();
    }

    private void pair(String namespace, String name) {
        lab.telegram.say(MIA, "/start " + lab.code(lab.register(namespace, Map.of(name, "operator")), name));
        lab.awaitMessage(MIA, "Hello " + name);
    }

    private ChatMessage told(String transition, String more) {
        LAB.send(LAB.event(
                        uid,
                        transition,
                        more + ",\"route\":[{\"channel\":{\"namespace\":\"" + ops + "\",\"name\":\"" + lab.channel
                                + "\"}}]"))
                .statusCode(200);
        return lab.awaitMessage(MIA, "job-" + uid);
    }

    private List<String> states() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT state FROM command WHERE task_uid = :uid")
                .bind("uid", uid)
                .mapTo(String.class)
                .list());
    }

    @Test
    @Attack(
            by = Attacker.FOREIGN_MEMBER,
            tries = "to stop, keep or extend a task of another namespace that is routed to their channel",
            gets = "refused, with the namespace whose role is needed")
    void operatorOfTheChannelsNamespaceCannotStopTheTask() {
        ChatMessage started = told("started", "");
        for (String command : List.of("stop", "keep", "extend 2h")) {
            lab.telegram.say(MIA.id(), MIA, command, started.id());
            lab.awaitMessage(MIA, "\"" + command + "\" needs the role operator in namespace ml");
        }
        assertThat(states()).isEmpty();
    }

    @Test
    void launchSaysInWhichNamespaceTheRoleIsGiven() {
        ChatMessage finished = told(
                "finished",
                ",\"outcome\":{\"result\":\"Succeeded\"},\"next\":[{\"template\":\"evaluate\",\"parameters\":{}}]");
        try (ClusterLab cluster = new ClusterLab(jdbi, tunnel)) {
            lab.telegram.say(MIA.id(), MIA, "launch next", finished.id());
            LaunchCommand launch = cluster.awaitLaunch(uid, any -> true);
            assertThat(launch.namespace()).isEqualTo("ml");
            assertThat(launch.requestedBy())
                    .isEqualTo(new Requester("Mia", Role.OPERATOR, "telegram:" + MIA.id(), ops));
            cluster.rejected(launch.commandId(), "NamespaceNotAllowed", "The template is for people of ml.");
        }
    }

    @Test
    void personWhomTheTasksNamespaceNamesActsWithItsRoleFromAnyChannel() {
        pair("ml", "Maria");
        ChatMessage started = told("started", "");
        try (ClusterLab cluster = new ClusterLab(jdbi, tunnel)) {
            lab.telegram.say(MIA.id(), MIA, "stop", started.id());
            TaskCommand stop = cluster.awaitChange(uid);
            assertThat(stop.requestedBy())
                    .isEqualTo(new Requester("Maria", Role.OPERATOR, "telegram:" + MIA.id(), "ml"));
            cluster.done(stop.commandId(), "job is being stopped");
        }
    }

    @Test
    void whatWaitsIsWithdrawnWhenTheTasksNamespaceTakesTheRole() {
        pair("ml", "Maria");
        ChatMessage started = told("started", "");
        lab.telegram.say(MIA.id(), MIA, "stop", started.id());
        await().until(() -> states().equals(List.of("pending")));
        lab.register("ml", Map.of("Tom", "viewer"));
        assertThat(states()).containsExactly("rejected");
    }

    @Test
    void whatWaitsIsWithdrawnWhenTheAccountIsUnpairedInTheTasksNamespace() {
        pair("ml", "Maria");
        ChatMessage started = told("started", "");
        lab.telegram.say(MIA.id(), MIA, "stop", started.id());
        await().until(() -> states().equals(List.of("pending")));
        Map<String, Object> identity = jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT i.person_id, i.provider, i.account FROM identity i JOIN person p ON p.id = i.person_id
                        WHERE p.namespace = 'ml' AND p.name = 'Maria' ORDER BY i.bound_at DESC LIMIT 1
                        """)
                .mapToMap()
                .one());
        TestCluster.admin()
                .delete(
                        "/v1/people/{person}/identities/{provider}/{account}",
                        identity.get("person_id"),
                        identity.get("provider"),
                        identity.get("account"))
                .then()
                .statusCode(204);
        assertThat(states()).containsExactly("rejected");
    }
}
