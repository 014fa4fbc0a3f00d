/** PostgreSQL: the embedded server, access to it, and being woken by it. */
@NullMarked
package dev.taskping.relay.platform.database;

import org.jspecify.annotations.NullMarked;
