package dev.taskping.operator.launch.parameter;

import com.fasterxml.jackson.databind.JsonNode;

/** The result of parsing a parameter's text. */
public sealed interface ParsedParameter {

    /**
     * The text is a value of the parameter.
     *
     * @param node a number, a boolean or a text; quantities and durations stay text
     */
    record Value(JsonNode node) implements ParsedParameter {}

    /**
     * The text is no value of the parameter.
     *
     * @param message what is wrong, as the rest of a sentence that begins with the parameter's name and a colon
     */
    record Fault(String message) implements ParsedParameter {}
}
