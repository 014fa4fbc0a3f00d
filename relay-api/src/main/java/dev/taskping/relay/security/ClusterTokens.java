package dev.taskping.relay.security;

import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.ClusterKeyStore.SigningKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * Verifies the JWTs that operators sign: HS256 with one of the cluster's valid keys, header {@code kid} and claims {@code iss} and
 * {@code sub} the cluster's id, {@code aud} {@value #AUDIENCE}, {@code exp} at most ten minutes ahead.
 */
@ApplicationScoped
public class ClusterTokens {

    /** Whom the tokens are for. */
    public static final String AUDIENCE = "taskping-relay";

    private static final int MAX_VALIDITY_MINUTES = 10;
    private static final int CLOCK_SKEW_SECONDS = 60;

    private final ClusterKeyStore keys;
    private final Clock clock;

    ClusterTokens(ClusterKeyStore keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The cluster that signed the token.
     *
     * @throws ProblemException 401, if the token is not valid
     */
    Caller.Cluster verify(String token) {
        String cluster = keyId(token).orElseThrow(ClusterTokens::refused);
        SigningKey key = keys.signing(cluster).stream()
                .filter(candidate -> isSignedWith(candidate, token))
                .findFirst()
                .orElseThrow(ClusterTokens::refused);
        keys.used(key);
        return new Caller.Cluster(key.workspace(), key.cluster(), key.id());
    }

    private boolean isSignedWith(SigningKey key, String token) {
        try {
            new JwtConsumerBuilder()
                    .setVerificationKey(new HmacKey(key.secret()))
                    .setJwsAlgorithmConstraints(
                            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256))
                    .setExpectedIssuer(key.cluster())
                    .setExpectedSubject(key.cluster())
                    .setExpectedAudience(AUDIENCE)
                    .setRequireExpirationTime()
                    .setMaxFutureValidityInMinutes(MAX_VALIDITY_MINUTES)
                    .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .build()
                    .processToClaims(token);
            return true;
        } catch (InvalidJwtException e) {
            return false;
        }
    }

    private static Optional<String> keyId(String token) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setCompactSerialization(token);
            return Optional.ofNullable(signature.getKeyIdHeaderValue());
        } catch (JoseException e) {
            return Optional.empty();
        }
    }

    private static ProblemException refused() {
        return ProblemException.unauthorized("The JWT is not valid: kid, iss and sub must be a known cluster's id, aud "
                + AUDIENCE + ", exp at most ten minutes ahead, signed HS256 with that cluster's key.");
    }
}
