/** REST: {@code /v1/tokens} and {@code /v1/clusters}, the credentials of people, programs and operators. */
@NullMarked
package dev.taskping.relay.security.api;

import org.jspecify.annotations.NullMarked;
