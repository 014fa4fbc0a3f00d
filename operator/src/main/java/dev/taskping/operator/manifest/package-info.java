/** Jobs that the operator makes: from a template to an object in the cluster. */
@NullMarked
package dev.taskping.operator.manifest;

import org.jspecify.annotations.NullMarked;
