/** Jobs as the cluster has them: an informer, and the state of a Job. */
@NullMarked
package dev.taskping.operator.job;

import org.jspecify.annotations.NullMarked;
