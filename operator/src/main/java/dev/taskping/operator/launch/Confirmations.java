package dev.taskping.operator.launch;

import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchStatus;
import dev.taskping.crds.LaunchStatus.Confirmer;
import dev.taskping.operator.event.ResourceEvents;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Records what people answer to the question whether a launch is meant. The first answer of the right person counts. */
@ApplicationScoped
class Confirmations {

    private static final Logger LOG = Logger.getLogger(Confirmations.class);

    private final LaunchRecords records;
    private final ResourceEvents events;
    private final Clock clock;

    Confirmations(LaunchRecords records, ResourceEvents events, Clock clock) {
        this.records = records;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Records an answer.
     *
     * @param launch as it was read; it awaits a confirmation
     * @return what to tell the relay if nothing follows from this answer; the question stands if it was another's to answer
     * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if another answer came first
     */
    Optional<CommandResult> record(Launch launch, boolean approved, Confirmer by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (!ConfirmationCheck.isSamePerson(launch.getSpec().requestedBy(), by)) {
            return refuse(launch, by, now);
        }
        if (launch.getStatus().confirmation() == null) {
            records.confirm(launch, new LaunchStatus.Confirmation(approved, by, now.toString()));
        }
        return Optional.empty(); // the reconciler is woken by the change and tells what became of it
    }

    private Optional<CommandResult> refuse(Launch launch, Confirmer by, Instant now) {
        String sentence = ConfirmationCheck.sentence(launch, by);
        LOG.warn(sentence);
        String who = by.name() + " " + by.identity();
        events.write(
                launch,
                new ResourceEvents.Note(
                        "confirmation-" + UUID.nameUUIDFromBytes(who.getBytes(StandardCharsets.UTF_8)),
                        ResourceEvents.Type.WARNING,
                        "ConfirmedByAnother",
                        sentence,
                        now));
        return CommandResults.of(launch)
                .map(asked -> new CommandResult(
                        asked.commandId(), asked.status(), "ConfirmedByAnother", sentence, asked.launch(), null));
    }
}
