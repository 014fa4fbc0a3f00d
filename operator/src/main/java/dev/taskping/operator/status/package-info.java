/** What the operator shows on a resource: conditions, status patches, Kubernetes Events, and durations in their messages. */
@NullMarked
package dev.taskping.operator.status;

import org.jspecify.annotations.NullMarked;
