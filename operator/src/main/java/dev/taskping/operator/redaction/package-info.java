/** Keeps what programs print by mistake, secrets above all, from leaving the cluster. */
@NullMarked
package dev.taskping.operator.redaction;

import org.jspecify.annotations.NullMarked;
