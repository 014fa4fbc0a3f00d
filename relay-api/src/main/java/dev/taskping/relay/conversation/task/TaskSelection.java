package dev.taskping.relay.conversation.task;

/** How a person selected the task of a command: how sure it is that they mean just this task and this command. */
public enum TaskSelection {
    /** In a message that answers the task's message, or with a command that is about no task. */
    EXPLICIT,
    /** Not at all: no other task can be meant. */
    INFERRED,
    /** With one press of a button below the task's message, which may have been a slip. */
    BUTTON,
    /** By choosing one of the options that we offered. */
    OPTION
}
