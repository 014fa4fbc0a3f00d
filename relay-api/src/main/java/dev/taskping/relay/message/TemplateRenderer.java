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
 * How somebody wants a message to be worded.
 *
 * @param policy the NotifiedTask that says so; absent if the channel does
 * @param template in Markdown, see {@link MessageTemplate}
 */
public record TemplateRenderer(@Nullable String policy, String template) {

    /**
     * A message in these words. They stand in the place of text and facts; a heading of the first level above them is the
     * title. Severity, log, actions and link stay.
     *
     * @param byDefault the message in our own words
     * @throws TemplateException if the template cannot be used; the message by default is to be sent then
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
