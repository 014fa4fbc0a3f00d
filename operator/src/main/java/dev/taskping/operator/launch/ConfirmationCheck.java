package dev.taskping.operator.launch;

import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchSpec.Requester;
import dev.taskping.crds.LaunchStatus;
import dev.taskping.crds.LaunchStatus.Confirmer;
import dev.taskping.operator.launch.LaunchDecision.Rejected;
import java.util.Objects;
import java.util.Optional;

/** What a person's answer to the question whether a launch is meant is worth. */
final class ConfirmationCheck {

    private ConfirmationCheck() {}

    /** Whether the one who answers is the one who asked: by account, or by name where no account is known. */
    static boolean isSamePerson(Requester asked, Confirmer answers) {
        return asked.identity() != null
                ? asked.identity().equals(answers.identity())
                : asked.name().equals(answers.name());
    }

    /** Why an answer does not lead to a Job, if there is an answer and it does not. */
    static Optional<Rejected> refusal(Launch launch, RequestedWork.Found work) {
        LaunchStatus status = launch.getStatus();
        if (status == null || status.confirmation() == null) {
            return Optional.empty();
        }
        Confirmer by = status.confirmation().by();
        if (!isSamePerson(launch.getSpec().requestedBy(), by)) {
            return Optional.of(new Rejected("ConfirmedByAnother", sentence(launch, by)));
        }
        if (!status.confirmation().approved()) {
            return Optional.of(new Rejected("Declined", by.name() + " said that " + work.name() + " is not meant"));
        }
        boolean changed =
                status.templateGeneration() != null && !Objects.equals(status.templateGeneration(), work.generation());
        return changed
                ? Optional.of(new Rejected(
                        "TemplateChanged",
                        "Template '" + work.name()
                                + "' was changed after you were asked; launch it again to be asked about"
                                + " what it does now"))
                : Optional.empty();
    }

    /** What another person is told. */
    static String sentence(Launch launch, Confirmer other) {
        return "Only " + launch.getSpec().requestedBy().name() + ", who asked for it, can confirm Launch '"
                + launch.getMetadata().getName() + "'; " + other.name() + " cannot";
    }
}
