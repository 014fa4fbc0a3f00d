package dev.taskping.relay.conversation.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.channel.Role;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.command.grammar.CommandParser;
import dev.taskping.relay.command.grammar.CommandParser.Parsed;
import dev.taskping.relay.people.Member;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReplyTextsTest {

    private final CommandParser parser = new CommandParser();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    VIEWER   | You can say: status, logs 50 and help.
                    LAUNCHER | You can say: launch next, launch NAME key=value, retry, mute 1h, unmute, status, logs 50 and help.
                    OPERATOR | You can say: launch next, launch NAME key=value, retry, stop, keep, extend 2h, mute 1h, unmute, status, logs 50 and help.
                    ADMIN    | You can say: launch next, launch NAME key=value, retry, stop, keep, extend 2h, mute 1h, unmute, status, logs 50 and help.
                    """)
    void helpListsTheCommandsOfTheRole(Role role, String sayings) {
        assertThat(ReplyTexts.help(member(role)).text()).startsWith(sayings);
    }

    /** Whoever follows the help must not be refused. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void commandListedByHelpIsUnderstoodAndPermitted(Role role) {
        String text = ReplyTexts.help(member(role)).text();
        String listed = text.substring("You can say: ".length(), text.indexOf('.'));
        Stream.of(listed.split(", | and ")).forEach(said -> assertThat(parser.parse(said.replace("NAME", "evaluate")))
                .isInstanceOfSatisfying(Parsed.Understood.class, understood -> assertThat(
                                understood.verb().needs().isGivenTo(role))
                        .as(said)
                        .isTrue()));
    }

    @Test
    void refusalNamesTheRequiredAndTheOwnRole() {
        assertThat(ReplyTexts.permissionMissing(new Verb.Stop(), Role.LAUNCHER).title())
                .isEqualTo("\"stop\" needs the role operator; yours here is launcher. Whoever manages the channel"
                        + " can change it.");
        assertThat(ReplyTexts.permissionMissing(new Verb.Retry(), Role.VIEWER).title())
                .startsWith("\"retry\" needs the role launcher; yours here is viewer.");
    }

    private static Member member(Role role) {
        return new Member(new UUID(0, 7), "Mia", role, "ml");
    }
}
