package org.cusp.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.format.Idx;
import org.cusp.format.MappedArray;
import org.cusp.format.Npy;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.cusp.format.Table;
import org.cusp.format.csv.Csv;

/**
 * Data sets from files. The first axis of an array counts the examples; the other axes of inputs
 * are flattened. A fault is an {@link InvalidInput} that names the file.
 */
public final class DataFiles {
  private DataFiles() {}

  /** A text table: some columns are targets, all others inputs, in their order. */
  public static DataSet csv(Path path, TargetColumn target, TargetKind kind) {
    return fromTable(path.toString(), Csv.readWithWords(path), target, kind);
  }

  /** The same, with classes where the targets are a column of words, else numbers. */
  public static DataSet csv(Path path, TargetColumn target) {
    Table table = Csv.readWithWords(path);
    int[] columns = target.resolve(path.toString(), table);
    boolean words = columns.length == 1 && table.words().containsKey(columns[0]);
    TargetKind kind = words ? TargetKind.classes() : TargetKind.values();
    return fromTable(path.toString(), table, target, kind);
  }

  /** Inputs and targets in two .npy files. */
  public static DataSet npy(Path x, Path y, TargetKind kind) {
    Optional<MappedArray> large = Residence.large(x, Npy::map);
    if (large.isPresent()) {
      RowBlocks inputs = Residence.rows(large.get());
      NumericArray targets = Npy.read(y);
      checkExamples(y.toString(), targets);
      checkPaired(x.toString(), inputs.rows(), y.toString(), targets.shape()[0]);
      return inBlocks(x, inputs, targets(y.toString(), targets.values(), features(targets), kind));
    }
    return fromArrays(x.toString(), Npy.read(x), y.toString(), Npy.read(y), kind);
  }

  /** Inputs and targets as two arrays of an .npz file. */
  public static DataSet npz(Path path, String x, String y, TargetKind kind) {
    Map<String, NumericArray> arrays = Npz.read(path);
    String xName = path + ", array " + x;
    String yName = path + ", array " + y;
    return fromArrays(xName, named(path, arrays, x), yName, named(path, arrays, y), kind)
        .named(path.toString());
  }

  /** Images and labels in two IDX files; as many classes as the largest label says. */
  public static DataSet idx(Path images, Path labels) {
    return idx(images, labels, OptionalInt.empty());
  }

  /** Images and labels in two IDX files, with so many classes. */
  public static DataSet idx(Path images, Path labels, int classes) {
    return idx(images, labels, OptionalInt.of(classes));
  }

  private static DataSet idx(Path images, Path labels, OptionalInt classes) {
    int[] y = Idx.readLabels(labels);
    Optional<MappedArray> large = Residence.large(images, Idx::map);
    if (large.isPresent()) {
      RowBlocks inputs = Residence.rows(large.get());
      checkPaired(images.toString(), inputs.rows(), labels.toString(), y.length);
      return inBlocks(images, inputs, classTargets(labels.toString(), y, classes));
    }
    NumericArray x = Idx.readImages(images);
    checkPaired(images.toString(), x.shape()[0], labels.toString(), y.length);
    DataSet.checkExamples(images.toString(), x.shape()[0]);
    Targets targets = classTargets(labels.toString(), y, classes);
    return new DataSet(images.toString(), x.shape()[0], features(x), x.values(), targets);
  }

  private static DataSet inBlocks(Path file, RowBlocks inputs, Targets targets) {
    return new DataSet(
        file.toString(), inputs.rows(), Shape.vector(inputs.columns()), inputs, targets);
  }

  static DataSet fromTable(String name, Table table, TargetColumn target, TargetKind kind) {
    int[] targetColumns = target.resolve(name, table);
    int[] inputColumns =
        IntStream.range(0, table.columns())
            .filter(column -> Arrays.stream(targetColumns).noneMatch(c -> c == column))
            .toArray();
    DataSet.checkExamples(name, table.rows());
    requireNumbers(table, inputColumns);
    double[] y = columns(table, targetColumns);
    Targets targets =
        targetColumns.length == 1
                && table.words().containsKey(targetColumns[0])
                && kind instanceof TargetKind.Classes
            ? Targets.Classes.named(table.words().get(targetColumns[0]).all(), y)
            : numberTargets(name, table, targetColumns, kind);
    return new DataSet(
        name, table.rows(), inputColumns.length, columns(table, inputColumns), targets);
  }

  private static void requireNumbers(Table table, int[] columns) {
    for (int column : columns) {
      if (table.words().containsKey(column)) {
        throw table.words().get(column).notNumbers();
      }
    }
  }

  private static Targets numberTargets(String name, Table table, int[] columns, TargetKind kind) {
    requireNumbers(table, columns);
    return targets(name, columns(table, columns), columns.length, kind);
  }

  private static double[] columns(Table table, int[] columns) {
    double[] chosen = new double[table.rows() * columns.length];
    for (int row = 0; row < table.rows(); row++) {
      for (int i = 0; i < columns.length; i++) {
        chosen[row * columns.length + i] = table.at(row, columns[i]);
      }
    }
    return chosen;
  }

  private static DataSet fromArrays(
      String xName, NumericArray x, String yName, NumericArray y, TargetKind kind) {
    checkExamples(xName, x);
    checkExamples(yName, y);
    checkPaired(xName, x.shape()[0], yName, y.shape()[0]);
    DataSet.checkExamples(xName, x.shape()[0]);
    Targets targets = targets(yName, y.values(), features(y), kind);
    return new DataSet(xName, x.shape()[0], features(x), x.values(), targets);
  }

  private static NumericArray named(Path path, Map<String, NumericArray> arrays, String name) {
    if (arrays.isEmpty()) {
      throw new InvalidInput(path + ": has no arrays");
    }
    if (!arrays.containsKey(name)) {
      InvalidInput unknown = Nearest.unknown("array", name, arrays.keySet());
      throw new InvalidInput(path + ": " + unknown.getMessage());
    }
    return arrays.get(name);
  }

  private static void checkExamples(String name, NumericArray array) {
    if (array.rank() == 0 || array.values().length == 0) {
      throw new InvalidInput(
          name + ": must have examples along its first axis, got shape " + shape(array));
    }
  }

  private static void checkPaired(String xName, int xExamples, String yName, int yExamples) {
    if (xExamples != yExamples) {
      throw new InvalidInput(
          yName
              + ": has "
              + yExamples
              + " examples, but "
              + xName
              + " has "
              + xExamples
              + "; they must be equal");
    }
  }

  /** The product of all axes but the first. */
  private static int features(NumericArray array) {
    return Arrays.stream(array.shape()).skip(1).reduce(1, (a, b) -> a * b);
  }

  private static String shape(NumericArray array) {
    return Arrays.toString(array.shape());
  }

  private static Targets targets(String name, double[] y, int outputs, TargetKind kind) {
    if (kind instanceof TargetKind.Classes classes) {
      return outputs > 1
          ? oneHotTargets(name, y, outputs, classes.count())
          : classTargets(name, labels(name, y), classes.count());
    }
    if (kind instanceof TargetKind.Sequences sequences) {
      return sequenceTargets(name, labels(name, y), sequences.count(), outputs);
    }
    return named(name, () -> new Targets.Values(y, outputs));
  }

  /** A class for each row from a 1 in its column and 0 elsewhere. */
  private static Targets oneHotTargets(String name, double[] y, int columns, OptionalInt classes) {
    int[] labels = new int[y.length / columns];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = -1;
      for (int column = 0; column < columns; column++) {
        double value = y[row * columns + column];
        boolean second = value == 1 && labels[row] >= 0;
        if (value != 0 && value != 1 || second) {
          throw notOneHot(name, columns, row);
        }
        labels[row] = value == 1 ? column : labels[row];
      }
      if (labels[row] < 0) {
        throw notOneHot(name, columns, row);
      }
    }
    return new Targets.Classes(
        labels, Math.max(columns, classes.orElse(columns)), Targets.Coding.ONE_HOT, List.of());
  }

  private static InvalidInput notOneHot(String name, int columns, int row) {
    return new InvalidInput(
        name
            + ": has "
            + columns
            + " target columns; classes are one column of labels, or a column for each class with a"
            + " single 1 in each row, which row "
            + (row + 1)
            + " has not");
  }

  private static Targets classTargets(String name, int[] labels, OptionalInt classes) {
    return named(name, () -> new Targets.Classes(labels, count(labels, classes)));
  }

  private static Targets sequenceTargets(
      String name, int[] labels, OptionalInt classes, int positions) {
    return named(name, () -> new Targets.Sequences(labels, count(labels, classes), positions));
  }

  private static int count(int[] labels, OptionalInt classes) {
    return classes.orElseGet(() -> Math.max(2, 1 + Arrays.stream(labels).max().orElse(0)));
  }

  private static Targets named(String name, Supplier<Targets> targets) {
    try {
      return targets.get();
    } catch (InvalidInput e) {
      throw new InvalidInput(name + ": " + e.getMessage(), e);
    }
  }

  private static int[] labels(String name, double[] y) {
    int[] labels = new int[y.length];
    for (int row = 0; row < y.length; row++) {
      if (!(y[row] >= 0 && y[row] < Integer.MAX_VALUE && y[row] == Math.rint(y[row]))) {
        throw new InvalidInput(
            name + ": label of row " + (row + 1) + " must be a whole number >= 0, got " + y[row]);
      }
      labels[row] = (int) y[row];
    }
    return labels;
  }
}
