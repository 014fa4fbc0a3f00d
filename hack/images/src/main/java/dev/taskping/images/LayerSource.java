package dev.taskping.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The content of one layer.
 *
 * @param name the layer's name, shown as progress and kept in the image's history
 * @param files a file, or a folder whose content the layer gets
 * @param target the absolute path in the image
 */
record LayerSource(String name, Path files, AbsoluteUnixPath target) {

    // One time for all files, so that the same content gives the same layer (the second that jib itself uses).
    private static final Instant TIME = Instant.ofEpochSecond(1);
    private static final AbsoluteUnixPath ROOT = AbsoluteUnixPath.get("/");
    private static final String OWNER = "0:0";
    // What the build's umask took away must not keep the image's user from reading.
    private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");
    private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");
    private static final FilePermissions SCRATCH_FOLDER = FilePermissions.fromOctalString("777");

    /** Reads {@code NAME=FILES:TARGET}. */
    static LayerSource parse(String text) {
        int equals = text.indexOf('=');
        int colon = text.lastIndexOf(':');
        if (equals < 1 || colon < equals) {
            throw new IllegalArgumentException(
                    "a layer is NAME=FILES:TARGET, for example app=target/classes:/app; not '" + text + "'");
        }
        return new LayerSource(
                text.substring(0, equals),
                Path.of(text.substring(equals + 1, colon)),
                AbsoluteUnixPath.get(text.substring(colon + 1)));
    }

    FileEntriesLayer toLayer() throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        try (Stream<Path> paths = Files.walk(files)) {
            for (Path path : paths.sorted().toList()) {
                FileEntry entry = entry(path);
                // Every image has a root folder already.
                if (!entry.getExtractionPath().equals(ROOT)) {
                    layer.addEntry(entry);
                }
            }
        }
        return layer.build();
    }

    private FileEntry entry(Path path) {
        Path relative = files.relativize(path);
        AbsoluteUnixPath place = relative.toString().isEmpty() ? target : target.resolve(relative);
        return new FileEntry(path, place, permissions(path, place), TIME, OWNER);
    }

    private static FilePermissions permissions(Path path, AbsoluteUnixPath place) {
        if (Files.isDirectory(path)) {
            return place.toString().equals("/tmp") ? SCRATCH_FOLDER : EXECUTABLE;
        }
        return isProgram(path) ? EXECUTABLE : READABLE;
    }

    private static boolean isProgram(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
