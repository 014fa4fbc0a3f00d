/** Kubernetes Events at TaskPing's own resources. */
@NullMarked
package dev.taskping.operator.event;

import org.jspecify.annotations.NullMarked;
