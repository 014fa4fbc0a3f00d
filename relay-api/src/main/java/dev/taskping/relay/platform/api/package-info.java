/** What all REST resources share: problem details, paging, JSON, limits of bodies, the OpenAPI document. */
@NullMarked
package dev.taskping.relay.platform.api;

import org.jspecify.annotations.NullMarked;
