/**
 * The interface between the relay and adapters that others write: JSON over HTTP in any language, or a class that implements
 * {@link dev.taskping.protocol.adapter.CommunityAdapter}. {@code docs/develop/adapters.md} explains both.
 */
@NullMarked
package dev.taskping.protocol.adapter;

import org.jspecify.annotations.NullMarked;
