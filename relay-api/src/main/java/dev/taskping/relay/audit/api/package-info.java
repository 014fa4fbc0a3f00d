/** REST: {@code /v1/audit}. */
@NullMarked
package dev.taskping.relay.audit.api;

import org.jspecify.annotations.NullMarked;
