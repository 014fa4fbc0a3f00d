package dev.taskping.crds.notifiedtask;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.crds.CustomResourceJson;
import dev.taskping.crds.JobTemplate;
import dev.taskping.crds.MessageSettings;
import dev.taskping.crds.NamedReference;
import dev.taskping.crds.schema.LabelSelectorSchema;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which Jobs to watch, whom to notify, and what a reply may launch.
 *
 * @param selector watches every Job in the namespace with these labels
 * @param jobRef watches the Job with this name, even if it is created later
 * @param cronJobRef watches every run of this CronJob
 * @param jobTemplate a Job (metadata and spec) that TaskPing creates with the name of the NotifiedTask, and watches
 * @param rules which channels to notify about which events; TaskPing evaluates each rule separately
 * @param log how much of the log a message contains
 * @param next what a reply may launch, most likely first; {@code launch next} launches the first entry
 * @param message settings for the messages
 * @param retainUntilNotified keeps each Job, even a deleted one with its pods, until TaskPing has recorded its end. Uses the
 *     finalizer {@code taskping.dev/retain-until-notified}; needs {@code operator.retainJobs.enabled} in the chart
 */
@CustomResourceJson
@ValidationRule(
        value =
                "[has(self.selector), has(self.jobRef), has(self.cronJobRef), has(self.jobTemplate)].filter(x, x).size() == 1",
        message = "set exactly one of selector, jobRef, cronJobRef and jobTemplate; "
                + "write for example selector: {matchLabels: {team: ml}}")
@ValidationRule(
        value = "has(self.jobTemplate) == has(oldSelf.jobTemplate)",
        message =
                "jobTemplate cannot be added to or removed from an existing NotifiedTask; create another NotifiedTask")
public record NotifiedTaskSpec(
        @SchemaFrom(type = LabelSelectorSchema.class) @Nullable LabelSelector selector,
        @Nullable NamedReference jobRef,
        @Nullable NamedReference cronJobRef,
        @Nullable JobTemplate jobTemplate,
        @Required @Size(min = 1, max = 16) @JsonProperty("notify") List<NotifyRule> rules,
        @Nullable LogSettings log,
        @Nullable MessageSettings message,
        @Size(max = 8) List<NextLaunchTemplate> next,
        @Nullable Boolean retainUntilNotified) {

    public NotifiedTaskSpec {
        rules = rules == null ? List.of() : List.copyOf(rules);
        next = next == null ? List.of() : List.copyOf(next);
    }

    /** The template for messages; null for the channel's template or the default text. */
    @JsonIgnore
    public @Nullable String template() {
        return message == null ? null : message.template();
    }

    /** Whether TaskPing edits the message about the start. */
    @JsonIgnore
    public boolean isLive() {
        return message == null || !Boolean.FALSE.equals(message.live());
    }

    /** Whether TaskPing keeps Jobs until it has recorded their end. */
    @JsonIgnore
    public boolean retains() {
        return Boolean.TRUE.equals(retainUntilNotified);
    }
}
