package org.cusp.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cusp.format.Source;

/**
 * The binary version of CIFAR-10: records of a label in 0 .. 9 and 3,072 bytes of an image, red,
 * green and blue one after the other, each 32 rows of 32.
 *
 * <p>Source: A. Krizhevsky, "Learning multiple layers of features from tiny images" (2009), and the
 * page of the data set.
 */
public final class CifarFiles {
  private static final int CLASSES = 10;
  private static final Shape IMAGE = new Shape(List.of(3, 32, 32));
  private static final int MOST_BYTES = 1 << 28;

  private CifarFiles() {}

  /** The images of these files, one file after the other; pixels as they are, 0 to 255. */
  public static DataSet read(List<Path> files) {
    List<byte[]> parts = new ArrayList<>();
    for (Path file : files) {
      parts.add(Source.read(file, CifarFiles::records));
    }
    int record = 1 + IMAGE.size();
    int n = parts.stream().mapToInt(part -> part.length / record).sum();
    double[] x = new double[Math.multiplyExact(n, IMAGE.size())];
    int[] labels = new int[n];
    int image = 0;
    for (byte[] part : parts) {
      for (int at = 0; at < part.length; at += record, image++) {
        labels[image] = part[at];
        for (int i = 0; i < IMAGE.size(); i++) {
          x[image * IMAGE.size() + i] = part[at + 1 + i] & 0xFF;
        }
      }
    }
    return new DataSet(files.get(0).toString(), n, IMAGE, x, new Targets.Classes(labels, CLASSES));
  }

  private static byte[] records(Source source) throws IOException {
    int record = 1 + IMAGE.size();
    byte[] bytes = source.in().readNBytes(MOST_BYTES + 1);
    if (bytes.length == 0 || bytes.length % record != 0 || bytes.length > MOST_BYTES) {
      throw source.fault(
          "must be records of " + record + " bytes, a label and an image; got " + bytes.length);
    }
    for (int at = 0; at < bytes.length; at += record) {
      if (bytes[at] < 0 || bytes[at] >= CLASSES) {
        throw source.fault(
            "label of record " + (at / record + 1) + " must be in [0, 9], got " + bytes[at]);
      }
    }
    return bytes;
  }
}
