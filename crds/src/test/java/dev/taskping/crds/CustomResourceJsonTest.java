package dev.taskping.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.channel.ChannelReference;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.crds.notifiedtask.NotifyEvent;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class CustomResourceJsonTest {

    private static final String TASK =
            """
            {"apiVersion":"taskping.dev/v1alpha1","kind":"NotifiedTask","metadata":{"name":"train"},"spec":%s}""";

    /** The operator may be older than the definitions during an upgrade, and must go on watching. */
    @Test
    void unknownFieldsAreIgnored() {
        NotifiedTask task = read(
                """
                {"jobRef":{"name":"train","since":"yesterday"},"mute":true,
                 "notify":[{"when":"always","channels":[{"name":"ml-telegram","colour":"red"}]}]}""");

        assertThat(task.getSpec().jobRef()).isEqualTo(new NamedReference("train"));
        assertThat(task.getSpec().rules().getFirst().channels())
                .containsExactly(new ChannelReference("ml-telegram", null));
    }

    @Test
    void absentFieldsStayAbsent() {
        String spec =
                """
                {"jobRef":{"name":"train"},"notify":[{"events":["Failed"],"channels":[{"name":"ml-telegram"}]}]}""";

        assertThat(Serialization.asJson(read(spec).getSpec())).isEqualTo(spec);
    }

    @Test
    void ruleWithoutEventsReportsTheEnd() {
        NotifiedTask task = read(
                """
                {"jobRef":{"name":"train"},"notify":[{"channels":[{"name":"ml-telegram"}]}]}""");

        assertThat(task.getSpec().rules().getFirst().events()).containsExactly(NotifyEvent.FINISHED);
    }

    private static NotifiedTask read(String spec) {
        return Serialization.unmarshal(TASK.formatted(spec), NotifiedTask.class);
    }
}
