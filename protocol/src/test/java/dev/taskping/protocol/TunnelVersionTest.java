package dev.taskping.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.Cause;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import dev.taskping.protocol.tunnel.TunnelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A relay and an operator one version apart understand each other. {@code tunnel/v1} holds what version 1 wrote. */
class TunnelVersionTest {

    private static final String ID = "0b7c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11";

    private final ObjectMapper json = ProtocolJson.mapper();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "taskping.v3, V3",
                "taskping.v2, V2",
                "taskping.v1, V1",
                "-, V1",
                "'', V1",
                "taskping.v9, V1",
                "graphql-ws, V1"
            })
    void withoutAgreementVersion1IsSpoken(@Nullable String subprotocol, TunnelVersion version) {
        assertThat(TunnelVersion.of(subprotocol)).isEqualTo(version);
    }

    @Test
    void newestVersionIsOfferedFirst() {
        assertThat(TunnelVersion.offered())
                .containsExactly("taskping.v3", "taskping.v2", "taskping.v1")
                .first()
                .isEqualTo(TunnelVersion.CURRENT.subprotocol());
    }

    @Test
    void framesOfVersion1AreUnderstood() throws IOException {
        assertThat(json.readValue(fixture("launch"), TunnelFrame.class))
                .isEqualTo(new LaunchCommand(
                        ID,
                        "ml",
                        "evaluate",
                        null,
                        Map.of("checkpoint", "best"),
                        new Requester("Mia", Role.LAUNCHER, "telegram:4711", null),
                        new Cause("u1", "train", new ChannelKey("ml", "phone")),
                        null,
                        null));
        assertThat(json.readValue(fixture("result-launched"), TunnelFrame.class))
                .isEqualTo(new CommandResult(
                        ID, Status.LAUNCHED, null, "Launched evaluate-x7f2", null, "cmd-" + ID, "evaluate-x7f2"));
        assertThat(json.readValue(fixture("result-rejected"), TunnelFrame.class))
                .isInstanceOfSatisfying(CommandResult.class, result -> assertThat(result.reason())
                        .isEqualTo("TemplateNotFound"));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aLaunchForVersion1IsWrittenAsVersion1Wrote(Role role) throws IOException {
        Requester mia = new Requester("Mia", role, "telegram:4711", "ml");
        LaunchCommand command = new LaunchCommand(
                ID,
                "ml",
                "evaluate",
                null,
                Map.of("checkpoint", "best"),
                mia,
                new Cause("u1", "train", new ChannelKey("ml", "phone")),
                new Confirmation(true, mia),
                300L);
        String written = write(TunnelVersion.V1.adapted(command));
        String expected = role == Role.VIEWER ? fixture("launch").replace("launcher", "viewer") : fixture("launch");
        assertThat(json.readTree(written)).isEqualTo(json.readTree(expected));
        assertThat(TunnelVersion.V2.adapted(command)).isEqualTo(command);
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void aResultForVersion1CanBeReadByIt(Status status) throws IOException {
        CommandResult result = new CommandResult(ID, status, null, "Said.", "ml", "cmd-" + ID, null);
        ResultOfVersion1 read = json.readValue(write(TunnelVersion.V1.adapted(result)), ResultOfVersion1.class);
        assertThat(read.commandId()).isEqualTo(ID);
        assertThat(read.status())
                .isEqualTo(status == Status.LAUNCHED ? StatusOfVersion1.LAUNCHED : StatusOfVersion1.REJECTED);
        assertThat(TunnelVersion.V2.adapted(result)).isEqualTo(result);
    }

    @Test
    void commandThatVersion1LacksIsRefusedWithASentence() {
        Requester mia = new Requester("Mia", Role.OPERATOR, "telegram:4711", "ml");
        TaskCommand stop = new TaskCommand(ID, "ml", "u1", "train", TaskCommand.Action.STOP, null, mia, 300L);
        LaunchCommand retry =
                new LaunchCommand(ID, "ml", null, "train", Map.of(), mia, new Cause("u1", "train", null), null, 300L);
        assertThat(TunnelVersion.V1.refusal(stop))
                .contains("The operator of this cluster is too old to stop tasks; upgrade it");
        assertThat(TunnelVersion.V1.refusal(retry))
                .contains("The operator of this cluster is too old to do the work of a Job again; upgrade it");
        assertThat(TunnelVersion.V2.refusal(stop)).isEmpty();
        assertThat(TunnelVersion.V2.refusal(retry)).isEmpty();
    }

    /** An operator that does not know whose role it is would take it for the template's namespace's own. */
    @Test
    void aCommandOfAnotherNamespacesPersonIsForVersion3Only() {
        Requester ops = new Requester("Mia", Role.OPERATOR, "telegram:4711", "ops");
        LaunchCommand command = new LaunchCommand(
                ID, "ml", "evaluate", null, Map.of(), ops, new Cause("u1", "train", null), null, 300L);
        assertThat(TunnelVersion.V1.refusal(command)).isPresent();
        assertThat(TunnelVersion.V2.refusal(command))
                .contains("The operator of this cluster is too old to check the rights of people of other namespaces;"
                        + " upgrade it");
        assertThat(TunnelVersion.V3.refusal(command)).isEmpty();
    }

    @Test
    void onlyResultsOfVersion3AlwaysNameTheirNamespace() {
        assertThat(TunnelVersion.values())
                .filteredOn(TunnelVersion::resultsNameNamespace)
                .containsExactly(TunnelVersion.V3);
    }

    @Test
    void aFieldOfALaterVersionIsIgnored() throws IOException {
        String later = fixture("launch").replaceFirst("\\{", "{\"priority\":\"high\",\"budget\":{\"gpuHours\":4},");
        assertThat(json.readValue(later, TunnelFrame.class))
                .isEqualTo(json.readValue(fixture("launch"), TunnelFrame.class));
    }

    private enum StatusOfVersion1 {
        LAUNCHED,
        REJECTED
    }

    private record ResultOfVersion1(
            @JsonProperty("frame") String frame, String commandId, StatusOfVersion1 status, String message) {}

    private String write(TunnelFrame frame) throws JsonProcessingException {
        return json.writerFor(TunnelFrame.class).writeValueAsString(frame);
    }

    private static String fixture(String name) throws IOException {
        try (InputStream file = TunnelVersionTest.class.getResourceAsStream("/tunnel/v1/" + name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
