package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.launch.LaunchStatus.Phase;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Launches that a person must confirm: the answer, who may give it, and until when. */
class LaunchConfirmationIT extends LaunchRulesCase {

    @Test
    void jobIsCreatedOnlyAfterTheConfirmation() {
        template("confirm: true");
        LaunchCommand command = command(Map.of("checkpoint", "step-900"), null, 600L);

        assertThat(ask(command).message())
                .isEqualTo("evaluate with checkpoint=step-900 would use 2 GPUs for at most 2 h; confirm or decline");
        assertThat(launched()).isEmpty();
        assertThat(resource(command).getStatus().phase()).isEqualTo(Phase.AWAITING_CONFIRMATION);

        relay.send(answered(command, true, MIA));
        relay.send(answered(command, false, MIA));
        relay.send(answered(command, true, MIA));
        await().atMost(PATIENCE).until(() -> results(command).stream()
                .anyMatch(result -> result.status() == Status.LAUNCHED || result.status() == Status.REJECTED));

        var status = resource(command).getStatus();
        assertThat(status.confirmation()).isNotNull();
        assertThat(status.confirmation().by().name()).isEqualTo("Mia");
        assertThat(launched()).hasSize(status.confirmation().approved() ? 1 : 0);
        assertThat(results(command).stream().map(CommandResult::status).distinct())
                .as("one answer, whichever came first")
                .hasSize(2);
    }

    @Test
    void declinedLaunchIsRejected() {
        template("confirm: true");
        LaunchCommand command = command();
        ask(command);

        relay.send(answered(command, false, MIA));

        assertThat(result(command, Status.REJECTED).reason()).isEqualTo("Declined");
        assertThat(launched()).isEmpty();
    }

    @Test
    void confirmationByAnotherPersonIsRefusedAndRecorded() {
        template("confirm: true");
        LaunchCommand command = command();
        ask(command);

        relay.send(answered(command, true, NOOR));
        await().atMost(PATIENCE).until(() -> results(command).stream()
                .anyMatch(result -> "ConfirmedByAnother".equals(result.reason())));

        assertThat(launched()).isEmpty();
        assertThat(resource(command).getStatus().confirmation()).isNull();
        assertThat(KUBERNETES
                        .client()
                        .v1()
                        .events()
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .filteredOn(event -> "ConfirmedByAnother".equals(event.getReason()))
                .singleElement()
                .extracting(Event::getMessage)
                .asString()
                .contains("Only Mia", "Noor cannot");

        relay.send(answered(command, true, MIA));
        result(command, Status.LAUNCHED);
    }

    @Test
    void unconfirmedLaunchExpires() {
        template("confirm: true");
        LaunchCommand command = command(Map.of(), null, 5L);
        ask(command);

        assertThat(result(command, Status.EXPIRED).reason()).isEqualTo("NotConfirmed");
        relay.send(answered(command, true, MIA));

        await().atMost(PATIENCE).until(() -> results(command).size() == 3);
        assertThat(results(command).getLast().status()).isEqualTo(Status.EXPIRED);
        assertThat(resource(command).getStatus().phase()).isEqualTo(Phase.EXPIRED);
        assertThat(launched()).isEmpty();
    }

    @Test
    void changedTemplateInvalidatesTheConfirmation() {
        template("confirm: true");
        LaunchCommand command = command();
        ask(command);
        KUBERNETES
                .client()
                .resources(LaunchTemplate.class)
                .inNamespace(namespace)
                .withName("evaluate")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"description\":\"something else\"}}");

        relay.send(answered(command, true, MIA));

        assertThat(result(command, Status.REJECTED).reason()).isEqualTo("TemplateChanged");
        assertThat(launched()).isEmpty();
    }
}
