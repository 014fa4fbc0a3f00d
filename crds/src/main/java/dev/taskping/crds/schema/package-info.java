/**
 * What the schemas say of parts that are not our own types: a Job, a label selector, a condition. The custom resources
 * hold these as the client's types or as parsed YAML; nothing is ever an instance of the records here.
 */
@NullMarked
package dev.taskping.crds.schema;

import org.jspecify.annotations.NullMarked;
