package dev.taskping.operator.reporting;

import dev.taskping.operator.policy.EffectivePolicy;
import dev.taskping.operator.policy.PolicyCatalog;
import dev.taskping.operator.redaction.EventRedactor;
import dev.taskping.operator.relay.EventBatcher;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.operator.reporting.RejectedEvents.RejectedEvent;
import dev.taskping.operator.status.EventRecorder;
import dev.taskping.operator.status.EventRecorder.NewEvent;
import dev.taskping.operator.status.EventRecorder.Type;
import dev.taskping.protocol.event.EventTrimmer;
import dev.taskping.protocol.event.EventTrimmer.Trimmed;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.relay.EventReceipt;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Sends the event of a Job so that its outcome arrives, whatever the event contains: what is too much is left out, what the relay
 * rejects is sent once more without all that is not needed, and what even so does not arrive is said to people and kept. What was left
 * out, and what did not arrive, becomes an Event of the Job and of its NotifiedTasks.
 */
@ApplicationScoped
class EventSender {

    private static final Logger LOG = Logger.getLogger(EventSender.class);

    /** Whoever has more NotifiedTasks for one Job finds the Event at the Job. */
    private static final int MOST_TOLD = 16;

    private final EventRedactor redactor;
    private final EventBatcher relay;
    private final RejectedEvents rejectedEvents;
    private final PolicyCatalog policies;
    private final EventRecorder kubernetesEvents;
    private final Clock clock;
    private final Counter rejected;

    EventSender(
            EventRedactor redactor,
            EventBatcher relay,
            RejectedEvents rejectedEvents,
            PolicyCatalog policies,
            EventRecorder kubernetesEvents,
            Clock clock,
            MeterRegistry meters) {
        this.redactor = redactor;
        this.relay = relay;
        this.rejectedEvents = rejectedEvents;
        this.policies = policies;
        this.kubernetesEvents = kubernetesEvents;
        this.clock = clock;
        this.rejected = meters.counter("taskping.events.rejected.for.good");
    }

    /**
     * Sends an event and waits until the relay has recorded it.
     *
     * @param policy the NotifiedTasks that it is sent for
     * @throws RelayException if the event has to be sent again later
     */
    void send(TaskEvent event, EffectivePolicy policy) throws InterruptedException {
        TaskEvent redacted = redactor.redact(event);
        Trimmed trimmed = EventTrimmer.fit(redacted);
        if (!trimmed.omitted().isEmpty()) {
            say(
                    event,
                    policy,
                    "EventTrimmed",
                    "Not reported, because an event has limits: " + String.join(", ", trimmed.omitted()));
        }
        String why;
        try {
            EventReceipt receipt = relay.send(trimmed.event());
            if (receipt.status() != EventReceipt.Status.REJECTED) {
                rejectedEvents.remove(event.subject());
                return;
            }
            why = String.valueOf(receipt.detail());
        } catch (RelayException e) {
            if (!e.mayBeAboutTheContent() || !relay.isAtFault(event.id()) && !relay.isSuspectForLong(event.id())) {
                throw e; // about the relay, as far as anybody can tell
            }
            why = e.getMessage();
        }
        sendWithoutDetails(redacted, policy, why);
    }

    private void sendWithoutDetails(TaskEvent event, EffectivePolicy policy, String why) throws InterruptedException {
        boolean atFault = relay.isAtFault(event.id());
        try {
            EventReceipt receipt = relay.send(EventTrimmer.minimal(event));
            if (receipt.status() == EventReceipt.Status.REJECTED) {
                throw rejected(event, policy, String.valueOf(receipt.detail()));
            }
        } catch (RelayException e) {
            throw e.mayBeAboutTheContent() && atFault ? rejected(event, policy, e.getMessage()) : e;
        }
        rejectedEvents.remove(event.subject());
        say(
                event,
                policy,
                "ReportedWithoutDetails",
                "Reported without log, labels and launches, because the relay did not take the whole event: " + why);
    }

    private RelayException rejected(TaskEvent event, EffectivePolicy policy, String why) {
        rejected.increment();
        TaskIdentity task = event.data().task();
        rejectedEvents.add(
                event.subject(),
                new RejectedEvent(
                        task.name(),
                        names(policy)
                                .map(name -> new ResourceID(name, task.namespace()))
                                .collect(Collectors.toUnmodifiableSet()),
                        why));
        say(
                event,
                policy,
                "NotReported",
                "The relay rejects this Job's event, and nobody is notified; the operator goes on trying: " + why);
        return RelayException.rejected("The relay rejects event " + event.id() + ": " + why);
    }

    private static Stream<String> names(EffectivePolicy policy) {
        return policy.rules().stream().map(EffectivePolicy.Rule::policy).distinct();
    }

    private void say(TaskEvent event, EffectivePolicy policy, String reason, String message) {
        TaskIdentity task = event.data().task();
        LOG.warnf("Event %s of Job %s/%s: %s", event.id(), task.namespace(), task.name(), message);
        NewEvent said = new NewEvent(
                task.uid() + "." + reason.toLowerCase(Locale.ROOT), Type.WARNING, reason, message, clock.instant());
        Stream<HasMetadata> tasks =
                names(policy).limit(MOST_TOLD).flatMap(name -> policies.task(task.namespace(), name).stream());
        Stream.concat(Stream.of(job(task)), tasks).forEach(about -> {
            try {
                kubernetesEvents.record(about, said);
            } catch (KubernetesClientException e) {
                LOG.debugf("Event %s could not be written: %s", reason, e.getMessage());
            }
        });
    }

    private static HasMetadata job(TaskIdentity task) {
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace(task.namespace())
                .withName(task.name())
                .withUid(task.uid())
                .endMetadata()
                .build();
    }
}
