/** Health of this process: it waits for the API server at its start, and is restarted when its informers stop. */
@NullMarked
package dev.taskping.operator.health;

import org.jspecify.annotations.NullMarked;
