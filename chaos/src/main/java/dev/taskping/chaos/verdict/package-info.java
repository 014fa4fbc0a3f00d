/** What was received, compared with the truth. */
@NullMarked
package dev.taskping.chaos.verdict;

import org.jspecify.annotations.NullMarked;
