package dev.taskping.relay.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootstrapAccountsTest {

    @Test
    void aShortKeyIsRefusedWithTheCureAndNotRepeated() {
        assertThatThrownBy(() -> BootstrapAccounts.checkedKey(Optional.of("s3cret")))
                .hasMessageContaining("taskping.bootstrap.cluster-key")
                .hasMessageContaining("openssl rand")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> BootstrapAccounts.checkedKey(Optional.empty())).hasMessageContaining("must be set");
        assertThat(BootstrapAccounts.checkedKey(Optional.of("0123456789abcdef0123456789abcdef")))
                .hasSize(32);
    }

    @Test
    void aTokenOfAnotherShapeIsRefused() {
        assertThatThrownBy(() -> BootstrapAccounts.checkedToken("hunter2"))
                .hasMessageContaining("taskping.bootstrap.admin-token")
                .hasMessageNotContaining("hunter2");
    }
}
