/** The provider-independent message that every channel adapter renders. */
@NullMarked
package dev.taskping.protocol.message;

import org.jspecify.annotations.NullMarked;
