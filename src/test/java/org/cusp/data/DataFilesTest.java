package org.cusp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.format.Faults.assertFault;
import static org.cusp.format.Faults.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.format.Npy;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
  private static final Path SHARED = Path.of("..", "shared", "data");

  @TempDir Path folder;

  private Path csv(String text) {
    return file(folder, "t.csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private Path npy(String name, int[] shape, double... values) {
    Path path = folder.resolve(name);
    Npy.write(path, new NumericArray(shape, values));
    return path;
  }

  private static double[] values(DataSet data) {
    return ((Targets.Values) data.targets()).values();
  }

  private static int[] labels(DataSet data) {
    return ((Targets.Classes) data.targets()).labels();
  }

  private static TargetColumn target(String text) {
    return TargetColumn.parse(text);
  }

  @Test
  void theTargetIsFoundByPositionAndByName() {
    Path path = csv("a,b,c\n1,2,3\n4,5,6\n");
    DataSet last = DataFiles.csv(path, TargetColumn.last(), TargetKind.values());
    assertThat(last.name()).isEqualTo(path.toString());
    assertThat(last.x()).containsExactly(1, 2, 4, 5);
    assertThat(values(last)).containsExactly(3, 6);
    assertThat(values(DataFiles.csv(path, target("a"), TargetKind.values()))).containsExactly(1, 4);
    assertThat(values(DataFiles.csv(path, TargetColumn.number(2), TargetKind.values())))
        .containsExactly(2, 5);
    DataSet two = DataFiles.csv(path, target("c, a"), TargetKind.values());
    assertThat(two.x()).containsExactly(2, 5);
    assertThat(values(two)).containsExactly(3, 1, 6, 4);
    assertThat(((Targets.Values) two.targets()).outputs()).isEqualTo(2);
    assertThat(DataFiles.csv(path, TargetColumn.named("c", "a"), TargetKind.values()).fingerprint())
        .isEqualTo(two.fingerprint());
  }

  @Test
  void aNameOfTheHeaderGoesBeforeANumberAndLast() {
    Path path = csv("2,last,y\n1,2,3\n4,5,6\n");
    assertThat(values(DataFiles.csv(path, target("2"), TargetKind.values()))).containsExactly(1, 4);
    assertThat(values(DataFiles.csv(path, target("last"), TargetKind.values())))
        .containsExactly(2, 5);
    assertThat(values(DataFiles.csv(path, target("3"), TargetKind.values()))).containsExactly(3, 6);
  }

  @Test
  void labelsAreWholeNumbersFromZero() {
    Path path = csv("1,0\n2,2\n");
    DataSet data = DataFiles.csv(path, TargetColumn.last(), TargetKind.classes());
    assertThat(labels(data)).containsExactly(0, 2);
    assertThat(((Targets.Classes) data.targets()).classes()).isEqualTo(3);
    DataSet more = DataFiles.csv(path, TargetColumn.last(), TargetKind.classes(10));
    assertThat(((Targets.Classes) more.targets()).classes()).isEqualTo(10);
    assertFault(
        () -> DataFiles.csv(path, TargetColumn.last(), TargetKind.classes(2)),
        path + ": label of row 2 must be in [0, 1], got 2");
  }

  /** As data of the last class alone always were. */
  @Test
  void dataMayBeOfTheFirstClassAlone() {
    DataSet data = DataFiles.csv(csv("1,0\n2,0\n"), TargetColumn.last(), TargetKind.classes());
    assertThat(labels(data)).containsExactly(0, 0);
    assertThat(((Targets.Classes) data.targets()).classes()).isEqualTo(2);
  }

  private void assertBad(String text, String target, TargetKind kind, String message) {
    Path path = csv(text);
    assertFault(() -> DataFiles.csv(path, target(target), kind), path + ": " + message);
  }

  @Test
  void oneHotTargetsAreClasses() {
    Path x = npy("x.npy", new int[] {4}, 1, 2, 3, 4);
    Path y = npy("y.npy", new int[] {4, 3}, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0);
    DataSet read = DataFiles.npy(x, y, TargetKind.classes());
    Targets.Classes classes = (Targets.Classes) read.targets();
    assertThat(classes.labels()).containsExactly(1, 0, 2, 1);
    assertThat(classes.classes()).isEqualTo(3);
    assertThat(read.summary()).endsWith("3 classes (one-hot, 1 to 2 each)");
    assertThat(read.subset(new int[] {0, 3}).summary()).contains("one-hot");
    Targets.Classes ofMore = (Targets.Classes) DataFiles.npy(x, y, TargetKind.classes(5)).targets();
    assertThat(ofMore.classes()).isEqualTo(5);
    assertThat(DataFiles.npy(x, y, TargetKind.values()).targets())
        .isInstanceOf(Targets.Values.class);
  }

  @Test
  void refusesLabelsThatAreNoClasses() {
    TargetKind classes = TargetKind.classes();
    String whole = " must be a whole number >= 0, got ";
    assertBad("1,0\n2,1.5\n", "last", classes, "label of row 2" + whole + "1.5");
    assertBad("1,-1\n2,1\n", "last", classes, "label of row 1" + whole + "-1.0");
    assertBad("1,0\n2,1e10\n", "last", classes, "label of row 2" + whole + "1.0E10");
    assertBad(
        "a,b,c\n1,0,1\n2,1,1\n",
        "b,c",
        classes,
        "has 2 target columns; classes are one column of labels, or a column for each class with a"
            + " single 1 in each row, which row 2 has not");
    assertBad(
        "a,b,c\n1,0,1\n2,0.5,0.5\n",
        "b,c",
        classes,
        "has 2 target columns; classes are one column of labels, or a column for each class with a"
            + " single 1 in each row, which row 2 has not");
    assertBad(
        "a,b,c\n1,0,0\n2,0,1\n",
        "b,c",
        classes,
        "has 2 target columns; classes are one column of labels, or a column for each class with a"
            + " single 1 in each row, which row 1 has not");
  }

  @Test
  void refusesColumnsThatAreNotThere() {
    TargetKind values = TargetKind.values();
    assertBad(
        "height,width,price\n1,2,3\n4,5,6\n",
        "prize",
        values,
        "unknown target column 'prize': did you mean 'price'? Allowed: height, width, price");
    assertBad("1,2\n3,4\n", "3", values, "target column must be in [1, 2], got 3");
    assertBad("1,2\n3,4\n", "0", values, "target column must be in [1, 2], got 0");
    assertBad(
        "1,2\n3,4\n",
        "price",
        values,
        "has no header, so the target column must be 'last' or a number in [1, 2], got 'price'");
    assertBad("a,a,b\n1,2,3\n4,5,6\n", "a", values, "two columns are named 'a'; give the number");
    assertBad("a,b\n1,2\n3,4\n", "b,last", values, "a target column is named twice: [b, last]");
    assertBad("a,b\n1,2\n3,4\n", "a,b", values, "all 2 columns are targets, no inputs are left");
    assertBad("1\n2\n", "last", values, "all 1 columns are targets, no inputs are left");
    assertFault(
        () -> target("a,,b"),
        "target column must be 'last', a name, a number from 1, or several with commas,"
            + " got [a, , b]");
    assertFault(() -> TargetColumn.number(0), "target column must be in [1, inf), got 0");
  }

  @Test
  void oneRowIsRead() {
    Path x = npy("x.npy", new int[] {1, 2}, 1, 2);
    Path y = npy("y.npy", new int[] {1}, 0.5);
    assertThat(DataFiles.npy(x, y, TargetKind.values()).n()).isEqualTo(1);
  }

  @Test
  void readsArraysAndFlattensEachExample() {
    Path x = npy("x.npy", new int[] {2, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8);
    Path y = npy("y.npy", new int[] {2, 1}, 1, 0);
    DataSet data = DataFiles.npy(x, y, TargetKind.classes());
    assertThat(data.features()).isEqualTo(4);
    assertThat(data.x()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(labels(data)).containsExactly(1, 0);
    Path line = npy("line.npy", new int[] {2}, 7, 8);
    DataSet swapped = DataFiles.npy(line, x, TargetKind.values());
    assertThat(swapped.features()).isEqualTo(1);
    assertThat(((Targets.Values) swapped.targets()).outputs()).isEqualTo(4);
  }

  @Test
  void refusesArraysThatDoNotFit() {
    Path x = npy("x.npy", new int[] {3, 1}, 1, 2, Double.NaN);
    Path two = npy("two.npy", new int[] {2}, 0, 1);
    assertFault(
        () -> DataFiles.npy(x, two, TargetKind.values()),
        two + ": has 2 examples, but " + x + " has 3; they must be equal");
    Path three = npy("three.npy", new int[] {3}, 0, 1, Double.NaN);
    assertFault(
        () -> DataFiles.npy(three, three, TargetKind.values()),
        three + ": target of row 3, output 1 must be finite, got NaN");
    assertFault(
        () -> DataFiles.npy(three, three, TargetKind.classes()),
        three + ": label of row 3 must be a whole number >= 0, got NaN");
    Path fine = npy("fine.npy", new int[] {3}, 0, 1, 2);
    assertFault(
        () -> DataFiles.npy(x, fine, TargetKind.values()),
        x + ": row 3, column 1 must be finite, got NaN");
    Path twice = npy("twice.npy", new int[] {2, 2}, 0, 1, 1, 1);
    assertFault(
        () -> DataFiles.npy(two, twice, TargetKind.classes()),
        twice
            + ": has 2 target columns; classes are one column of labels, or a column for each class"
            + " with a single 1 in each row, which row 2 has not");
    Path scalar = npy("scalar.npy", new int[0], 1);
    assertFault(
        () -> DataFiles.npy(scalar, two, TargetKind.values()),
        scalar + ": must have examples along its first axis, got shape []");
    Path empty = npy("empty.npy", new int[] {0, 3});
    assertFault(
        () -> DataFiles.npy(empty, empty, TargetKind.values()),
        empty + ": must have examples along its first axis, got shape [0, 3]");
  }

  @Test
  void readsAnArchive() {
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    arrays.put("x_train", new NumericArray(new int[] {2, 2}, new double[] {1, 2, 3, 4}));
    arrays.put("y_train", NumericArray.vector(1, 0));
    Path path = folder.resolve("d.npz");
    Npz.write(path, arrays, Npz.Packing.DEFLATED);
    DataSet data = DataFiles.npz(path, "x_train", "y_train", TargetKind.classes());
    assertThat(data.name()).isEqualTo(path.toString());
    assertThat(data.x()).containsExactly(1, 2, 3, 4);
    assertThat(labels(data)).containsExactly(1, 0);
    assertFault(
        () -> DataFiles.npz(path, "x_train", "y_test", TargetKind.classes()),
        path + ": unknown array 'y_test': did you mean 'y_train'? Allowed: x_train, y_train");
    Path none = folder.resolve("none.npz");
    Npz.write(none, Map.of(), Npz.Packing.STORED);
    assertFault(
        () -> DataFiles.npz(none, "x", "y", TargetKind.classes()), none + ": has no arrays");
  }

  private Path idx(String name, String hex) {
    return file(folder, name, HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void readsImagesWithLabels() {
    Path images = idx("images", "00000803 00000002 00000001 00000002 01 02 03 ff");
    Path labels = idx("labels", "00000801 00000002 00 02");
    DataSet data = DataFiles.idx(images, labels);
    assertThat(data.features()).isEqualTo(2);
    assertThat(data.x()).containsExactly(1, 2, 3, 255);
    assertThat(labels(data)).containsExactly(0, 2);
    assertThat(((Targets.Classes) data.targets()).classes()).isEqualTo(3);
    assertThat(((Targets.Classes) DataFiles.idx(images, labels, 10).targets()).classes())
        .isEqualTo(10);
    assertFault(
        () -> DataFiles.idx(images, labels, 2),
        labels + ": label of row 2 must be in [0, 1], got 2");
    Path three = idx("three", "00000801 00000003 00 02 01");
    assertFault(
        () -> DataFiles.idx(images, three),
        three + ": has 3 examples, but " + images + " has 2; they must be equal");
  }

  /**
   * The MNIST test set: 10,000 images of 28 x 28 bytes; the first ten labels are 7 2 1 0 4 1 4 9 5
   * 9 and there are 980 zeros.
   */
  @Test
  void readsMnist() {
    Path images = SHARED.resolve("mnist-10k-images-idx3-ubyte.gz");
    Path labels = SHARED.resolve("mnist-10k-labels-idx1-ubyte.gz");
    Assumptions.assumeTrue(Files.exists(images) && Files.exists(labels), "MNIST is not here");
    DataSet mnist = DataFiles.idx(images, labels);
    assertThat(mnist.n()).isEqualTo(10_000);
    assertThat(mnist.features()).isEqualTo(784);
    assertThat(Arrays.copyOf(labels(mnist), 10)).containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
    assertThat(((Targets.Classes) mnist.targets()).counts()[0]).isEqualTo(980);
  }
}
