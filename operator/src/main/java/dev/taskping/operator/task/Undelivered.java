package dev.taskping.operator.task;

import dev.taskping.crds.NotifiedTask;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.LeadershipGained;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.operator.template.TemplateFaults;
import dev.taskping.protocol.relay.UndeliveredMessages;
import dev.taskping.protocol.relay.UndeliveredMessages.UndeliveredMessage;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Messages that reached nobody, at the NotifiedTasks by whose rules they were to be sent: a count in the status, and an
 * Event for the latest on each channel. The relay is asked now and then; nothing is written while all is well.
 */
@ApplicationScoped
class Undelivered {

    private static final Logger LOG = Logger.getLogger(Undelivered.class);

    private final RelayClient relay;
    private final UndeliveredEvents events;
    private final NotifiedTaskProgress progress;
    private final TemplateFaults templates;
    private final TemplateEvents templateEvents;
    private final Duration interval;
    private volatile Map<ResourceID, List<UndeliveredMessage>> byTask = Map.of();
    private volatile @Nullable Thread asking;

    Undelivered(
            RelayClient relay,
            UndeliveredEvents events,
            NotifiedTaskProgress progress,
            TemplateFaults templates,
            TemplateEvents templateEvents,
            OperatorConfiguration configuration) {
        this.relay = relay;
        this.events = events;
        this.progress = progress;
        this.templates = templates;
        this.templateEvents = templateEvents;
        this.interval = configuration.relay().undeliveredInterval();
    }

    void start(@Observes LeadershipGained gained) {
        asking = Thread.ofVirtual().name("undelivered").start(this::askForever);
    }

    @PreDestroy
    void stop() {
        Thread running = asking;
        if (running != null) {
            running.interrupt();
        }
    }

    /** How many messages of that NotifiedTask reached nobody in the last day. */
    int count(NotifiedTask task) {
        return byTask.getOrDefault(ResourceID.fromResource(task), List.of()).size();
    }

    private void askForever() {
        try {
            while (true) {
                try {
                    ask();
                } catch (RelayException | KubernetesClientException e) {
                    LOG.debugf("What was not delivered is not known for now: %s", e.getMessage());
                }
                Thread.sleep(interval.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("Nobody asks for undelivered messages any more");
        }
    }

    private void ask() {
        Map<ResourceID, List<UndeliveredMessage>> before = byTask;
        UndeliveredMessages told = relay.undelivered();
        templates.update(told.templateFaults()).forEach(this::changed);
        Map<ResourceID, List<UndeliveredMessage>> now = byTask(told.messages());
        byTask = now;
        Set<ResourceID> changed = new HashSet<>(before.keySet());
        changed.addAll(now.keySet());
        changed.removeIf(task -> before.getOrDefault(task, List.of()).equals(now.getOrDefault(task, List.of())));
        for (ResourceID task : changed) {
            progress.changed(task);
            events.tell(task, now.getOrDefault(task, List.of()));
        }
    }

    private void changed(ResourceID task) {
        progress.changed(task);
        templateEvents.tell(task, templates.ofTask(task));
    }

    private static Map<ResourceID, List<UndeliveredMessage>> byTask(List<UndeliveredMessage> messages) {
        Map<ResourceID, List<UndeliveredMessage>> byTask = new LinkedHashMap<>();
        for (UndeliveredMessage message : messages) {
            for (String policy : message.policies()) {
                byTask.merge(
                        new ResourceID(policy, message.task().namespace()),
                        List.of(message),
                        (known, more) ->
                                Stream.concat(known.stream(), more.stream()).toList());
            }
        }
        return byTask;
    }
}
