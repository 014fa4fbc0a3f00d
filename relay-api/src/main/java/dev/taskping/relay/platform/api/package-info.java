/** What all REST resources share: problem details, paging, the dialect of JSON, the OpenAPI document. */
@NullMarked
package dev.taskping.relay.platform.api;

import org.jspecify.annotations.NullMarked;
