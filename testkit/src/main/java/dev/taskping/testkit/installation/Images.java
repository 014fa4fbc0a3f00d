package dev.taskping.testkit.installation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/** The images that {@code hack/images/build} keeps. */
final class Images {

    private Images() {}

    /** A word that differs when any image differs, made of what the images were built from. */
    static String fingerprint() {
        CRC32 sum = new CRC32();
        for (Path inputs : inputs()) {
            try {
                sum.update(Files.readAllBytes(inputs));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + inputs, e);
            }
        }
        return Long.toHexString(sum.getValue());
    }

    private static List<Path> inputs() {
        Path images = cache().resolve("images");
        try (var files = Files.list(images)) {
            return files.filter(file -> file.toString().endsWith(".tar.inputs"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("There are no images in " + images + "; run 'make images'", e);
        }
    }

    private static Path cache() {
        String configured = System.getenv("TASKPING_CACHE");
        return configured == null
                ? Path.of(System.getProperty("user.home"), ".cache", "taskping")
                : Path.of(configured);
    }
}
