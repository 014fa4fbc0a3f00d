package dev.taskping.relay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.ReplyTokens.Grant;
import dev.taskping.relay.security.ReplyTokens.Scope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyTokensTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] KEY = "a key of thirty-two bytes, no less".getBytes(StandardCharsets.UTF_8);
    private static final UUID DELIVERY = UUID.fromString("0b7c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11");
    private static final long LATER = NOW.plusSeconds(60).getEpochSecond();

    private static ReplyTokens at(Instant time, byte[] key) {
        return new ReplyTokens(
                key, URI.create("https://relay.example.org/"), Duration.ofHours(24), Clock.fixed(time, ZoneOffset.UTC));
    }

    @Test
    void aTokenIsBoundToDeliveryTaskAndScope() {
        String token =
                at(NOW, KEY).issue(DELIVERY, "task-1", Set.of(Scope.READ)).token();
        assertThat(at(NOW.plus(Duration.ofHours(23)), KEY).verify(token))
                .isEqualTo(new Grant(DELIVERY, "task-1", Set.of(Scope.READ)));
        String both = at(NOW, KEY)
                .issue(DELIVERY, "task-1", Set.of(Scope.READ, Scope.LAUNCH))
                .token();
        assertThat(at(NOW, KEY).verify(both).scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.LAUNCH);
    }

    @Test
    void tokenExpires() {
        String token =
                at(NOW, KEY).issue(DELIVERY, "task-1", Set.of(Scope.LAUNCH)).token();
        assertThatThrownBy(() -> at(NOW.plus(Duration.ofHours(25)), KEY).verify(token))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(410));
    }

    static Stream<Arguments> forged() {
        String good = "{\"aud\":\"taskping-reply\",\"jti\":\"" + DELIVERY
                + "\",\"sub\":\"task-1\",\"scope\":\"launch\",\"exp\":" + LATER + "}";
        return Stream.of(
                forged("the good one, by another key", "HS256", "another key of thirty-two bytes, at least", good),
                forged("not signed at all", "none", "", good),
                forged("for another audience", "HS256", "", good.replace("taskping-reply", "taskping-relay")),
                forged("that never expires", "HS256", "", good.replace(",\"exp\":" + LATER, "")),
                forged("for no delivery", "HS256", "", good.replace(DELIVERY.toString(), "42")),
                forged("without a delivery", "HS256", "", good.replace("jti", "xti")),
                forged("without a task", "HS256", "", good.replace("\"sub\"", "\"xub\"")),
                forged("for nothing", "HS256", "", good.replace("\"launch\"", "\"\"")),
                forged("for what there is not", "HS256", "", good.replace("\"launch\"", "\"launcher everything\"")),
                forged("without a scope", "HS256", "", good.replace("scope", "xcope")));
    }

    private static Arguments forged(String what, String algorithm, String key, String claims) {
        return Arguments.of(what, algorithm, key, claims);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forged")
    void forgedTokenIsRefused(String what, String algorithm, String key, String claims) throws JoseException {
        byte[] with = key.isEmpty() ? KEY : key.getBytes(StandardCharsets.UTF_8);
        assertRefused(algorithm.equals("none") ? unsigned(claims) : signed(claims, with));
    }

    static Stream<UnaryOperator<String>> spoilt() {
        return Stream.of(
                token -> token.substring(0, token.length() - 3),
                token -> token + "x",
                token -> "",
                token -> "x.y.z",
                token -> token.replaceFirst("\\.[^.]+\\.", "." + base64("{\"sub\":\"task-2\"}") + "."),
                token -> token.substring(token.indexOf('.')));
    }

    @ParameterizedTest
    @MethodSource("spoilt")
    void changedTokenIsRefused(UnaryOperator<String> spoil) {
        assertRefused(spoil.apply(
                at(NOW, KEY).issue(DELIVERY, "task-1", Set.of(Scope.LAUNCH)).token()));
    }

    private static void assertRefused(String token) {
        assertThatThrownBy(() -> at(NOW, KEY).verify(token))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(401));
    }

    private static String signed(String claims, byte[] key) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims);
        signature.setKey(new HmacKey(key));
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        return signature.getCompactSerialization();
    }

    private static String unsigned(String claims) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims);
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        return signature.getCompactSerialization();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
