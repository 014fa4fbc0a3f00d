/** The whole system on a real node: installed by its chart, driven as a user would, faults included. */
@NullMarked
package dev.taskping.e2e;

import org.jspecify.annotations.NullMarked;
