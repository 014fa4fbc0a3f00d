/** A command for authors of adapters: plays what every adapter must do against one that runs. */
@NullMarked
package dev.taskping.testkit.conformance;

import org.jspecify.annotations.NullMarked;
