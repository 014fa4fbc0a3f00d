package dev.taskping.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.operator.Yaml;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Route;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyMatcherTest {

    private static final ChannelAccess SAME_NAMESPACE = (namespace, channel) ->
            channel.namespace().equals(namespace) || channel.namespace().equals("shared");

    private static NotifiedTask policy(String name, String spec) {
        return Yaml.read(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: NotifiedTask
                metadata: {name: %s, namespace: ml, uid: uid-of-%s, creationTimestamp: '2026-03-01T00:00:00Z'}
                spec: %s
                """
                        .formatted(name, name, spec),
                NotifiedTask.class);
    }

    private static ObjectMeta job(String metadata) {
        ObjectMeta job = Yaml.read(metadata, ObjectMeta.class);
        job.setNamespace("ml");
        return job;
    }

    private static Optional<EffectivePolicy> effective(ObjectMeta job, NotifiedTask... policies) {
        return PolicyMatcher.effective(job, null, Stream.of(policies), SAME_NAMESPACE);
    }

    private static Route route(String namespace, String name) {
        return new Route(new ChannelKey(namespace, name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {matchLabels: {team: ml}}                                             | true
                    {matchLabels: {team: ml, tier: gold}}                                 | true
                    {matchLabels: {team: web}}                                            | false
                    {matchLabels: {absent: ml}}                                           | false
                    {matchExpressions: [{key: team, operator: In, values: [web, ml]}]}    | true
                    {matchExpressions: [{key: team, operator: NotIn, values: [web]}]}     | true
                    {matchExpressions: [{key: absent, operator: NotIn, values: [web]}]}   | true
                    {matchExpressions: [{key: team, operator: NotIn, values: [ml]}]}      | false
                    {matchExpressions: [{key: tier, operator: Exists}]}                   | true
                    {matchExpressions: [{key: absent, operator: Exists}]}                 | false
                    {matchExpressions: [{key: absent, operator: DoesNotExist}]}           | true
                    {matchLabels: {team: ml}, matchExpressions: [{key: tier, operator: DoesNotExist}]} | false
                    """)
    void selectorsMatchAsInKubernetes(String selector, boolean matches) {
        ObjectMeta job = job("{name: train, labels: {team: ml, tier: gold}}");
        NotifiedTask policy = policy("p", "{selector: " + selector + ", notify: [{channels: [{name: hook}]}]}");
        assertThat(PolicyMatcher.matches(policy, job)).isEqualTo(matches);
    }

    @Test
    void cronJobMatchesItsJobs() {
        NotifiedTask policy = policy("p", "{cronJobRef: {name: nightly}, notify: [{channels: [{name: hook}]}]}");
        String owned = "{name: nightly-1, ownerReferences: [{kind: %s, name: %s, uid: u, controller: %s}]}";
        assertThat(PolicyMatcher.matches(policy, job(owned.formatted("CronJob", "nightly", true))))
                .isTrue();
        assertThat(PolicyMatcher.matches(policy, job(owned.formatted("CronJob", "hourly", true))))
                .isFalse();
        assertThat(PolicyMatcher.matches(policy, job(owned.formatted("Workflow", "nightly", true))))
                .isFalse();
        assertThat(PolicyMatcher.matches(policy, job(owned.formatted("CronJob", "nightly", false))))
                .isFalse();
    }

    @Test
    void embeddedJobMatchesByItsOwnerNotByItsLabel() {
        NotifiedTask policy = policy("p", "{jobTemplate: {spec: {}}, notify: [{channels: [{name: hook}]}]}");
        assertThat(PolicyMatcher.matches(
                        policy, job("{name: p, ownerReferences: [{kind: NotifiedTask, name: p, uid: uid-of-p}]}")))
                .isTrue();
        assertThat(PolicyMatcher.matches(policy, job("{name: p, labels: {taskping.dev/notified-task: p}}")))
                .isFalse();
    }

    @Test
    void unmatchedJobHasNoPolicy() {
        assertThat(effective(
                        job("{name: train}"),
                        policy("p", "{jobRef: {name: other}, notify: [{channels: [{name: hook}]}]}")))
                .isEmpty();
    }

    @Test
    void policiesAddUpAndEachChannelIsNotifiedOnce() {
        EffectivePolicy policy = effective(
                        job("{name: train, labels: {taskping.dev/notify: hook}}"),
                        policy(
                                "b",
                                "{jobRef: {name: train}, log: {tail: 1Ki}, notify: [{events: [Failed], channels: [{name: pager}]}], next: [{template: retry}]}"),
                        policy(
                                "a",
                                "{jobRef: {name: train}, log: {tail: 20Ki}, notify: [{channels: [{name: hook}]}, {events: [Started], channels: [{name: live}]}],"
                                        + " next: [{template: evaluate, parameters: {checkpoint: best}}]}"))
                .orElseThrow();
        assertThat(policy.finishRoute(Result.SUCCEEDED)).containsExactly(route("ml", "hook"));
        assertThat(policy.finishRoute(Result.FAILED)).containsExactly(route("ml", "hook"), route("ml", "pager"));
        assertThat(policy.finishRoute(Result.GONE)).containsExactly(route("ml", "hook"), route("ml", "pager"));
        assertThat(policy.startRoute()).containsExactly(new Route(new ChannelKey("ml", "live"), null, null, true));
        assertThat(policy.next())
                .containsExactly(
                        new NextLaunch("evaluate", Map.of("checkpoint", "best")), new NextLaunch("retry", Map.of()));
        assertThat(policy.logTail()).isEqualTo(20 * 1024);
    }

    @Test
    void firstTemplateOfAChannelIsUsed() {
        String told = "{jobRef: {name: train}, notify: [{events: [Started, Finished], channels: [{name: hook}]}]%s}";
        EffectivePolicy policy = effective(
                        job("{name: train}"),
                        policy("a", told.formatted("")),
                        policy("b", told.formatted(", message: {template: '{{title}}', live: false}")),
                        policy("c", told.formatted(", message: {template: '{{task.name}}'}")))
                .orElseThrow();
        ChannelKey hook = new ChannelKey("ml", "hook");
        assertThat(policy.finishRoute(Result.FAILED)).containsExactly(new Route(hook, "b", "{{title}}", false));
        assertThat(policy.startRoute()).containsExactly(new Route(hook, "b", "{{title}}", true));
    }

    @Test
    void messageIsNotLiveUnlessARuleAsks() {
        EffectivePolicy policy = effective(
                        job("{name: train}"),
                        policy(
                                "a",
                                "{jobRef: {name: train}, notify: [{events: [Started], channels: [{name: hook}]}], message: {live: false}}"))
                .orElseThrow();
        assertThat(policy.startRoute()).containsExactly(route("ml", "hook"));
    }

    @Test
    void labelAloneIsEnough() {
        EffectivePolicy policy = effective(job("{name: train, labels: {taskping.dev/notify: hook}}"))
                .orElseThrow();
        assertThat(policy.finishRoute(Result.CANCELLED)).containsExactly(route("ml", "hook"));
        assertThat(policy.startRoute()).isEmpty();
        assertThat(policy.logTail()).isEqualTo(10 * 1024);
        assertThat(effective(job("{name: train, labels: {taskping.dev/notify: ''}}")))
                .isEmpty();
    }

    @Test
    void channelsOfOtherNamespacesNeedToAllowIt() {
        EffectivePolicy policy = effective(
                        job("{name: train}"),
                        policy(
                                "p",
                                "{jobRef: {name: train}, notify: [{channels: [{name: a, namespace: shared}, {name: b, namespace: private}]}]}"))
                .orElseThrow();
        assertThat(policy.finishRoute(Result.SUCCEEDED)).isEqualTo(List.of(route("shared", "a")));
    }

    @Test
    void endBeforeTheNotifiedTaskWasCreatedIsIgnored() {
        NotifiedTask policy = policy("p", "{jobRef: {name: train}, notify: [{channels: [{name: hook}]}]}");
        assertThat(PolicyMatcher.effective(
                        job("{name: train}"), Instant.parse("2026-02-28T23:00:00Z"), Stream.of(policy), SAME_NAMESPACE))
                .isEmpty();
        assertThat(PolicyMatcher.effective(
                        job("{name: train}"), Instant.parse("2026-02-28T23:59:30Z"), Stream.of(policy), SAME_NAMESPACE))
                .isPresent();
    }
}
