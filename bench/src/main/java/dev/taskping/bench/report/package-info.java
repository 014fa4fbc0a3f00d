/** Reports measured values beside the budgets of the design. */
@NullMarked
package dev.taskping.bench.report;

import org.jspecify.annotations.NullMarked;
