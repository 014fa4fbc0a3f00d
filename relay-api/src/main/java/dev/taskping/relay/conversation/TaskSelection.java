package dev.taskping.relay.conversation;

/** How sure it is that a person means just this task and just this verb. */
enum TaskSelection {
    /** Said in answer to the task's message. */
    SAID,
    /** Said where no other task can be meant. */
    CONCLUDED,
    /** One press of a button that is below the task's message: it may have been a slip. */
    PRESSED,
    /** Chosen after having been asked. */
    CHOSEN
}
