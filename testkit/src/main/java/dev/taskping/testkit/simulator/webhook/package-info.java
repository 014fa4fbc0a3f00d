/** A receiver of signed webhooks that can be told to fail. */
@NullMarked
package dev.taskping.testkit.simulator.webhook;

import org.jspecify.annotations.NullMarked;
