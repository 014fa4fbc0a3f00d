/** People answer while the system fails: commands that were accepted, Launches and Jobs are compared one to one. */
@NullMarked
package dev.taskping.chaos.reply;

import org.jspecify.annotations.NullMarked;
