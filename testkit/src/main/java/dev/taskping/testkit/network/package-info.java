/** A TCP proxy between processes that tests can cut or stall. */
@NullMarked
package dev.taskping.testkit.network;

import org.jspecify.annotations.NullMarked;
