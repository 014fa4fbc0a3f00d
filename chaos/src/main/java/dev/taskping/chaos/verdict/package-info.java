/** Compares what was received with what should have been, and finds what is lost, doubled or wrong. */
@NullMarked
package dev.taskping.chaos.verdict;

import org.jspecify.annotations.NullMarked;
