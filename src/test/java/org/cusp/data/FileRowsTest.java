package org.cusp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Idx;
import org.cusp.format.MappedNumbers;
import org.cusp.format.Npy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays in its file has the numbers of what is read whole. */
class FileRowsTest {
  @TempDir private Path folder;

  /** As numpy writes it, by hand. */
  private Path npy(String descr, String order, String shape, ByteBuffer numbers)
      throws IOException {
    String text =
        "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
    byte[] header = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file =
        ByteBuffer.allocate(10 + header.length + numbers.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) header.length).put(header).put(numbers.array());
    return Files.write(folder.resolve("x.npy"), file.array());
  }

  private static double[] all(RowBlocks rows) {
    double[] values = new double[rows.rows() * rows.columns()];
    rows.forEach(
        (from, count, block) ->
            System.arraycopy(block, 0, values, from * rows.columns(), count * rows.columns()));
    return values;
  }

  @Test
  void bigEndianFloatsAreReadWhereTheyLie() throws IOException {
    ByteBuffer numbers = ByteBuffer.allocate(4 * 6);
    for (int i = 0; i < 6; i++) {
      numbers.putFloat(i * 4, 0.5f * i - 1);
    }
    RowBlocks rows = Residence.rows(Npy.map(npy(">f4", "False", "(3, 2)", numbers)));
    assertThat(all(rows)).containsExactly(-1, -0.5, 0, 0.5, 1, 1.5);
    assertThat(rows.rows()).isEqualTo(3);
    double[] block = new double[2];
    new RowBlocks.Chosen(rows, new int[] {2, 0}).read(1, 1, block);
    assertThat(block).containsExactly(-1, -0.5);
  }

  @Test
  void tensOfThousandsOfRowsHaveTheDigestOfThoseInMemory() throws IOException {
    int n = 50_000;
    ByteBuffer numbers = ByteBuffer.allocate(2 * n * 5).order(ByteOrder.LITTLE_ENDIAN);
    double[] x = new double[n * 5];
    for (int i = 0; i < x.length; i++) {
      x[i] = (short) (i * 7919);
      numbers.putShort(i * 2, (short) x[i]);
    }
    RowBlocks rows = Residence.rows(Npy.map(npy("<i2", "False", "(50000, 5)", numbers)));
    Targets targets = new Targets.Classes(new int[n], 2);
    DataSet held = new DataSet("x", n, 5, x, targets);
    DataSet inFile = new DataSet("x", n, Shape.vector(5), rows, targets);
    assertThat(inFile.fingerprint()).isEqualTo(held.fingerprint());
    FittedScaling scaling = new Scaling.Standardise().fit(held);
    assertThat(new Scaling.Standardise().fit(inFile).shift()).isEqualTo(scaling.shift());
    assertThat(new Scaling.Standardise().fit(inFile).scale()).isEqualTo(scaling.scale());
    int[] some = {49_999, 3, 3, 20_000};
    assertThat(scaling.apply(inFile).inputs().isHeld()).isFalse();
    assertThat(scaling.apply(inFile).subset(some).x())
        .isEqualTo(scaling.apply(held).subset(some).x());
  }

  /** The longest column is the one in which the first index runs fastest. */
  @Test
  void fortranOrderIsRefused() throws IOException {
    Path file = npy("|u1", "True", "(2, 2)", ByteBuffer.allocate(4));
    assertThatThrownBy(() -> Npy.map(file).requireRowMajor())
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("Fortran order")
        .hasMessageContaining("ascontiguousarray");
  }

  @Test
  void whatEndsEarlyIsRefusedBeforeItIsRead() throws IOException {
    Path file = npy("<f8", "False", "(9, 9)", ByteBuffer.allocate(80));
    assertThatThrownBy(() -> Npy.map(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("truncated: expected 648 bytes of data, found 80");
  }

  @Test
  void aNumberThatIsNoneIsNamed() throws IOException {
    ByteBuffer numbers = ByteBuffer.allocate(8 * 4).order(ByteOrder.LITTLE_ENDIAN);
    numbers.putDouble(24, Double.NaN);
    Path file = npy("<f8", "False", "(2, 2)", numbers);
    assertThatThrownBy(() -> Residence.rows(Npy.map(file)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("row 2, column 2 must be finite, got NaN");
  }

  @Test
  void imagesOfIdxAndOfSeveralFiles() throws IOException {
    ByteBuffer idx = ByteBuffer.allocate(16 + 8);
    idx.putInt(0x00000803).putInt(2).putInt(2).putInt(2);
    idx.put(new byte[] {0, 1, (byte) 255, 3, 4, 5, 6, 7});
    Path file = Files.write(folder.resolve("x.idx"), idx.array());
    RowBlocks rows = Residence.rows(Idx.map(file));
    assertThat(all(rows)).containsExactly(0, 1, 255, 3, 4, 5, 6, 7);
    RowBlocks both = new JoinedRows(List.of(rows, rows));
    double[] middle = new double[8];
    both.read(1, 2, middle);
    assertThat(middle).containsExactly(4, 5, 6, 7, 0, 1, 255, 3);
  }

  @Test
  void tokensAndTheirLabelsAreThoseOfTheSameFileReadWhole() throws IOException {
    int[] tokens = {5, 1, 2, 9, 0, 3, 1, 1, 4, 2};
    ByteBuffer numbers = ByteBuffer.allocate(8 * 10).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(tokens).forEach(numbers::putLong);
    Path file = npy("<i8", "False", "(2, 5)", numbers);
    DataSet held = TokenFiles.arrays(file, Optional.empty());
    DataSet inFile = TokenFiles.inBlocks(Npy.map(file).numbers(), 2, 5, 4);
    same(inFile, held);
  }

  @Test
  void bytesOfATextThatOverlap() throws IOException {
    Path file = Files.writeString(folder.resolve("text.txt"), "abcdefghij");
    DataSet held = TokenFiles.text(file, 4, 2);
    DataSet inFile = TokenFiles.inBlocks(MappedNumbers.bytes(file), held.n(), 2, 4);
    same(inFile, held);
  }

  private static void same(DataSet inFile, DataSet held) {
    assertThat(inFile.inputs().isHeld()).isFalse();
    assertThat(all(inFile.inputs())).isEqualTo(held.x());
    Targets.Sequences labels = (Targets.Sequences) held.targets();
    Targets.Sequences there = (Targets.Sequences) inFile.targets();
    assertThat(there.labels()).isEqualTo(labels.labels());
    assertThat(there.classes()).isEqualTo(labels.classes());
    assertThat(there.counts()).isEqualTo(labels.counts());
    assertThat(inFile.fingerprint()).isEqualTo(held.fingerprint());
  }
}
