/** The HTTP server that every simulator stands on, and the ways it can be told to misbehave. */
@NullMarked
package dev.taskping.testkit.simulator.http;

import org.jspecify.annotations.NullMarked;
