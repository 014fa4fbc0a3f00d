/** The frames of the WebSocket tunnel that an operator or a session opens to the relay. */
@NullMarked
package dev.taskping.protocol.tunnel;

import org.jspecify.annotations.NullMarked;
