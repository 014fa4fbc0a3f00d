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

    private static final String MICROSOFT_PASS =
            "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.org; dkim=pass (signature was"
                    + " verified) header.d=example.org;dmarc=pass action=none header.from=example.org;compauth=pass reason=100";
    private static final String MICROSOFT_FAIL =
            "spf=softfail (sender IP is 192.0.2.1) smtp.mailfrom=example.org; dkim=none (message not"
                    + " signed) header.d=none;dmarc=fail action=oreject header.from=example.org;compauth=fail reason=000";

    static Stream<Arguments> microsoftsStatements() {
        return Stream.of(
                Arguments.of(true, List.of(MICROSOFT_PASS)),
                Arguments.of(true, List.of("dkim=pass header.d=example.org")),
                Arguments.of(false, List.of(MICROSOFT_FAIL)),
                Arguments.of(false, List.of(MICROSOFT_FAIL, MICROSOFT_PASS)),
                Arguments.of(false, List.of("mx.evil.example; dmarc=pass header.from=example.org")),
                Arguments.of(false, List.of("dmarc=bestguesspass action=none header.from=example.org")),
                Arguments.of(false, List.of()));
    }

    @ParameterizedTest
    @MethodSource("microsoftsStatements")
    void statementWithoutANameCountsIfItIsTheTopmost(boolean vouches, List<String> headers) {
        assertThat(SenderAuthentication.vouchesFor(SenderAuthentication.MICROSOFT_365, headers, "mia@example.org"))
                .isEqualTo(vouches);
        assertThat(SenderAuthentication.vouchesFor("mx.example.com", headers, "mia@example.org"))
                .isFalse();
    }

    static Stream<Arguments> denials() {
        return Stream.of(
                Arguments.of(true, List.of("mx.example.com; dmarc=fail header.from=example.org")),
                Arguments.of(true, List.of(MICROSOFT_FAIL)),
                Arguments.of(true, List.of("mx.example.com; spf=pass", "mx2.example.com; dmarc=fail")),
                Arguments.of(true, List.of("mx.example.com; dmarc=fail", "mx.evil.example; dmarc=pass")),
                Arguments.of(false, List.of("mx.example.com; dmarc=pass", "mx.evil.example; dmarc=fail")),
                Arguments.of(false, List.of("mx.example.com; dmarc=none")),
                Arguments.of(false, List.of("mx.example.com; spf=fail")),
                Arguments.of(false, List.of()));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void failedDmarcDeniesTheSender(boolean denied, List<String> headers) {
        assertThat(SenderAuthentication.isDenied(headers)).isEqualTo(denied);
    }
}
