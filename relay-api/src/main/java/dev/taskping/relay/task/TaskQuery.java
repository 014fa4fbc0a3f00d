package dev.taskping.relay.task;

import dev.taskping.relay.platform.api.ProblemException;
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
         * @throws ProblemException 400, if it is something else
         */
        public static @Nullable Position parse(@Nullable String text) {
            if (text == null) {
                return null;
            }
            int tilde = text.indexOf('~');
            try {
                return new Position(Instant.parse(text.substring(0, Math.max(tilde, 0))), text.substring(tilde + 1));
            } catch (DateTimeException e) {
                throw ProblemException.invalid("after: pass what the page before gave as 'next', unchanged.");
            }
        }

        @Override
        public String toString() {
            return time + "~" + uid;
        }
    }
}
