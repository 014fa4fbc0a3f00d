package dev.taskping.bench.load;

import java.nio.charset.StandardCharsets;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** A token as an operator signs it; the relay takes none that is good for longer than ten minutes. */
final class ClusterTokenSigner {

    private static final int MINUTES = 5;

    private ClusterTokenSigner() {}

    static String sign(String cluster, String key) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(cluster);
        claims.setSubject(cluster);
        claims.setAudience("taskping-relay");
        claims.setExpirationTimeMinutesInTheFuture(MINUTES);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKeyIdHeaderValue(cluster);
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setKey(new HmacKey(key.getBytes(StandardCharsets.UTF_8)));
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("The token could not be signed", e);
        }
    }
}
