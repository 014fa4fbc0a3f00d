package dev.taskping.operator.launch.decision;

import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchSpec.Requester;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.crds.launch.LaunchStatus.Confirmer;
import dev.taskping.operator.launch.decision.LaunchDecision.Rejected;
import java.util.Objects;
import java.util.Optional;

/** Checks a person's confirmation of a Launch. Pure. */
public final class ConfirmationCheck {

    private ConfirmationCheck() {}

    /** Whether the person who confirms is the one who asked for the Launch: by account, or by name if no account is known. */
    public static boolean isSamePerson(Requester requester, Confirmer confirmer) {
        return requester.identity() != null
                ? requester.identity().equals(confirmer.identity())
                : requester.name().equals(confirmer.name());
    }

    /** Why the confirmation does not lead to a Job; empty if it does, or if there is none. */
    static Optional<Rejected> refusal(Launch launch, LaunchSource.Found source) {
        LaunchStatus status = launch.getStatus();
        if (status == null || status.confirmation() == null) {
            return Optional.empty();
        }
        Confirmer by = status.confirmation().by();
        if (!isSamePerson(launch.getSpec().requestedBy(), by)) {
            return Optional.of(new Rejected("ConfirmedByAnother", refusalOfAnother(launch, by)));
        }
        if (!status.confirmation().approved()) {
            return Optional.of(new Rejected("Declined", by.name() + " declined to launch " + source.name()));
        }
        boolean changed = status.templateGeneration() != null
                && !Objects.equals(status.templateGeneration(), source.generation());
        return changed
                ? Optional.of(new Rejected(
                        "TemplateChanged",
                        "Template '" + source.name()
                                + "' was changed after you were asked to confirm; launch it again to confirm what it"
                                + " does now"))
                : Optional.empty();
    }

    /** What to answer to another person who confirms the Launch. */
    public static String refusalOfAnother(Launch launch, Confirmer other) {
        return "Only " + launch.getSpec().requestedBy().name() + ", who asked for it, can confirm Launch '"
                + launch.getMetadata().getName() + "'; " + other.name() + " cannot";
    }
}
