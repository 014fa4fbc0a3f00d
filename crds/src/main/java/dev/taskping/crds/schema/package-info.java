/**
 * The schemas of parts that are not TaskPing's own types: a Job, a label selector, a condition. The custom resources hold these
 * parts as the client's types or as parsed YAML. The records here exist only for the schemas; nothing creates instances.
 */
@NullMarked
package dev.taskping.crds.schema;

import org.jspecify.annotations.NullMarked;
