package dev.taskping.chaos.work;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What is to become of one Job.
 *
 * @param name its name
 * @param begin when it is made, from the begin of the row
 * @param runs how long it runs
 * @param ending how it ends
 */
public record JobPlan(String name, Duration begin, Duration runs, Ending ending) {

    private static final int SHORTEST_MILLIS = 100;
    private static final int LONGEST_MILLIS = 4_000;

    /**
     * Jobs that begin at random moments. Pure: the same random numbers make the same Jobs.
     *
     * @param prefix of their names
     * @param window in which they begin
     * @param stay whether none of them is deleted
     */
    public static List<JobPlan> some(Random random, String prefix, int jobs, Duration window, boolean stay) {
        return IntStream.range(0, jobs)
                .mapToObj(number -> new JobPlan(
                        prefix + "-" + number,
                        Duration.ofMillis(random.nextLong(window.toMillis())),
                        Duration.ofMillis(random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS)),
                        stay ? Ending.any(random).withoutDeletion() : Ending.any(random)))
                .toList();
    }
}
