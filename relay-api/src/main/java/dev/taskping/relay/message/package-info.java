/** Composes messages: the default wording, digests of many events, and people's own Markdown templates. Pure. */
@NullMarked
package dev.taskping.relay.message;

import org.jspecify.annotations.NullMarked;
