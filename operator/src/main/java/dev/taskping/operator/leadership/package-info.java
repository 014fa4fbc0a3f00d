/** Which of the operator's replicas works, and which ones stand by. */
@NullMarked
package dev.taskping.operator.leadership;

import org.jspecify.annotations.NullMarked;
