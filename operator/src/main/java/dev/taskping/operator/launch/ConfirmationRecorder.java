package dev.taskping.operator.launch;

import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.crds.launch.LaunchStatus.Confirmer;
import dev.taskping.operator.launch.decision.ConfirmationCheck;
import dev.taskping.operator.status.EventRecorder;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Records in a Launch's status whether a person confirms or declines it. The first answer of the person who asked counts. */
@ApplicationScoped
class ConfirmationRecorder {

    private static final Logger LOG = Logger.getLogger(ConfirmationRecorder.class);

    private final LaunchClient launches;
    private final EventRecorder events;
    private final Clock clock;

    ConfirmationRecorder(LaunchClient launches, EventRecorder events, Clock clock) {
        this.launches = launches;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Records an answer.
     *
     * @param launch the Launch as it was read; it awaits a confirmation
     * @return the command's result if this person may not answer; the Launch then still awaits its confirmation
     * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if the Launch changed meanwhile
     */
    Optional<CommandResult> record(Launch launch, boolean approved, Confirmer by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (!ConfirmationCheck.isSamePerson(launch.getSpec().requestedBy(), by)) {
            return refuse(launch, by, now);
        }
        if (launch.getStatus().confirmation() == null) {
            launches.confirm(launch, new LaunchStatus.Confirmation(approved, by, now.toString()));
        }
        return Optional.empty(); // the change has the Launch reconciled, which sends the result
    }

    private Optional<CommandResult> refuse(Launch launch, Confirmer by, Instant now) {
        String sentence = ConfirmationCheck.refusalOfAnother(launch, by);
        LOG.warnf(
                "Refused a confirmation in namespace %s: %s",
                launch.getMetadata().getNamespace(), sentence);
        String person = by.name() + " " + by.identity();
        events.record(
                launch,
                new EventRecorder.NewEvent(
                        "confirmation-" + UUID.nameUUIDFromBytes(person.getBytes(StandardCharsets.UTF_8)),
                        EventRecorder.Type.WARNING,
                        "ConfirmedByAnother",
                        sentence,
                        now));
        return CommandResults.of(launch)
                .map(pending -> new CommandResult(
                        pending.commandId(),
                        pending.status(),
                        "ConfirmedByAnother",
                        sentence,
                        pending.namespace(),
                        pending.launch(),
                        null));
    }
}
