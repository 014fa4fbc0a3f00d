package dev.taskping.operator.notifiedtask;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.crds.notifiedtask.NotifiedTaskStatus;
import dev.taskping.operator.cache.TrimmedResourceStores;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.job.JobInformer;
import dev.taskping.operator.messagetemplate.MessageTemplateCondition;
import dev.taskping.operator.messagetemplate.TemplateFaultCache;
import dev.taskping.operator.policy.PolicyCatalog;
import dev.taskping.operator.policy.PolicyMatcher;
import dev.taskping.operator.reporting.RejectedEvents;
import dev.taskping.operator.reporting.RejectedEvents.RejectedEvent;
import dev.taskping.operator.reporting.UnreportedJobCheck;
import dev.taskping.operator.retention.JobRetention;
import dev.taskping.operator.status.ConditionFinding;
import dev.taskping.operator.status.StatusPatch;
import dev.taskping.protocol.channel.ChannelKey;
import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurableReconciler;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reconciles a NotifiedTask, at most once a second: checks what it names, creates the Job of its {@code jobTemplate}, and counts
 * its Jobs. It does not report Jobs; the package {@code reporting} does.
 */
@ControllerConfiguration(name = "notified-task")
@RateLimited(maxReconciliations = 1, within = 1)
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 30_000)
class NotifiedTaskReconciler implements ConfigurableReconciler<NotifiedTask> {

    private static final String REPORTED = "Reported";
    private static final Duration WITHHELD_AGAIN = Duration.ofSeconds(20);

    private final PolicyCatalog policies;
    private final JobInformer jobs;
    private final EmbeddedJob embedded;
    private final NotifiedTaskTrigger trigger;
    private final UnreportedJobCheck check;
    private final JobRetention retention;
    private final UndeliveredMessagePoller undelivered;
    private final TemplateFaultCache faults;
    private final RejectedEvents rejected;
    private final TrimmedResourceStores stores;
    private final boolean mayRetain;
    private final Clock clock;
    private volatile Predicate<ResourceID> templateExists = template -> false;

    NotifiedTaskReconciler(
            PolicyCatalog policies,
            JobInformer jobs,
            EmbeddedJob embedded,
            NotifiedTaskTrigger trigger,
            UnreportedJobCheck check,
            JobRetention retention,
            UndeliveredMessagePoller undelivered,
            TemplateFaultCache faults,
            RejectedEvents rejected,
            TrimmedResourceStores stores,
            OperatorConfiguration configuration,
            Clock clock) {
        this.policies = policies;
        this.jobs = jobs;
        this.embedded = embedded;
        this.trigger = trigger;
        this.check = check;
        this.retention = retention;
        this.undelivered = undelivered;
        this.faults = faults;
        this.rejected = rejected;
        this.stores = stores;
        this.mayRetain = configuration.jobs().retain();
        this.clock = clock;
    }

    @Override
    public void updateConfigurationFrom(ControllerConfigurationOverrider<NotifiedTask> configuration) {
        stores.notifiedTasks().ifPresent(configuration::withItemStore);
    }

    @Override
    public List<EventSource<?, NotifiedTask>> prepareEventSources(EventSourceContext<NotifiedTask> context) {
        IndexerResourceCache<NotifiedTask> tasks = context.getPrimaryCache();
        var channelInformer = InformerEventSourceConfiguration.from(NotificationChannel.class, NotifiedTask.class)
                .withName("channels")
                .withSecondaryToPrimaryMapper(channel -> naming(tasks, channel));
        stores.channelReferences().ifPresent(channelInformer::withItemStore);
        InformerEventSource<NotificationChannel, NotifiedTask> channels =
                new InformerEventSource<>(channelInformer.build(), context);
        var templateInformer = InformerEventSourceConfiguration.from(LaunchTemplate.class, NotifiedTask.class)
                .withName("templates")
                .withSecondaryToPrimaryMapper(template -> naming(tasks, template));
        stores.launchTemplateNames().ifPresent(templateInformer::withItemStore);
        InformerEventSource<LaunchTemplate, NotifiedTask> templates =
                new InformerEventSource<>(templateInformer.build(), context);
        templateExists = template -> templates.get(template).isPresent();
        policies.attachCaches(
                namespace -> tasks.list(namespace),
                channel -> channels.get(new ResourceID(channel.name(), channel.namespace())));
        return List.of(channels, templates, trigger.events());
    }

    @Override
    public UpdateControl<NotifiedTask> reconcile(NotifiedTask task, Context<NotifiedTask> context) {
        NotifiedTaskStatus before =
                Optional.ofNullable(task.getStatus()).orElse(new NotifiedTaskStatus(null, List.of(), 0, 0, 0, null, 0));
        Long generation = task.getMetadata().getGeneration();
        NotifiedTaskStatus now = examine(task, before, generation);
        if (!generation.equals(before.observedGeneration())) {
            check.policiesChanged(task.getMetadata().getNamespace());
            retention.policiesChanged(task.getMetadata().getNamespace());
        }
        UpdateControl<NotifiedTask> update = now.equals(task.getStatus())
                ? UpdateControl.noUpdate()
                : UpdateControl.patchStatus(StatusPatch.of(new NotifiedTask(), task, now));
        return EmbeddedJob.isWithheld(now.conditions()) ? update.rescheduleAfter(WITHHELD_AGAIN) : update;
    }

    private NotifiedTaskStatus examine(NotifiedTask task, NotifiedTaskStatus before, long generation) {
        String namespace = task.getMetadata().getNamespace();
        ConditionFinding ready = NotifiedTaskReferenceCheck.of(
                task,
                channel -> policies.channel(channel).isPresent(),
                policies::allows,
                template -> templateExists.test(new ResourceID(template, namespace)),
                mayRetain);
        List<Condition> conditions = new ArrayList<>();
        if (EmbeddedJob.isDue(task, before.conditions())) {
            ConditionFinding created = embedded.create(task);
            conditions.add(created.toCondition(EmbeddedJob.CREATED, generation, before.conditions(), clock));
            ready = created.holds() ? ready : created;
        } else {
            ConditionFinding.find(EmbeddedJob.CREATED, before.conditions()).ifPresent(conditions::add);
        }
        Optional<ConditionFinding> messageTemplate = checkMessageTemplate(task);
        messageTemplate
                .map(found -> found.toCondition(MessageTemplateCondition.TYPE, generation, before.conditions(), clock))
                .ifPresent(conditions::add);
        if (ready.holds()) {
            ready = messageTemplate.filter(found -> !found.holds()).orElse(ready);
        }
        reported(task)
                .map(found -> found.toCondition(REPORTED, generation, before.conditions(), clock))
                .ifPresent(conditions::add);
        conditions.addFirst(ready.toReady(generation, before.conditions(), clock));
        JobCounts tally =
                JobCounts.of(jobs.inNamespace(namespace).filter(job -> PolicyMatcher.matches(task, job.getMetadata())));
        return new NotifiedTaskStatus(
                generation,
                conditions,
                tally.active(),
                tally.succeeded(),
                tally.failed(),
                tally.lastRun(),
                undelivered.count(task));
    }

    /** Only while the relay rejects the event of one of its Jobs. */
    private Optional<ConditionFinding> reported(NotifiedTask task) {
        List<RejectedEvent> events = rejected.ofTask(ResourceID.fromResource(task));
        return events.stream()
                .findFirst()
                .map(first -> ConditionFinding.no(
                        "NotReported",
                        "The relay rejects the event of Job '" + first.job() + "'"
                                + (events.size() == 1 ? "" : " and of " + (events.size() - 1) + " more Jobs")
                                + ", and nobody is notified. The operator goes on trying. The relay answered: "
                                + first.reason()));
    }

    private Optional<ConditionFinding> checkMessageTemplate(NotifiedTask task) {
        return MessageTemplateCondition.of(
                "NotifiedTask '" + task.getMetadata().getName() + "'",
                task.getSpec().template(),
                faults.ofTask(ResourceID.fromResource(task)));
    }

    private static Set<ResourceID> naming(IndexerResourceCache<NotifiedTask> tasks, NotificationChannel channel) {
        ChannelKey key = new ChannelKey(
                channel.getMetadata().getNamespace(), channel.getMetadata().getName());
        return tasks.list(task -> task.getSpec().rules().stream()
                        .flatMap(rule -> rule.channels().stream())
                        .anyMatch(reference -> PolicyMatcher.key(
                                        reference, task.getMetadata().getNamespace())
                                .equals(key)))
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
    }

    private static Set<ResourceID> naming(IndexerResourceCache<NotifiedTask> tasks, LaunchTemplate template) {
        String name = template.getMetadata().getName();
        return tasks.list(template.getMetadata().getNamespace())
                .filter(task -> task.getSpec().next().stream()
                        .anyMatch(next -> next.template().equals(name)))
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
    }
}
