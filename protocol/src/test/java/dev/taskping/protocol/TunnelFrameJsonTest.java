package dev.taskping.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.Cause;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames and channel settings keep their kind over the wire, and never show a secret by themselves. */
class TunnelFrameJsonTest {

    private final ObjectMapper json = ProtocolJson.mapper();

    static Stream<TunnelFrame> frames() {
        return Stream.of(
                new LaunchCommand(
                        "4f1d",
                        "ml",
                        "evaluate",
                        null,
                        Map.of("checkpoint", "best"),
                        new Requester("Mia", Role.LAUNCHER, "telegram:1001", "ml"),
                        new Cause("uid-1", "train", new ChannelKey("ml", "phone")),
                        new Confirmation(true, new Requester("Mia", Role.LAUNCHER, "telegram:1001", "ml")),
                        300L),
                new TaskCommand(
                        "5a2e",
                        "ml",
                        "uid-1",
                        "train",
                        TaskCommand.Action.EXTEND,
                        7200L,
                        new Requester("Mia", Role.OPERATOR, "telegram:1001", "ml"),
                        null),
                new CommandResult(
                        "4f1d", CommandResult.Status.LAUNCHED, null, "Launched.", "ml", "cmd-4f1d", "evaluate-4f1d"),
                new CommandResult(
                        "4f1d", CommandResult.Status.REJECTED, "TemplateNotFound", "No such.", null, null, null));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frameSurvivesJson(TunnelFrame frame) throws JsonProcessingException {
        String wire = json.writerFor(TunnelFrame.class).writeValueAsString(frame);
        assertThat(json.readValue(wire, TunnelFrame.class)).isEqualTo(frame);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0b6d2f0e-7f0c-4a55-9d3c-2f7b7a9d1c11", "UPPER_case", "../../x", "", "ü"})
    void anyCommandIdGivesAValidLaunchName(String commandId) {
        assertThat(TunnelFrame.launchName(commandId)).matches("cmd-[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    }

    @Test
    void unknownFrameIsRefused() {
        assertThatThrownBy(() -> json.readValue("{\"frame\":\"reboot\"}", TunnelFrame.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    static Stream<ChannelSettings> settings() {
        return Stream.of(
                ChannelSettings.of("telegram", Map.of("botToken", "12:canary-secret")),
                new ChannelSettings(
                        "email",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("host", "smtp.example.com")
                                .put("port", 587)
                                .put("password", "canary-secret")
                                .set(
                                        "replies",
                                        JsonNodeFactory.instance.objectNode().put("password", "canary-secret"))),
                ChannelSettings.of(
                        "webhook", Map.of("url", "https://example.com/hook", "signingSecret", "whsec_canary-secret")));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingsSurviveJsonAndHideTheirSecrets(ChannelSettings settings) throws JsonProcessingException {
        String wire = json.writerFor(ChannelSettings.class).writeValueAsString(settings);
        assertThat(json.readValue(wire, ChannelSettings.class)).isEqualTo(settings);
        assertThat(wire).startsWith("{\"type\":\"" + settings.type() + "\",");
        assertThat(settings.toString()).contains(settings.type()).doesNotContain("canary-secret");
    }
}
