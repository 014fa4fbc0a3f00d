package dev.taskping.relay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootstrapCredentialsTest {

    @Test
    void shortKeyIsRefusedWithTheCureAndNotShown() {
        assertThatThrownBy(() -> BootstrapCredentials.checkedKey(Optional.of("s3cret")))
                .hasMessageContaining("taskping.bootstrap.cluster-key")
                .hasMessageContaining("openssl rand")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> BootstrapCredentials.checkedKey(Optional.empty()))
                .hasMessageContaining("must be set");
        assertThat(BootstrapCredentials.checkedKey(Optional.of("0123456789abcdef0123456789abcdef")))
                .hasSize(32);
    }

    @Test
    void malformedTokenIsRefused() {
        assertThatThrownBy(() -> BootstrapCredentials.checkedToken("hunter2"))
                .hasMessageContaining("taskping.bootstrap.admin-token")
                .hasMessageNotContaining("hunter2");
    }
}
