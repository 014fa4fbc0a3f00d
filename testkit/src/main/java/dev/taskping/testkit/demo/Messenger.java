package dev.taskping.testkit.demo;

import dev.taskping.testkit.installation.Installation;

/** How Mia is reached in the demo: by the simulated Telegram, or by the real one. */
sealed interface Messenger permits SimulatedTelegram, RealTelegram {

    /** Called when the samples are applied, before anybody pairs. */
    void prepare(Installation installation);

    /** Binds Mia's account. */
    void pair(Installation installation, Narrator narrator);

    /** Waits until a message about that Job has arrived. */
    void awaitMessage(Installation installation, String job);

    /** Answers the message about that Job with "launch next". */
    void answer(Installation installation, Narrator narrator, String job);
}
