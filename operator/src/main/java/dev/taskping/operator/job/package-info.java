/** The Jobs of the cluster: the informer that watches them, and the state of a Job. */
@NullMarked
package dev.taskping.operator.job;

import org.jspecify.annotations.NullMarked;
