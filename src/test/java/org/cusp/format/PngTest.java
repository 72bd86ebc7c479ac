package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngTest {
  /** Where Java's own way has no folder for its temporary file, and fails. */
  @Test
  void anImageNeedsNoFile(@TempDir Path folder) throws IOException {
    BufferedImage image = new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB);
    image.setRGB(1, 2, 0x123456);
    Path gone = Files.createDirectory(folder.resolve("gone"));
    byte[] file;
    ImageIO.setCacheDirectory(gone.toFile());
    try {
      Files.delete(gone);
      assertThatThrownBy(() -> ImageIO.write(image, "png", new ByteArrayOutputStream()))
          .hasMessageContaining("Not a directory");
      file = Png.of(image);
    } finally {
      ImageIO.setCacheDirectory(null);
    }
    BufferedImage again = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(again.getHeight()).isEqualTo(3);
    assertThat(again.getRGB(1, 2) & 0xffffff).isEqualTo(0x123456);
  }
}
