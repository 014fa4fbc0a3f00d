package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.template.MessageTemplate;
import dev.taskping.relay.channel.ProviderRegistry;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.message.TemplateRenderer;
import dev.taskping.relay.platform.database.DatabaseAccess;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Stores and counts messages that were sent in the default wording because their template could not be used. */
@ApplicationScoped
public class TemplateFaultStore {

    private final MeterRegistry metrics;
    private final Clock clock;

    TemplateFaultStore(MeterRegistry metrics, ProviderRegistry providers, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        for (ChannelType type : providers.types()) {
            count(type, 0);
        }
    }

    /**
     * A template that could not be used.
     *
     * @param delivery the message that was sent in the default wording
     * @param type the kind of its channel; absent while it is not registered
     * @param taskNamespace the namespace of the task that it was about
     * @param wording the template
     * @param fault what is wrong with it
     */
    public record Fault(
            UUID delivery, @Nullable ChannelType type, String taskNamespace, TemplateRenderer wording, String fault) {}

    /** Remembers these, in the caller's transaction. */
    public void record(Handle handle, List<Fault> faults) {
        for (Fault fault : faults) {
            handle.createUpdate(
                            """
                            INSERT INTO template_fault (delivery_id, task_namespace, policy, fingerprint, fault, at)
                            VALUES (:delivery, :namespace, :policy, :fingerprint, :fault, :now)
                            ON CONFLICT (delivery_id) DO UPDATE SET policy = excluded.policy,
                                fingerprint = excluded.fingerprint, fault = excluded.fault, at = excluded.at
                            """)
                    .bind("delivery", fault.delivery)
                    .bind("namespace", fault.taskNamespace)
                    .bind("policy", fault.wording.policy())
                    .bind("fingerprint", MessageTemplate.fingerprint(fault.wording.template()))
                    .bind("fault", fault.fault)
                    .bind("now", DatabaseAccess.now(clock))
                    .execute();
            count(fault.type, 1);
        }
    }

    private void count(@Nullable ChannelType type, int messages) {
        metrics.counter("taskping.template.faults", "channel", type == null ? "unregistered" : type.id())
                .increment(messages);
    }
}
