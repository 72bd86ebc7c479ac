package org.cusp.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.format.MappedNumbers;
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
    if (!Residence.fits(files.stream().mapToLong(file -> file.toFile().length()).sum())) {
      return inBlocks(files);
    }
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

  /** Labels are read, images stay in their files. */
  private static DataSet inBlocks(List<Path> files) {
    List<RowBlocks> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Path file : files) {
      MappedNumbers bytes = MappedNumbers.bytes(file);
      int record = 1 + IMAGE.size();
      long n = bytes.count() / record;
      if (n == 0 || bytes.count() % record != 0) {
        throw notRecords(file.toString(), bytes.count());
      }
      RowBlocks ofLabels = new FileRows(bytes, 0, record, (int) n, 1);
      ofLabels.forEach(
          (from, count, block) -> {
            for (int i = 0; i < count; i++) {
              labels.add(requireLabel(file.toString(), from + i, (int) block[i]));
            }
          });
      images.add(new FileRows(bytes, 1, record, (int) n, IMAGE.size()));
    }
    return new DataSet(
        files.get(0).toString(),
        labels.size(),
        IMAGE,
        new JoinedRows(images),
        new Targets.Classes(labels.stream().mapToInt(label -> label).toArray(), CLASSES));
  }

  private static InvalidInput notRecords(String name, long bytes) {
    return new InvalidInput(
        name
            + ": must be records of "
            + (1 + IMAGE.size())
            + " bytes, a label and an image; got "
            + bytes);
  }

  private static int requireLabel(String name, int record, int label) {
    if (label < 0 || label >= CLASSES) {
      throw new InvalidInput(
          name + ": label of record " + (record + 1) + " must be in [0, 9], got " + label);
    }
    return label;
  }

  private static byte[] records(Source source) throws IOException {
    int record = 1 + IMAGE.size();
    byte[] bytes = source.in().readNBytes(MOST_BYTES + 1);
    if (bytes.length == 0 || bytes.length % record != 0 || bytes.length > MOST_BYTES) {
      throw notRecords(source.name(), bytes.length);
    }
    for (int at = 0; at < bytes.length; at += record) {
      requireLabel(source.name(), at / record, bytes[at]);
    }
    return bytes;
  }
}
