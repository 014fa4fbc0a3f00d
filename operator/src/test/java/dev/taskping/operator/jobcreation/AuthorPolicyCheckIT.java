package dev.taskping.operator.jobcreation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.JobTemplate;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.Repository;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchResourcesBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator creates Jobs only while the API server checks who has them created. */
class AuthorPolicyCheckIT {

    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    private static final String NAME = "fail-closed-authors";

    private static String namespace = "";

    private final KubernetesClient client = KUBERNETES.client();
    private final JobCreator jobs =
            new JobCreator(client, new AuthorPolicyCheck(client, Optional.of(NAME), Duration.ZERO, Clock.systemUTC()));

    @BeforeAll
    static void createNamespace() {
        namespace = KUBERNETES.createNamespace("fail-closed-");
    }

    @AfterEach
    void remove() {
        client.resource(policy()).delete();
        client.resource(binding()).delete();
    }

    @Test
    void jobIsCreatedWhileThePolicyIsEnforced() {
        client.resource(policy()).create();
        client.resource(binding()).create();
        assertThat(jobs.create(job("checked"))).isEqualTo(new JobCreator.Result.Exists());
    }

    @Test
    void jobIsCreatedWithoutThePolicyIfThatIsConfigured() {
        JobCreator unchecked = new JobCreator(
                client, new AuthorPolicyCheck(client, Optional.empty(), Duration.ZERO, Clock.systemUTC()));
        assertThat(unchecked.create(job("unchecked"))).isEqualTo(new JobCreator.Result.Exists());
    }

    static Stream<Arguments> faults() {
        Consumer<ValidatingAdmissionPolicy> samePolicy = policy -> {};
        Consumer<ValidatingAdmissionPolicyBinding> sameBinding = binding -> {};
        return Stream.of(
                Arguments.of(null, sameBinding, "ValidatingAdmissionPolicy 'fail-closed-authors' does not exist"),
                Arguments.of(samePolicy, null, "ValidatingAdmissionPolicyBinding 'fail-closed-authors' does not exist"),
                Arguments.of(
                        (Consumer<ValidatingAdmissionPolicy>)
                                policy -> policy.getSpec().setFailurePolicy("Ignore"),
                        sameBinding,
                        "another failurePolicy than Fail"),
                Arguments.of(
                        (Consumer<ValidatingAdmissionPolicy>) policy -> policy.getSpec()
                                .getMatchConstraints()
                                .getResourceRules()
                                .removeIf(rule -> rule.getResources().contains("launches")),
                        sameBinding,
                        "does not match launches"),
                Arguments.of(
                        (Consumer<ValidatingAdmissionPolicy>) policy -> policy.getSpec()
                                .getMatchConstraints()
                                .getResourceRules()
                                .forEach(rule -> rule.setOperations(List.of("CREATE"))),
                        sameBinding,
                        "does not match launchtemplates and notifiedtasks"),
                Arguments.of(
                        (Consumer<ValidatingAdmissionPolicy>)
                                policy -> policy.getSpec().getMatchConstraints().setObjectSelector(trusted()),
                        sameBinding,
                        "exempts some objects"),
                Arguments.of(
                        (Consumer<ValidatingAdmissionPolicy>) policy -> policy.getSpec()
                                .setMatchConditions(List.of(new MatchCondition("request.name != 'x'", "trusted"))),
                        sameBinding,
                        "exempts some objects"),
                Arguments.of(
                        samePolicy,
                        (Consumer<ValidatingAdmissionPolicyBinding>)
                                binding -> binding.getSpec().getMatchResources().setObjectSelector(trusted()),
                        "exempts some objects"),
                Arguments.of(
                        samePolicy,
                        (Consumer<ValidatingAdmissionPolicyBinding>)
                                binding -> binding.getSpec().setPolicyName("another"),
                        "binds another policy"),
                Arguments.of(
                        samePolicy,
                        (Consumer<ValidatingAdmissionPolicyBinding>)
                                binding -> binding.getSpec().setValidationActions(List.of("Warn", "Audit")),
                        "does not deny"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    @Attack(
            by = Attacker.TASK_AUTHOR,
            tries = "a Job in `jobTemplate` or a template while the policy that checks authors is missing or weakened",
            gets = "`AuthorPolicyMissing`; no Job is created")
    void noJobIsCreatedUnlessThePolicyIsEnforced(
            Consumer<ValidatingAdmissionPolicy> policyChange,
            Consumer<ValidatingAdmissionPolicyBinding> bindingChange,
            String fault) {
        if (policyChange != null) {
            ValidatingAdmissionPolicy policy = policy();
            policyChange.accept(policy);
            client.resource(policy).create();
        }
        if (bindingChange != null) {
            ValidatingAdmissionPolicyBinding binding = binding();
            bindingChange.accept(binding);
            client.resource(binding).create();
        }
        assertThat(jobs.create(job("withheld")))
                .isInstanceOfSatisfying(JobCreator.Result.Withheld.class, withheld -> assertThat(withheld.message())
                        .contains(fault)
                        .contains("Install the chart again"));
        assertThat(client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName("withheld")
                        .get())
                .isNull();
    }

    private static LabelSelector trusted() {
        return new LabelSelectorBuilder().addToMatchLabels("checked", "yes").build();
    }

    private static JobManifest job(String name) {
        NotifiedTask owner = new NotifiedTask();
        owner.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withUid("00000000-0000-0000-0000-000000000001")
                .build());
        JobTemplate template = Serialization.unmarshal(
                """
                spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: main, image: none}]}}}
                """,
                JobTemplate.class);
        return JobManifest.of(template, name, owner, Map.of());
    }

    private static ValidatingAdmissionPolicy policy() {
        return read("policy", ValidatingAdmissionPolicy.class);
    }

    private static ValidatingAdmissionPolicyBinding binding() {
        ValidatingAdmissionPolicyBinding binding = read("binding", ValidatingAdmissionPolicyBinding.class);
        // Other tests share the API server.
        binding.getSpec()
                .setMatchResources(new MatchResourcesBuilder()
                        .withNewNamespaceSelector()
                        .addToMatchLabels("taskping.dev/test", NAME)
                        .endNamespaceSelector()
                        .build());
        return binding;
    }

    /** The chart's object. */
    private static <T> T read(String file, Class<T> type) {
        try {
            String text =
                    Files.readString(Repository.root().resolve("charts/taskping/files/admission/" + file + ".yaml"));
            return Serialization.unmarshal(
                    text.replace("NAME", NAME).replace("OPERATOR", "system:serviceaccount:none:operator"), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
