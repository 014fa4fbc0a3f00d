package dev.taskping.chaos.verdict;

import java.util.List;

/**
 * What the comparison of the three sets showed.
 *
 * @param jobs Jobs whose end the API server acknowledged
 * @param told Jobs whose end was told at every destination
 * @param lost ends that were not told at a destination, or are not on the relay's record
 * @param doubled ends told to a destination more than once without an explanation
 * @param inCrashWindow further copies that the crash window explains
 * @param repeated the same of webhooks: repetitions under the same webhook-id, which a receiver recognises
 * @param wrong ends told or recorded otherwise than they were, and ends of Jobs that there are not
 * @param unseen Jobs that lived and vanished while nobody watched and of which nothing was told
 * @param slowestMillis from the last status write's acknowledgement to the first receipt at a destination
 * @param faults a line for each of the above that is not as it should be
 * @param explanations a line for each that is allowed, with the reason
 */
public record Findings(
        int jobs,
        int told,
        int lost,
        int doubled,
        int inCrashWindow,
        int repeated,
        int wrong,
        int unseen,
        long slowestMillis,
        List<String> faults,
        List<String> explanations) {

    public Findings {
        faults = List.copyOf(faults);
        explanations = List.copyOf(explanations);
    }

    /** Whether nothing was lost, nothing doubled without need, and nothing told wrongly. */
    public boolean passed() {
        return lost == 0 && doubled == 0 && wrong == 0;
    }
}
