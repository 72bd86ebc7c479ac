package org.cusp.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Message;

/**
 * Examples to learn from. Everything in it is finite. One example is enough for a loss or a free
 * energy; the inverse temperature n / ln n needs two, and says so itself. Arrays are taken over,
 * not copied; treat them as read-only. Inputs that are larger than memory stay in their file.
 *
 * @param name what messages call it: a file or a generator
 * @param n the number of examples, at least 1
 * @param shape of the inputs of an example
 * @param inputs a row for each example
 * @param targets what is to be predicted, for n examples
 */
public record DataSet(String name, int n, Shape shape, RowBlocks inputs, Targets targets) {
  /** Inputs that are flat vectors of so many features. */
  public DataSet(String name, int n, int features, double[] x, Targets targets) {
    this(name, n, vector(name, features), x, targets);
  }

  /** Inputs in memory, row-major, n x features. */
  public DataSet(String name, int n, Shape shape, double[] x, Targets targets) {
    this(name, n, shape, checked(name, n, shape, x), targets);
  }

  /** Checks the sizes. */
  public DataSet {
    checkExamples(name, n);
    Check.equal(name + ": inputs of an example", inputs.columns(), shape.size());
    Check.equal(name + ": the number of inputs", inputs.rows(), n);
    Check.equal(name + ": the number of targets", targets.n(), n);
  }

  /** Checks every number; rows and columns in messages count from 1. */
  private static RowBlocks checked(String name, int n, Shape shape, double[] x) {
    checkExamples(name, n);
    int features = shape.size();
    Check.equal(name + ": the number of inputs", x.length, (long) n * features);
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i])) {
        throw new InvalidInput(
            name
                + ": row "
                + (i / features + 1)
                + ", column "
                + (i % features + 1)
                + " must be finite, got "
                + x[i]);
      }
    }
    return RowBlocks.of(x, features);
  }

  /**
   * The inputs, row-major, n x features, for what needs them whole.
   *
   * @throws InvalidInput where they stay in their file because they are larger than memory
   */
  public double[] x() {
    return inputs.all(name + ": is read in blocks, and this needs its inputs whole, which");
  }

  /** The same targets with inputs of the same size. */
  DataSet with(RowBlocks otherInputs) {
    return new DataSet(name, n, shape, otherInputs, targets);
  }

  private static Shape vector(String name, int features) {
    return Shape.vector(Check.atLeast(name + ": features", features, 1));
  }

  /** The number of inputs of an example. */
  public int features() {
    return shape.size();
  }

  /**
   * The training and the test part of a data set.
   *
   * @param train what the parameters are learned from
   * @param test what is kept apart
   */
  public record Split(DataSet train, DataSet test) {}

  /**
   * The given rows (from 0), in that order; a row may be given more than once.
   *
   * @throws InvalidInput if a row does not exist, or fewer than 2 are given
   */
  public DataSet subset(int[] rows) {
    for (int row : rows) {
      Check.inRange(name + ": row (from 0)", row, 0, n - 1);
    }
    return new DataSet(name, rows.length, shape, inputs.chosen(rows), targets.subset(rows));
  }

  /**
   * Two parts: the last {@code testCount} rows of the permutation are the test part, the others the
   * training part, both in the order of the permutation.
   *
   * @param testCount at least 2, and at most n - 2; so there must be four examples or more
   * @param permutation of 0 .. n - 1
   */
  public Split split(int testCount, int[] permutation) {
    if (n < 4) {
      throw new InvalidInput(
          name
              + ": holding data out for testing needs at least 4 examples, 2 in each part; it has "
              + n);
    }
    if (testCount < 2 || testCount > n - 2) {
      throw new InvalidInput(
          name
              + ": test examples must be in [2, "
              + (n - 2)
              + "] (both parts need 2 of the "
              + n
              + "), got "
              + testCount);
    }
    checkPermutation(permutation);
    int cut = n - testCount;
    return new Split(
        subset(Arrays.copyOf(permutation, cut)), subset(Arrays.copyOfRange(permutation, cut, n)));
  }

  /** The same inputs and targets under another name. */
  public DataSet named(String newName) {
    return new DataSet(newName, n, shape, inputs, targets);
  }

  /** One line for people: the name, the sizes and the kind of the targets. */
  public String summary() {
    return name
        + ": "
        + Message.counted(n, "example")
        + ", "
        + Message.counted(features(), "feature")
        + ", "
        + targetSummary()
        + (inputs.isHeld() ? "" : ", read from the file in blocks");
  }

  private String targetSummary() {
    if (targets instanceof Targets.Classes classes) {
      return classSummary(classes);
    }
    if (targets instanceof Targets.Sequences sequences) {
      return String.format(
          Locale.ROOT,
          "one of %,d classes at each of %s",
          sequences.classes(),
          Message.counted(sequences.positions(), "position"));
    }
    return Message.counted(((Targets.Values) targets).outputs(), "output");
  }

  /**
   * The content, without the name, as the SHA-256 digest in hexadecimal: of n, the features, the
   * inputs, the kind and size of the targets, and the targets; integers as 4 bytes and numbers as
   * 8, highest byte first.
   */
  public String fingerprint() {
    return Fingerprint.of(this);
  }

  static void checkExamples(String name, int n) {
    if (n < 1) {
      throw new InvalidInput(name + ": n, the number of examples, must be in [1, inf), got " + n);
    }
  }

  private static String classSummary(Targets.Classes classes) {
    int[] counts = classes.counts();
    int fewest = Arrays.stream(counts).min().orElse(0);
    int most = Arrays.stream(counts).max().orElse(0);
    String each = fewest == most ? fewest + " each" : fewest + " to " + most + " each";
    String coding = classes.coding() == Targets.Coding.ONE_HOT ? "one-hot, " : "";
    String named = classes.names().isEmpty() ? "" : classes.listed() + ": ";
    return String.format(
        Locale.ROOT, "%d classes (%s%s%s)", classes.classes(), named, coding, each);
  }

  private void checkPermutation(int[] permutation) {
    Check.equal(name + ": the length of the permutation", permutation.length, n);
    BitSet seen = new BitSet(n);
    for (int row : permutation) {
      Check.inRange(name + ": row of the permutation", row, 0, n - 1);
      if (seen.get(row)) {
        throw new InvalidInput(name + ": row " + row + " is in the permutation twice");
      }
      seen.set(row);
    }
  }
}
