/** What fails, when, and what was broken meanwhile. */
@NullMarked
package dev.taskping.chaos.fault;

import org.jspecify.annotations.NullMarked;
