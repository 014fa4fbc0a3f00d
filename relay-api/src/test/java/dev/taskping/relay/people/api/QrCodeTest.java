package dev.taskping.relay.people.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {

    private static final int PIXELS = 4;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://t.me/lab_bot?start=7K3M9QX2TB",
                "sms:+15005550006?body=%2Fstart%207K3M9QX2TB",
                "/start 7K3M9QX2TB",
                "/start Grüße"
            })
    void bothFormsDecodeToTheText(String text) throws IOException, ReaderException {
        BufferedImage picture =
                ImageIO.read(new ByteArrayInputStream(QrCode.of(text).png()));
        assertThat(read(picture)).isEqualTo(text);
        assertThat(read(drawn(QrCode.of(text).text()))).isEqualTo(text);
    }

    private static String read(BufferedImage image) throws ReaderException {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        RGBLuminanceSource source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new GlobalHistogramBinarizer(source)))
                .getText();
    }

    /** As a terminal would show it: half a character is one module. */
    private static BufferedImage drawn(String text) throws NotFoundException {
        List<String> lines = text.lines().toList();
        BufferedImage image = new BufferedImage(
                lines.getFirst().length() * PIXELS, lines.size() * 2 * PIXELS, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                char half = lines.get(y / PIXELS / 2).charAt(x / PIXELS);
                boolean light = half == '█' || half == (y / PIXELS % 2 == 0 ? '▀' : '▄');
                image.setRGB(x, y, light ? 0xFFFFFF : 0);
            }
        }
        return image;
    }
}
