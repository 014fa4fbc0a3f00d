/** PostgreSQL: the embedded server, access to it, and notifications between replicas. */
@NullMarked
package dev.taskping.relay.platform.database;

import org.jspecify.annotations.NullMarked;
