/** PostgreSQL: the embedded server, access to it, and being woken by it. */
@NullMarked
package dev.taskping.relay.database;

import org.jspecify.annotations.NullMarked;
