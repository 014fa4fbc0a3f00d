package dev.taskping.testkit.simulator.http;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of {@code multipart/form-data} (RFC 7578). */
public final class Multipart {

    private Multipart() {}

    /**
     * One part.
     *
     * @param fileName absent if the part is no file
     * @param content its bytes
     */
    public record Part(@Nullable String fileName, byte[] content) {}

    /**
     * The parts by name.
     *
     * @throws IllegalArgumentException if the body cannot be read
     */
    public static Map<String, Part> of(Request request) {
        Map<String, Part> parts = new LinkedHashMap<>();
        try {
            MimeMultipart multipart = new MimeMultipart(new ByteArrayDataSource(
                    request.body(), request.header("content-type").orElse("")));
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart part = multipart.getBodyPart(i);
                ContentDisposition disposition = new ContentDisposition(part.getHeader("Content-Disposition")[0]);
                parts.put(
                        disposition.getParameter("name"),
                        new Part(
                                disposition.getParameter("filename"),
                                part.getInputStream().readAllBytes()));
            }
        } catch (MessagingException | IOException e) {
            throw new IllegalArgumentException("The multipart body cannot be read: " + e.getMessage(), e);
        }
        return parts;
    }
}
