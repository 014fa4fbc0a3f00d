/** Policies: which NotifiedTasks match a Job, which channels they notify, which templates a reply may launch. */
@NullMarked
package dev.taskping.operator.policy;

import org.jspecify.annotations.NullMarked;
