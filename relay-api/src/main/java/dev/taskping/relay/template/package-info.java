/** Messages in people's own words: what a template may say of a task, and what its Markdown means. Pure. */
@NullMarked
package dev.taskping.relay.template;

import org.jspecify.annotations.NullMarked;
