package dev.taskping.chaos.work;

import dev.taskping.protocol.event.Result;
import java.util.Random;

/** How a Job ends. */
public enum Ending {
    SUCCEEDS(Result.SUCCEEDED, false, 50),
    FAILS(Result.FAILED, false, 20),
    /** Deleted right after its end, as with {@code ttlSecondsAfterFinished: 0}. */
    SUCCEEDS_AND_VANISHES(Result.SUCCEEDED, true, 15),
    /** The same of a Job that fails. */
    FAILS_AND_VANISHES(Result.FAILED, true, 5),
    /** Deleted by a person while it runs. */
    IS_CANCELLED(Result.CANCELLED, true, 10);

    private final Result result;
    private final boolean deleted;
    private final int percent;

    Ending(Result result, boolean deleted, int percent) {
        this.result = result;
        this.deleted = deleted;
        this.percent = percent;
    }

    /** What a person has to be told. */
    public Result result() {
        return result;
    }

    /** Whether the Job is deleted. */
    public boolean isDeleted() {
        return deleted;
    }

    /** How it ends if nobody deletes it. */
    Ending withoutDeletion() {
        return switch (this) {
            case SUCCEEDS, SUCCEEDS_AND_VANISHES, IS_CANCELLED -> SUCCEEDS;
            case FAILS, FAILS_AND_VANISHES -> FAILS;
        };
    }

    static Ending any(Random random) {
        int drawn = random.nextInt(100);
        for (Ending ending : values()) {
            drawn -= ending.percent;
            if (drawn < 0) {
                return ending;
            }
        }
        return SUCCEEDS;
    }
}
