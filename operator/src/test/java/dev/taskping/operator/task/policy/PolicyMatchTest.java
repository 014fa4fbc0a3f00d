package dev.taskping.operator.task.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.NotifiedTask;
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

class PolicyMatchTest {

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

    private static Optional<Watch> watch(ObjectMeta job, NotifiedTask... policies) {
        return PolicyMatch.of(job, null, Stream.of(policies), SAME_NAMESPACE);
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
        assertThat(PolicyMatch.matches(policy, job)).isEqualTo(matches);
    }

    @Test
    void aCronJobOwnsItsRuns() {
        NotifiedTask policy = policy("p", "{cronJobRef: {name: nightly}, notify: [{channels: [{name: hook}]}]}");
        String owned = "{name: nightly-1, ownerReferences: [{kind: %s, name: %s, uid: u, controller: %s}]}";
        assertThat(PolicyMatch.matches(policy, job(owned.formatted("CronJob", "nightly", true))))
                .isTrue();
        assertThat(PolicyMatch.matches(policy, job(owned.formatted("CronJob", "hourly", true))))
                .isFalse();
        assertThat(PolicyMatch.matches(policy, job(owned.formatted("Workflow", "nightly", true))))
                .isFalse();
        assertThat(PolicyMatch.matches(policy, job(owned.formatted("CronJob", "nightly", false))))
                .isFalse();
    }

    @Test
    void theEmbeddedJobIsKnownByItsOwnerNotByItsLabel() {
        NotifiedTask policy = policy("p", "{jobTemplate: {spec: {}}, notify: [{channels: [{name: hook}]}]}");
        assertThat(PolicyMatch.matches(
                        policy, job("{name: p, ownerReferences: [{kind: NotifiedTask, name: p, uid: uid-of-p}]}")))
                .isTrue();
        assertThat(PolicyMatch.matches(policy, job("{name: p, labels: {taskping.dev/notified-task: p}}")))
                .isFalse();
    }

    @Test
    void nobodyWatchesAnUnmatchedJob() {
        assertThat(watch(
                        job("{name: train}"),
                        policy("p", "{jobRef: {name: other}, notify: [{channels: [{name: hook}]}]}")))
                .isEmpty();
    }

    @Test
    void policiesAddUpAndEachChannelCountsOnce() {
        Watch watch = watch(
                        job("{name: train, labels: {taskping.dev/notify: hook}}"),
                        policy(
                                "b",
                                "{jobRef: {name: train}, log: {tail: 1Ki}, notify: [{events: [Failed], channels: [{name: pager}]}], next: [{template: retry}]}"),
                        policy(
                                "a",
                                "{jobRef: {name: train}, log: {tail: 20Ki}, notify: [{channels: [{name: hook}]}, {events: [Started], channels: [{name: live}]}],"
                                        + " next: [{template: evaluate, parameters: {checkpoint: best}}]}"))
                .orElseThrow();
        assertThat(watch.finishRoute(Result.SUCCEEDED)).containsExactly(route("ml", "hook"));
        assertThat(watch.finishRoute(Result.FAILED)).containsExactly(route("ml", "hook"), route("ml", "pager"));
        assertThat(watch.finishRoute(Result.GONE)).containsExactly(route("ml", "hook"), route("ml", "pager"));
        assertThat(watch.startRoute()).containsExactly(new Route(new ChannelKey("ml", "live"), null, null, true));
        assertThat(watch.next())
                .containsExactly(
                        new NextLaunch("evaluate", Map.of("checkpoint", "best")), new NextLaunch("retry", Map.of()));
        assertThat(watch.logTail()).isEqualTo(20 * 1024);
    }

    @Test
    void theFirstTemplateWordsAChannelsMessages() {
        String told = "{jobRef: {name: train}, notify: [{events: [Started, Finished], channels: [{name: hook}]}]%s}";
        Watch watch = watch(
                        job("{name: train}"),
                        policy("a", told.formatted("")),
                        policy("b", told.formatted(", message: {template: '{{title}}', live: false}")),
                        policy("c", told.formatted(", message: {template: '{{task.name}}'}")))
                .orElseThrow();
        ChannelKey hook = new ChannelKey("ml", "hook");
        assertThat(watch.finishRoute(Result.FAILED)).containsExactly(new Route(hook, "b", "{{title}}", false));
        assertThat(watch.startRoute()).containsExactly(new Route(hook, "b", "{{title}}", true));
    }

    @Test
    void aMessageStaysAsItIsWhereNobodyWantsItLive() {
        Watch watch = watch(
                        job("{name: train}"),
                        policy(
                                "a",
                                "{jobRef: {name: train}, notify: [{events: [Started], channels: [{name: hook}]}], message: {live: false}}"))
                .orElseThrow();
        assertThat(watch.startRoute()).containsExactly(route("ml", "hook"));
    }

    @Test
    void aLabelAloneIsEnough() {
        Watch watch =
                watch(job("{name: train, labels: {taskping.dev/notify: hook}}")).orElseThrow();
        assertThat(watch.finishRoute(Result.CANCELLED)).containsExactly(route("ml", "hook"));
        assertThat(watch.startRoute()).isEmpty();
        assertThat(watch.logTail()).isEqualTo(10 * 1024);
        assertThat(watch(job("{name: train, labels: {taskping.dev/notify: ''}}")))
                .isEmpty();
    }

    @Test
    void channelsOfOtherNamespacesNeedToAllowIt() {
        Watch watch = watch(
                        job("{name: train}"),
                        policy(
                                "p",
                                "{jobRef: {name: train}, notify: [{channels: [{name: a, namespace: shared}, {name: b, namespace: private}]}]}"))
                .orElseThrow();
        assertThat(watch.finishRoute(Result.SUCCEEDED)).isEqualTo(List.of(route("shared", "a")));
    }

    @Test
    void endsFromBeforeThePolicyAreOldNews() {
        NotifiedTask policy = policy("p", "{jobRef: {name: train}, notify: [{channels: [{name: hook}]}]}");
        assertThat(PolicyMatch.of(
                        job("{name: train}"), Instant.parse("2026-02-28T23:00:00Z"), Stream.of(policy), SAME_NAMESPACE))
                .isEmpty();
        assertThat(PolicyMatch.of(
                        job("{name: train}"), Instant.parse("2026-02-28T23:59:30Z"), Stream.of(policy), SAME_NAMESPACE))
                .isPresent();
    }

    /** As for a Job that only Events tell of. The last one would match anything without labels. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jobRef: {name: train}                                                          | true
                    jobRef: {name: other}                                                          | false
                    cronJobRef: {name: nightly}                                                    | true
                    cronJobRef: {name: hourly}                                                     | false
                    selector: {matchLabels: {team: ml}}                                            | false
                    selector: {matchExpressions: [{key: draft, operator: DoesNotExist}]}           | false
                    """)
    void withoutLabelsNamesAndOwnersDecide(String watched, boolean matches) {
        ObjectMeta job =
                job("{name: train, ownerReferences: [{kind: CronJob, name: nightly, uid: u, controller: true}]}");
        NotifiedTask policy = policy("p", "{" + watched + ", notify: [{channels: [{name: hook}]}]}");
        assertThat(PolicyMatch.matchesByName(policy, job)).isEqualTo(matches);
    }

    @Test
    void withoutOwnersTheEmbeddedJobIsKnownByItsName() {
        NotifiedTask policy = policy("p", "{jobTemplate: {spec: {}}, notify: [{channels: [{name: hook}]}]}");
        assertThat(PolicyMatch.matchesByName(policy, job("{name: p}"))).isTrue();
        assertThat(PolicyMatch.matchesByName(policy, job("{name: q}"))).isFalse();
    }
}
