/** The common event schema of clusters, command-line sessions and desktops: CloudEvents 1.0 in JSON. */
@NullMarked
package dev.taskping.protocol.event;

import org.jspecify.annotations.NullMarked;
