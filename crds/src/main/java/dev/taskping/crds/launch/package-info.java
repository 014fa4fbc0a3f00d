/** LaunchTemplate and Launch: the work that replies may start, its rules, and each start. */
@NullMarked
package dev.taskping.crds.launch;

import org.jspecify.annotations.NullMarked;
