/** What tests, benchmarks and the demo share. */
@NullMarked
package dev.taskping.testkit;

import org.jspecify.annotations.NullMarked;
