/** One class for each scenario. */
@NullMarked
package dev.taskping.bench.scenario;

import org.jspecify.annotations.NullMarked;
