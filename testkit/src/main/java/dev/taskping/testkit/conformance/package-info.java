/** A command for authors of adapters: checks a running adapter against what every adapter must do. */
@NullMarked
package dev.taskping.testkit.conformance;

import org.jspecify.annotations.NullMarked;
