package dev.taskping.crds;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.crds.schema.LabelSelectorSchema;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to watch, whom to tell, and what a reply may launch.
 *
 * @param selector watches every Job of the namespace with these labels
 * @param jobRef watches the Job of this name, also one that is created later
 * @param cronJobRef watches every run of this CronJob
 * @param jobTemplate a Job (metadata and spec) that is created, named after the NotifiedTask, and watched
 * @param rules when to tell whom; each rule is looked at by itself
 * @param log how much of the log goes into a message
 * @param next what a reply may launch, most likely first: {@code launch next} launches the first
 * @param message how messages are made
 * @param retainUntilNotified keeps each Job, also a deleted one and its pods, until TaskPing has recorded its end, by the
 *     finalizer {@code taskping.dev/retain-until-notified}; needs {@code operator.retainJobs.enabled} in the chart
 */
@CustomResourceJson
@ValidationRule(
        value =
                "[has(self.selector), has(self.jobRef), has(self.cronJobRef), has(self.jobTemplate)].filter(x, x).size() == 1",
        message = "say what to watch by exactly one of selector, jobRef, cronJobRef, jobTemplate; "
                + "write for example selector: {matchLabels: {team: ml}}")
@ValidationRule(
        value = "has(self.jobTemplate) == has(oldSelf.jobTemplate)",
        message = "jobTemplate cannot be added or removed, its Job exists; create a NotifiedTask of another name")
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

    /** How messages are worded; absent: as the channel says, or by default. */
    @JsonIgnore
    public @Nullable String template() {
        return message == null ? null : message.template();
    }

    /** Whether a message about a start is edited later. */
    @JsonIgnore
    public boolean isLive() {
        return message == null || !Boolean.FALSE.equals(message.live());
    }

    /** Whether Jobs are kept until their end is recorded. */
    @JsonIgnore
    public boolean retains() {
        return Boolean.TRUE.equals(retainUntilNotified);
    }
}
