/** The controller of LaunchTemplates: it checks whether a template can be launched. */
@NullMarked
package dev.taskping.operator.launch.template;

import org.jspecify.annotations.NullMarked;
