/** What the operator writes on resources: conditions, status patches and Kubernetes Events. */
@NullMarked
package dev.taskping.operator.status;

import org.jspecify.annotations.NullMarked;
