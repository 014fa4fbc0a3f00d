/** Tests of the relay as a whole. */
package dev.taskping.relay;
