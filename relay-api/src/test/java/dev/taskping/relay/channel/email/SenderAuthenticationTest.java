package dev.taskping.relay.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SenderAuthenticationTest {

    static Stream<Arguments> statements() {
        return Stream.of(
                Arguments.of(true, List.of("mx.example.com; dmarc=pass header.from=example.org")),
                Arguments.of(true, List.of("MX.example.com 1; spf=fail; dkim=fail; dmarc = pass (p=none; really)")),
                Arguments.of(true, List.of("mx.example.com; dkim=pass header.d=example.org header.s=k1")),
                Arguments.of(true, List.of("mx.example.com; spf=pass smtp.mailfrom=mia@example.org")),
                Arguments.of(
                        true,
                        List.of(
                                "other.example.com; dmarc=fail",
                                "mx.example.com; dkim=none; spf=pass" + " smtp.mailfrom=example.org")),
                // Passed for somebody else.
                Arguments.of(false, List.of("mx.example.com; dkim=pass header.d=evil.example")),
                Arguments.of(false, List.of("mx.example.com; dkim=pass header.d=notexample.org")),
                Arguments.of(false, List.of("mx.example.com; spf=pass smtp.mailfrom=mia@example.org.evil.example")),
                // DMARC says no, whatever else passed.
                Arguments.of(false, List.of("mx.example.com; dkim=pass header.d=example.org; dmarc=fail")),
                Arguments.of(false, List.of("mx.example.com; dmarc=pass; dmarc=fail")),
                // Not stated, not by that server, or not topmost.
                Arguments.of(false, List.of()),
                Arguments.of(false, List.of("mx.example.com; none")),
                Arguments.of(false, List.of("mx.example.com.evil.example; dmarc=pass")),
                Arguments.of(false, List.of("evil.example; x=mx.example.com; dmarc=pass")),
                Arguments.of(false, List.of("mx.example.com; dmarc=fail", "mx.example.com; dmarc=pass")),
                // Somebody's text in quotes or comments is no statement.
                Arguments.of(
                        false,
                        List.of("mx.example.com; spf=fail smtp.mailfrom=\"x; dmarc=pass\"@evil.example; dmarc=fail")),
                Arguments.of(false, List.of("mx.example.com; spf=fail (a; dmarc=pass) smtp.mailfrom=evil.example")),
                Arguments.of(false, List.of("mx.example.com; spf=fail smtp.mailfrom=\"a dmarc=pass \"@evil.example")),
                Arguments.of(false, List.of("mx.example.com; dmarc=pass (never closed")),
                Arguments.of(false, List.of("(mx.example.com) evil.example; dmarc=pass")));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void onlyTheServersOwnStatementCounts(boolean vouches, List<String> headers) {
        assertThat(SenderAuthentication.vouchesFor("mx.example.com", headers, "mia@example.org"))
                .isEqualTo(vouches);
    }
}
