/** Real Kubernetes for tests: an API server with the Job controllers alone, or a whole cluster whose node runs pods. */
@NullMarked
package dev.taskping.testkit.cluster;

import org.jspecify.annotations.NullMarked;
