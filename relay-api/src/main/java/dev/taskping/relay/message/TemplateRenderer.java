package dev.taskping.relay.message;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.template.FilledTemplate;
import dev.taskping.protocol.template.MessageTemplate;
import dev.taskping.protocol.template.TemplateException;
import dev.taskping.relay.message.MarkdownReader.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Renders a message by a template that a person wrote.
 *
 * @param policy the NotifiedTask that has the template; absent if the channel has it
 * @param template in Markdown, see {@link MessageTemplate}
 */
public record TemplateRenderer(@Nullable String policy, String template) {

    /**
     * The message with the template's text in place of text and facts, and its first-level heading as the title. Severity, log,
     * actions and link stay.
     *
     * @param byDefault the default message
     * @throws TemplateException if the template cannot be used; then the default message is to be sent
     */
    public Message apply(TaskEvent event, Message byDefault) throws TemplateException {
        FilledTemplate filledTemplate = MessageTemplate.parse(template).fill(TemplateValues.of(event, byDefault));
        Words words = MarkdownReader.read(filledTemplate);
        String title = words.title();
        return new Message(
                title == null || title.isBlank() ? byDefault.title() : title,
                byDefault.severity(),
                words.text().plain(),
                List.of(),
                byDefault.log(),
                byDefault.actions(),
                byDefault.link(),
                words.text());
    }
}
