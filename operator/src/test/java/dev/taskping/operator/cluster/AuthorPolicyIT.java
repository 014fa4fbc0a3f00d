package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.Repository;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart's admission policy: who may have the operator create Jobs. */
class AuthorPolicyIT {

    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    private static final String OPERATOR = "system:serviceaccount:taskping-authors:taskping-operator";

    /** The policy applies to these tests' namespace alone: other tests share the API server. */
    private static final String LABEL = "taskping.dev/test-authors";

    private static String namespace = "";

    @BeforeAll
    static void apply() throws IOException {
        namespace = KUBERNETES.createNamespace("authors-");
        KubernetesClient client = KUBERNETES.client();
        client.namespaces().withName(namespace).edit(found -> {
            found.getMetadata().getLabels().put(LABEL, "yes");
            return found;
        });
        for (String file : List.of("policy", "binding")) {
            client.resource(policyObject(file)).create();
        }
        for (String user : List.of("mia", "ben", OPERATOR)) {
            bind(user, "taskping", "taskping.dev", List.of("notifiedtasks", "launchtemplates", "launches"));
        }
        bind("ben", "jobs", "batch", List.of("jobs"));
        bind("ola", "channels", "taskping.dev", List.of("notificationchannels"));
        bind("ivy", "channels", "taskping.dev", List.of("notificationchannels"));
        bind("ivy", "inviting", "taskping.dev", List.of("notificationchannels"), "invite");
        await("the policy to be enforced").atMost(Duration.ofSeconds(30)).until(() -> {
            try {
                as("mia")
                        .resource(object("LaunchTemplate", "probe", "mia"))
                        .dryRun()
                        .create();
                return false;
            } catch (KubernetesClientException e) {
                return e.getCode() == 403;
            }
        });
    }

    @AfterAll
    static void remove() throws IOException {
        for (String file : List.of("binding", "policy")) {
            KUBERNETES.client().resource(policyObject(file)).delete();
        }
    }

    private static HasMetadata policyObject(String file) throws IOException {
        Path path = Repository.root().resolve("charts/taskping/files/admission/" + file + ".yaml");
        String text = Files.readString(path).replace("NAME", "test-authors").replace("OPERATOR", OPERATOR);
        GenericKubernetesResource object = Serialization.unmarshal(text, GenericKubernetesResource.class);
        if (file.equals("binding")) {
            object.<java.util.Map<String, Object>>get("spec")
                    .put(
                            "matchResources",
                            java.util.Map.of(
                                    "namespaceSelector",
                                    java.util.Map.of("matchLabels", java.util.Map.of(LABEL, "yes"))));
        }
        return object;
    }

    private static void bind(String user, String role, String group, List<String> resources) {
        bind(user, role, group, resources, "get", "create", "update", "patch", "delete");
    }

    private static void bind(String user, String role, String group, List<String> resources, String... verbs) {
        String name = namespace + "-" + role;
        KUBERNETES
                .client()
                .resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withRules(new PolicyRuleBuilder()
                                .withApiGroups(group)
                                .withResources(resources)
                                .withVerbs(verbs)
                                .build())
                        .build())
                .serverSideApply();
        KUBERNETES
                .client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(role + "-" + user.replaceAll("[^a-z]", "-"))
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                        .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                        .build())
                .create();
    }

    private static KubernetesClient as(String user) {
        Config config = new ConfigBuilder(KUBERNETES.client().getConfiguration())
                .withImpersonateUsername(user)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static HasMetadata object(String kind, String name, String requester) {
        String spec =
                switch (kind) {
                    case "Watching" -> "{selector: {matchLabels: {team: ml}}, notify: [{channels: [{name: hook}]}]}";
                    case "NotifiedTask" ->
                        "{jobTemplate: {spec: " + job("") + "}, notify: [{channels: [{name: hook}]}]}";
                    case "LaunchTemplate" -> "{jobTemplate: {spec: " + job("") + "}}";
                    case "Launch" ->
                        "{templateRef: {name: evaluate}, requestedBy: {name: '" + requester + "', role: launcher}}";
                    case "Forged" ->
                        "{templateRef: {name: evaluate}, requestedBy: {name: '" + requester
                                + "', role: admin}, cause: {commandId: 5a2e}}";
                    case "Telling" -> webhook("none");
                    case "Inviting" -> "{type: telegram, secretRef: {name: bot}, people: [{name: Ola, role: admin}]}";
                    case "Launching" -> webhook("any");
                    default -> throw new IllegalArgumentException(kind);
                };
        String known =
                switch (kind) {
                    case "Watching" -> "NotifiedTask";
                    case "Forged" -> "Launch";
                    case "Telling", "Inviting", "Launching" -> "NotificationChannel";
                    default -> kind;
                };
        return Serialization.unmarshal(
                "apiVersion: taskping.dev/v1alpha1\nkind: %s\nmetadata: {name: %s, namespace: %s}\nspec: %s"
                        .formatted(known, name, namespace, spec),
                GenericKubernetesResource.class);
    }

    private static String webhook(String replies) {
        return "{type: webhook, secretRef: {name: hook}, webhook: {url: 'https://example.com/hook', replies: " + replies
                + "}}";
    }

    private static String job(String more) {
        return "{activeDeadlineSeconds: 600, template: {spec: {restartPolicy: Never, hostPID: true, containers: [{name: main,"
                + " image: 'example.com/none:1', securityContext: {privileged: true}" + more + "}]}}}";
    }

    /**
     * Mia may write TaskPing's objects that Jobs are created from; Ben may create Jobs besides. Ola owns channels; Ivy may invite people
     * besides.
     */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "mia,  Watching,       mia, -",
                "mia,  NotifiedTask,   mia, may create Jobs",
                "mia,  LaunchTemplate, mia, may create Jobs",
                "mia,  Launch,         mia, may create Jobs",
                "ben,  Watching,       ben, -",
                "ben,  NotifiedTask,   ben, -",
                "ben,  LaunchTemplate, ben, -",
                "ben,  Launch,         ben, -",
                "ben,  Launch,         mia, requested by who creates it",
                "ben,  Forged,         ben, requested by who creates it",
                "op,   Launch,         mia, -",
                "op,   Forged,         mia, -",
                "ola,  Telling,        -,   -",
                "ola,  Inviting,       -,   may invite",
                "ola,  Launching,      -,   may invite",
                "ivy,  Inviting,       -,   -",
                "ivy,  Launching,      -,   -"
            })
    @Attack(by = Attacker.TASK_AUTHOR, tries = "a privileged Job in `jobTemplate`", gets = "refused by the API server")
    @Attack(
            by = Attacker.LAUNCH_AUTHOR,
            tries = "to launch in somebody else's name, or with a command's id",
            gets = "refused by the API server")
    @Attack(
            by = Attacker.CHANNEL_OWNER,
            tries =
                    "to name themselves as `admin`, or to let a webhook's token launch everything, without the verb `invite`",
            gets = "refused by the API server")
    void whoeverHasAJobCreatedMayCreateIt(String who, String kind, String requester, String refusal) {
        try (KubernetesClient client = as(who.equals("op") ? OPERATOR : who)) {
            var write = client.resource(object(kind, "dry", requester)).dryRun();
            if (refusal == null) {
                assertThat(write.create()).isNotNull();
            } else {
                assertThatThrownBy(write::create)
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessageContaining(refusal);
            }
        }
    }

    @Test
    @Attack(
            by = Attacker.TASK_AUTHOR,
            tries = "to replace the Job in somebody else's NotifiedTask or LaunchTemplate",
            gets = "refused by the API server")
    void jobOfAnotherIsNotReplacedByWhoMayNotCreateJobs() {
        try (KubernetesClient ben = as("ben");
                KubernetesClient mia = as("mia")) {
            for (String kind : List.of("NotifiedTask", "LaunchTemplate")) {
                HasMetadata created =
                        ben.resource(object(kind, "by-ben", "ben")).create();
                PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
                mia.resource(created).patch(merge, "{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}");
                assertThatThrownBy(
                                () -> mia.resource(created)
                                        .patch(
                                                merge,
                                                "{\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":{\"spec\":{\"serviceAccountName\":\"root\"}}}}}}"))
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessageContaining("may create Jobs");
                ben.resource(created).delete();
            }
        }
    }

    @Test
    @Attack(
            by = Attacker.CHANNEL_OWNER,
            tries = "to name somebody as `admin` in a channel of another owner, without the verb `invite`",
            gets = "refused by the API server")
    void ownerOfAChannelChangesWhereItLeadsButNotWhoMayReply() {
        try (KubernetesClient ivy = as("ivy");
                KubernetesClient ola = as("ola")) {
            HasMetadata created =
                    ivy.resource(object("Inviting", "by-ivy", null)).create();
            PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
            ola.resource(created).patch(merge, "{\"spec\":{\"secretRef\":{\"name\":\"other-bot\"}}}");
            assertThatThrownBy(() -> ola.resource(created)
                            .patch(merge, "{\"spec\":{\"people\":[{\"name\":\"Mallory\",\"role\":\"admin\"}]}}"))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("may invite");
            ola.resource(created).delete();
        }
    }

    /** Nobody gets two of the three decisions by one role of the chart. */
    @ParameterizedTest
    @CsvSource({
        "approver, launchtemplates, notificationchannels",
        "channel-owner, notificationchannels, invite",
        "inviter, invite, launchtemplates"
    })
    @Attack(
            by = Attacker.TEMPLATE_AUTHOR,
            tries = "to launch their own template with a role that they gave themselves",
            gets = "the chart's role `-approver` writes no channels, and `-inviter` no templates")
    void rolesOfTheChartKeepApprovingOwningAndInvitingApart(String role, String allowed, String withheld)
            throws IOException {
        String roles = Files.readString(Repository.root().resolve("charts/taskping/templates/user-roles.yaml"));
        String rules = roles.substring(roles.indexOf("-" + role + "\n")).split("(?m)^---$", 2)[0];
        assertThat(rules.substring(rules.indexOf("rules:"))).contains(allowed).doesNotContain(withheld);
    }
}
