/** The fault suite: cluster truth, the relay's record and what providers received are compared after every fault. */
@NullMarked
package dev.taskping.chaos;

import org.jspecify.annotations.NullMarked;
