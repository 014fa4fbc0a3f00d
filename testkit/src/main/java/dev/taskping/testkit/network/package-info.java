/** The network between processes, which can be cut. */
@NullMarked
package dev.taskping.testkit.network;

import org.jspecify.annotations.NullMarked;
