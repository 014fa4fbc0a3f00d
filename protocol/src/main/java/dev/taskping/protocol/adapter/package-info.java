/**
 * What an adapter of somebody else's speaks with the relay: as JSON over HTTP in any language, or as a class that implements
 * {@link dev.taskping.protocol.adapter.CommunityAdapter}. {@code docs/develop/adapters.md} shows both.
 */
@NullMarked
package dev.taskping.protocol.adapter;

import org.jspecify.annotations.NullMarked;
