/** Composes messages: by default, in a digest, or from a person's own template. Pure. */
@NullMarked
package dev.taskping.relay.message;

import org.jspecify.annotations.NullMarked;
