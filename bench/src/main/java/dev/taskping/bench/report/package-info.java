/** What was measured, against what was promised. */
@NullMarked
package dev.taskping.bench.report;

import org.jspecify.annotations.NullMarked;
