package dev.taskping.relay.task;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks to list.
 *
 * @param state {@code running} or {@code finished}; absent for both
 * @param namespace absent for all
 * @param name absent for all
 * @param before the last task of the page before; absent for the first page
 * @param limit at most this many
 */
public record TaskQuery(
        @Nullable String state,
        @Nullable String namespace,
        @Nullable String name,
        @Nullable Position before,
        int limit) {

    /** A place in the list, as {@code <created>~<uid>}. */
    public record Position(Instant time, String uid) {

        /**
         * Reads what a page's {@code next} said.
         *
         * @throws DateTimeException if it is something else
         */
        public static Position parse(String text) {
            int tilde = text.indexOf('~');
            return new Position(Instant.parse(text.substring(0, Math.max(tilde, 0))), text.substring(tilde + 1));
        }

        /** Where a task stands. */
        public static Position of(TaskView task) {
            return new Position(task.createdAt(), task.task().uid());
        }

        @Override
        public String toString() {
            return time + "~" + uid;
        }
    }
}
