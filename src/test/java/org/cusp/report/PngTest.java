package org.cusp.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {

  @Test
  void anotherDecoderReadsTheSamePixels() throws IOException {
    Random random = new Random(3);
    BufferedImage image = new BufferedImage(301, 97, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 97; y++) {
      for (int x = 0; x < 301; x++) {
        image.setRGB(x, y, y < 40 ? 0xFFFFFF : random.nextInt(0x1000000));
      }
    }
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(Png.encode(image)));
    assertThat(read.getRGB(0, 0, 301, 97, null, 0, 301))
        .isEqualTo(image.getRGB(0, 0, 301, 97, null, 0, 301));
  }
}
