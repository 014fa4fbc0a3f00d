package dev.taskping.relay.conversation.task;

/** How a person selected the task of a command, and so how certain it is that they mean this task and this command. */
public enum TaskSelection {
    /** By a reply to the task's message, or by a command that needs no task. */
    EXPLICIT,
    /** By inference: no other task can be meant. */
    INFERRED,
    /** By one press of a button below the task's message, which may have been accidental. */
    BUTTON,
    /** By choosing an option that the bot offered. */
    OPTION
}
