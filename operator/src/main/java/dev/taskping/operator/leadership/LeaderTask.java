package dev.taskping.operator.leadership;

import dev.taskping.operator.background.RepeatedWork;

/** Work that repeats while this replica leads. {@link LeaderTasks} starts and stops every bean of this type. */
public interface LeaderTask extends RepeatedWork {

    /** Whether to start the task at all. */
    default boolean isEnabled() {
        return true;
    }

    /** Whether the task runs until the controllers have stopped, because they need it; all others stop before them. */
    default boolean outlivesControllers() {
        return false;
    }
}
