package dev.taskping.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that this runs in. */
public final class Repository {

    private Repository() {}

    /**
     * The folder with the Maven wrapper, at or above the working directory: tests run in their module's folder.
     *
     * @throws IllegalStateException if the working directory is outside of the repository
     */
    public static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder at or above " + start
                + " holds 'mvnw': run this with a working directory inside TaskPing's repository");
    }
}
