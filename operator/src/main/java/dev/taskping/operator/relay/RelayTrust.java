package dev.taskping.operator.relay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom the operator trusts to be the relay, if the relay's certificate comes from an authority of its own. */
final class RelayTrust {

    private RelayTrust() {}

    /**
     * A context for connections to servers whose certificates come from one of these authorities, and to no others.
     *
     * @param authorities a PEM file with at least one certificate
     * @throws IllegalArgumentException if the file cannot be read or has no certificate
     */
    static SSLContext in(Path authorities) {
        try (InputStream pem = Files.newInputStream(authorities)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(
                        "TASKPING_RELAY_CA_FILE: " + authorities + " has no certificate; it needs one in PEM format");
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "TASKPING_RELAY_CA_FILE: " + authorities + " cannot be read as certificates in PEM format: " + e,
                    e);
        }
    }
}
