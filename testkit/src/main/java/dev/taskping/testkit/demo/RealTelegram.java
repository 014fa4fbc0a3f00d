package dev.taskping.testkit.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.channel.NotificationChannelSpec;
import dev.taskping.crds.launch.Launch;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.testkit.installation.Installation;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Telegram itself: a person with a phone pairs and answers; the demo waits.
 *
 * @param botToken from BotFather
 */
record RealTelegram(String botToken) implements Messenger {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public String toString() {
        return "RealTelegram";
    }

    @Override
    public void prepare(Installation installation) {
        installation
                .client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("telegram")
                        .withNamespace(installation.namespace())
                        .addToAnnotations(WellKnownNames.SECRET_CHANNELS_ANNOTATION, "telegram")
                        .endMetadata()
                        .withStringData(Map.of("botToken", botToken))
                        .build())
                .serverSideApply();
        installation
                .client()
                .resources(NotificationChannel.class)
                .inNamespace(installation.namespace())
                .withName("phone")
                .edit(channel -> {
                    channel.setSpec(withoutSimulator(channel.getSpec()));
                    return channel;
                });
    }

    /** Who may pair, and with which bot; the rest of the sample is for the simulator. */
    private static NotificationChannelSpec withoutSimulator(NotificationChannelSpec spec) {
        ObjectMapper json = ProtocolJson.mapper();
        ObjectNode fields = json.valueToTree(spec);
        fields.retain("type", "secretRef", "allowedNamespaces", "people");
        return json.convertValue(fields, NotificationChannelSpec.class);
    }

    @Override
    public void pair(Installation installation, Narrator narrator) {
        NotificationChannel channel = installation.awaitChannel("phone", "AwaitingPairing");
        narrator.tell("Open this link on your phone and press Start; the demo waits for you:\n"
                + channel.getStatus().pairing().getFirst().link());
        installation.awaitChannel("phone", "Verified");
    }

    @Override
    public void awaitMessage(Installation installation, String job) {
        // Telegram gives nobody but its user a look at a chat: the other two channels prove the delivery.
    }

    @Override
    public void answer(Installation installation, Narrator narrator, String job) {
        narrator.tell("Press the button below the message on your phone, or answer: launch next");
        Awaitility.await("your answer").atMost(PATIENCE).until(() -> !installation
                .client()
                .resources(Launch.class)
                .inNamespace(installation.namespace())
                .list()
                .getItems()
                .isEmpty());
    }
}
