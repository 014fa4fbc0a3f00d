package dev.taskping.relay.platform.api;

import dev.taskping.protocol.relay.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Answers 413 to what is too large: by the length that is announced, and by the bytes that come where none is. What providers
 * send is below 100 KiB; a message itself has at most 4,096 characters (Telegram) to 150 KB (Feishu).
 */
@Provider
@BodyLimit
public class BodyLimitFilter implements ContainerRequestFilter, ReaderInterceptor {

    /** The largest body, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    private final MeterRegistry metrics;

    BodyLimitFilter(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String length = request.getHeaderString("Content-Length");
        if (length != null && length.length() > 9 || request.getLength() > MAX_BYTES) {
            throw tooLarge();
        }
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new Counting(context.getInputStream()));
        return context.proceed();
    }

    private ProblemException tooLarge() {
        metrics.counter("taskping.refusals", "reason", "size").increment();
        return new ProblemException(
                new Problem("too-large", "The body is too large", 413, "Send at most " + MAX_BYTES / 1024 + " KiB."));
    }

    private final class Counting extends FilterInputStream {

        private long bytes;

        Counting(InputStream input) {
            super(input);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            return read < 0 ? read : count(read, 1);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            return read < 0 ? read : count(read, read);
        }

        private int count(int result, int more) {
            bytes += more;
            if (bytes > MAX_BYTES) {
                throw tooLarge();
            }
            return result;
        }
    }
}
