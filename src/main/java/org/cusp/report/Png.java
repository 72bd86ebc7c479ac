package org.cusp.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Encodes an image as PNG (ISO/IEC 15948), 8 bits a colour, no transparency. ImageIO tries five
 * filters on every row, which takes longer than painting the figure; figures are mostly flat and
 * need none of them.
 */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] RGB_UNFILTERED = {8, 2, 0, 0, 0};
  private static final int LEVEL = 5;

  private Png() {}

  /**
   * The file.
   *
   * @param image of type {@link BufferedImage#TYPE_INT_RGB}
   */
  static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(image.getWidth()).putInt(image.getHeight()).put(RGB_UNFILTERED);
    chunk(out, "IHDR", header.array());
    chunk(out, "IDAT", deflated(rows(image)));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** Each row: a zero, which says that it is not filtered, and three bytes a pixel. */
  private static byte[] rows(BufferedImage image) {
    int width = image.getWidth();
    byte[] bytes = new byte[image.getHeight() * (1 + 3 * width)];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getDataElements(0, y, width, 1, row);
      at++;
      for (int pixel : row) {
        bytes[at++] = (byte) (pixel >> 16);
        bytes[at++] = (byte) (pixel >> 8);
        bytes[at++] = (byte) pixel;
      }
    }
    return bytes;
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(LEVEL);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(name);
    out.writeBytes(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
  }
}
