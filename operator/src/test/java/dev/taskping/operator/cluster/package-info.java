/** The packaged operator against a real API server and an endpoint that speaks the relay's protocol. */
@NullMarked
package dev.taskping.operator.cluster;

import org.jspecify.annotations.NullMarked;
