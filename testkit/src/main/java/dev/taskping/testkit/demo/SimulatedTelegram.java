package dev.taskping.testkit.demo;

import dev.taskping.testkit.installation.ChatEntry;
import dev.taskping.testkit.installation.Installation;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.awaitility.Awaitility;

/** Telegram as testkit simulates it; the demo plays Mia. */
record SimulatedTelegram() implements Messenger {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public void prepare(Installation installation) {
        // The sample points at the simulator already.
    }

    @Override
    public void pair(Installation installation, Narrator narrator) {
        boolean paired = installation.awaitChannelChecked("phone").getStatus().conditions().stream()
                .anyMatch(condition -> "Verified".equals(condition.getReason()));
        if (paired) {
            narrator.tell("Mia's phone is paired since an earlier demo.");
            return;
        }
        installation.pairPhone("phone");
        narrator.tellNew(installation.phone().transcript());
    }

    @Override
    public void awaitMessage(Installation installation, String job) {
        message(installation, job);
    }

    @Override
    public void answer(Installation installation, Narrator narrator, String job) {
        ChatEntry message = message(installation, job);
        String button = message.buttons().stream()
                .filter(label -> label.toLowerCase(Locale.ROOT).contains("evaluate"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The message about " + job + " has no button for evaluate, only " + message.buttons()));
        narrator.tell("She presses [" + button + "] below the message.");
        installation.phone().press(message.id(), button);
    }

    private static ChatEntry message(Installation installation, String job) {
        return Awaitility.await("the Telegram message about " + job)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ended(installation, job), Optional::isPresent)
                .orElseThrow();
    }

    /** The message that tells the end of the Job, not a confirmation that names it. */
    private static Optional<ChatEntry> ended(Installation installation, String job) {
        return installation
                .phone()
                .chat()
                .filter(entry -> entry.fromBot()
                        && entry.text().lines().findFirst().orElse("").matches(".*" + job + ".*succeeded.*"))
                .reduce((earlier, later) -> later);
    }
}
