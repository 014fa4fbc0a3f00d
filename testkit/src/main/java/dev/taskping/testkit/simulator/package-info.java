/**
 * Simulated providers that enforce the documented rules of the real ones, for tests and for the demo, and a page on which a
 * person sees and answers what arrived.
 */
@NullMarked
package dev.taskping.testkit.simulator;

import org.jspecify.annotations.NullMarked;
