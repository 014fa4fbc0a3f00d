package dev.taskping.operator.jobcreation;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.operator.configuration.OperatorConfiguration;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchResources;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the API server enforces the chart's ValidatingAdmissionPolicy, by which only people who may create Jobs have the operator create
 * them. Without it the operator would create Jobs for everybody, so it creates none.
 */
@ApplicationScoped
class AuthorPolicyCheck {

    private static final Logger LOG = Logger.getLogger(AuthorPolicyCheck.class);
    private static final Duration VALIDITY = Duration.ofSeconds(10);
    private static final Set<String> KINDS = Set.of("launches", "launchtemplates", "notifiedtasks");

    /**
     * The result of a check.
     *
     * @param fault a sentence that says what is wrong and what to do; none if the policy is enforced
     */
    private record Checked(Instant at, @Nullable String fault) {}

    private final KubernetesClient client;
    private final Optional<String> name;
    private final Clock clock;
    private final Duration validity;
    private volatile @Nullable Checked last;

    @Inject
    AuthorPolicyCheck(KubernetesClient client, OperatorConfiguration configuration, MeterRegistry meters, Clock clock) {
        this(client, configuration.authorPolicy(), VALIDITY, clock);
        meters.gauge("taskping.author.policy.enforced", this, AuthorPolicyCheck::enforced);
    }

    /** A check whose results count for that long. */
    AuthorPolicyCheck(KubernetesClient client, Optional<String> name, Duration validity, Clock clock) {
        this.client = client;
        this.name = name;
        this.validity = validity;
        this.clock = clock;
    }

    /** Why no Job may be created now; empty if the policy is enforced, or if the operator is configured to create Jobs without it. */
    Optional<String> fault() {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Checked known = last;
        Instant now = clock.instant();
        if (known == null || !now.isBefore(known.at().plus(validity))) {
            Checked found = new Checked(now, check(name.get()));
            report(known, found);
            last = found;
            known = found;
        }
        return Optional.ofNullable(known.fault());
    }

    private @Nullable String check(String policy) {
        try {
            String fault = fault(
                    policy,
                    client.admissionRegistration()
                            .v1()
                            .validatingAdmissionPolicies()
                            .withName(policy)
                            .get(),
                    client.admissionRegistration()
                            .v1()
                            .validatingAdmissionPolicyBindings()
                            .withName(policy)
                            .get());
            return fault == null ? null : fault + ". Install the chart again, or set operator.checkAuthors=false";
        } catch (KubernetesClientException e) {
            return "ValidatingAdmissionPolicy '" + policy + "' and its binding could not be read: " + e.getMessage();
        }
    }

    private static @Nullable String fault(
            String name,
            @Nullable ValidatingAdmissionPolicy policy,
            @Nullable ValidatingAdmissionPolicyBinding binding) {
        if (policy == null) {
            return "ValidatingAdmissionPolicy '" + name + "' does not exist, so nobody checks who has Jobs created";
        }
        if (binding == null) {
            return "ValidatingAdmissionPolicyBinding '" + name
                    + "' does not exist, so nobody checks who has Jobs created";
        }
        if (!"Fail".equals(policy.getSpec().getFailurePolicy())) {
            return "ValidatingAdmissionPolicy '" + name + "' has another failurePolicy than Fail";
        }
        MatchResources constraints = policy.getSpec().getMatchConstraints();
        Set<String> unchecked = new TreeSet<>(KINDS);
        unchecked.removeIf(kind -> isMatched(kind, constraints));
        if (!unchecked.isEmpty()) {
            return "ValidatingAdmissionPolicy '" + name + "' does not match " + String.join(" and ", unchecked);
        }
        if (!policy.getSpec().getMatchConditions().isEmpty()
                || selects(constraints.getNamespaceSelector())
                || exempts(constraints)) {
            return "ValidatingAdmissionPolicy '" + name + "' exempts some objects";
        }
        if (policy.getSpec().getValidations().isEmpty()) {
            return "ValidatingAdmissionPolicy '" + name + "' has no validations";
        }
        if (!name.equals(binding.getSpec().getPolicyName())) {
            return "ValidatingAdmissionPolicyBinding '" + name + "' binds another policy";
        }
        MatchResources bound = binding.getSpec().getMatchResources();
        if (bound != null && (!bound.getResourceRules().isEmpty() || exempts(bound))) {
            return "ValidatingAdmissionPolicyBinding '" + name + "' exempts some objects";
        }
        return binding.getSpec().getValidationActions().contains("Deny")
                ? null
                : "ValidatingAdmissionPolicyBinding '" + name + "' does not deny";
    }

    /** Whether the policy sees every write from which the operator creates a Job. A Launch's spec never changes. */
    private static boolean isMatched(String kind, @Nullable MatchResources constraints) {
        List<String> operations = kind.equals("launches") ? List.of("CREATE") : List.of("CREATE", "UPDATE");
        return constraints != null
                && operations.stream().allMatch(operation -> constraints.getResourceRules().stream()
                        .anyMatch(rule -> names(rule.getApiGroups(), WellKnownNames.GROUP)
                                && rule.getApiVersions().contains("*")
                                && names(rule.getResources(), kind)
                                && names(rule.getOperations(), operation)
                                && rule.getResourceNames().isEmpty()
                                && !"Cluster".equals(rule.getScope())));
    }

    private static boolean names(List<String> values, String value) {
        return values.contains(value) || values.contains("*");
    }

    /** Whether it leaves out objects of a matched kind. The author of an object chooses its labels. */
    private static boolean exempts(MatchResources resources) {
        return !resources.getExcludeResourceRules().isEmpty() || selects(resources.getObjectSelector());
    }

    private static boolean selects(@Nullable LabelSelector selector) {
        return selector != null
                && !(selector.getMatchLabels().isEmpty()
                        && selector.getMatchExpressions().isEmpty());
    }

    private static void report(@Nullable Checked before, Checked now) {
        String fault = now.fault();
        if (fault != null && (before == null || !fault.equals(before.fault()))) {
            LOG.errorf("No Job is created: %s", fault);
        } else if (fault == null && before != null && before.fault() != null) {
            LOG.info("Jobs are created again: the API server checks who has them created");
        }
    }

    /** For the metric, which causes no request. */
    private double enforced() {
        Checked known = last;
        return known != null && known.fault() != null ? 0 : 1;
    }
}
