package dev.taskping.relay.security;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import org.jboss.logging.Logger;

/**
 * Seals secrets at rest with AES-256-GCM. What is sealed is bound to its place (workspace, kind and id), so that a row's
 * secret copied to another row cannot be opened there.
 */
@ApplicationScoped
public class Sealer {

    private static final Logger LOG = Logger.getLogger(Sealer.class);
    private static final String GENERATED = "seal-keyset.json";

    private final Aead aead;

    Sealer(RelayConfiguration configuration) {
        try {
            AeadConfig.register();
            this.aead = keyset(configuration).getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "taskping.seal.keyset is not an AES-256-GCM keyset of Tink in JSON (" + e.getMessage()
                            + "); leave it out to have one generated into the data directory.",
                    e);
        }
    }

    /** Seals {@code secret} for {@code place}. */
    public byte[] seal(byte[] secret, String place) {
        try {
            return aead.encrypt(secret, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing for " + place + " failed", e);
        }
    }

    /**
     * Opens what was sealed for {@code place}.
     *
     * @throws IllegalStateException naming the place, if it was sealed with another keyset or for another place
     */
    public byte[] open(byte[] sealed, String place) {
        try {
            return aead.decrypt(sealed, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "What is sealed for " + place + " cannot be opened with this keyset: start the relay with the"
                            + " keyset it was sealed with (taskping.seal.keyset).",
                    e);
        }
    }

    private static KeysetHandle keyset(RelayConfiguration configuration) throws GeneralSecurityException {
        String configured = configuration.seal().keyset().map(String::strip).orElse("");
        if (configured.startsWith("{")) {
            return parse(configured);
        }
        if (!configured.isEmpty()) {
            return parse(read(Path.of(configured)));
        }
        Path generated = configuration.dataDirectory().resolve(GENERATED);
        return Files.exists(generated) ? parse(read(generated)) : generate(generated);
    }

    private static KeysetHandle parse(String json) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The sealing keyset cannot be read from " + file, e);
        }
    }

    private static KeysetHandle generate(Path file) throws GeneralSecurityException {
        KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        String json = TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, json);
        } catch (FileAlreadyExistsException e) {
            return parse(read(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The sealing keyset cannot be written to " + file, e);
        }
        LOG.infof(
                "Generated a sealing keyset in %s; without it nothing that is sealed can be read, so keep a copy",
                file);
        return keyset;
    }
}
