/** {@code make demo}: the main loop, told step by step. */
@NullMarked
package dev.taskping.testkit.demo;

import org.jspecify.annotations.NullMarked;
