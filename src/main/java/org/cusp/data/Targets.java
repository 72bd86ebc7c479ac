package org.cusp.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * What is to be predicted for each example. Arrays are taken over, not copied; treat them as
 * read-only. Rows and outputs in messages count from 1.
 */
public sealed interface Targets {
  /** The number of examples. */
  int n();

  /** The targets of the given rows (from 0), in that order; a row may be given more than once. */
  Targets subset(int[] rows);

  /** How classes are written. */
  enum Coding {
    /** One number from 0. */
    NUMBERS,
    /** A column for each class, 1 in that of the example and 0 elsewhere. */
    ONE_HOT
  }

  /**
   * A class for each example.
   *
   * @param labels each in 0 .. classes - 1
   * @param classes how many classes there are, at least 2; not all need to occur
   * @param coding how they were written where they come from
   * @param names of the classes by their numbers; empty where they have none
   */
  record Classes(int[] labels, int classes, Coding coding, List<String> names) implements Targets {
    private static final int MOST_LISTED = 12;
    private static final int LONGEST = 30;

    /** Classes written as numbers. */
    public Classes(int[] labels, int classes) {
      this(labels, classes, Coding.NUMBERS, List.of());
    }

    /** Checks every label. */
    public Classes {
      names = List.copyOf(names);
      requireLabels(labels, classes, 1);
    }

    /**
     * Classes written as words, in the order of the words.
     *
     * @param words each is a class; there may be one alone
     * @param chosen the place of each example's word among them
     */
    static Classes named(List<String> words, double[] chosen) {
      List<String> sorted = words.stream().sorted().toList();
      int[] places = words.stream().mapToInt(sorted::indexOf).toArray();
      int[] labels = Arrays.stream(chosen).mapToInt(word -> places[(int) word]).toArray();
      return new Classes(labels, Math.max(2, sorted.size()), Coding.NUMBERS, sorted);
    }

    /** The names for a line of output, as many as fit; empty where there are none. */
    public String listed() {
      String all =
          names.stream()
              .limit(MOST_LISTED)
              .map(name -> name.replaceAll("\\p{C}", "?"))
              .map(name -> name.length() > LONGEST ? name.substring(0, LONGEST) + "..." : name)
              .collect(Collectors.joining(", "));
      return names.size() > MOST_LISTED ? all + ", ..." : all;
    }

    /** What a class is called: its name, or its number. */
    public String name(int label) {
      return label < names.size() ? names.get(label) : Integer.toString(label);
    }

    @Override
    public int n() {
      return labels.length;
    }

    @Override
    public Classes subset(int[] rows) {
      return new Classes(
          Arrays.stream(rows).map(row -> labels[row]).toArray(), classes, coding, names);
    }

    /** How many examples each class has. */
    public int[] counts() {
      int[] counts = new int[classes];
      for (int label : labels) {
        counts[label]++;
      }
      return counts;
    }
  }

  /**
   * A class at each position of an example, such as the next token.
   *
   * @param rows n x positions, each in 0 .. classes - 1
   * @param classes how many classes there are, at least 2
   * @param positions of an example, at least 1
   */
  record Sequences(RowBlocks rows, int classes, int positions) implements Targets {
    public Sequences {
      Check.atLeast("classes", classes, 2);
      Check.equal("labels of an example", rows.columns(), positions);
    }

    /** Labels in memory, row-major. */
    public Sequences(int[] labels, int classes, int positions) {
      this(checked(labels, classes, positions), classes, positions);
    }

    /** Checks the sizes and every label. */
    private static RowBlocks checked(int[] labels, int classes, int positions) {
      Check.atLeast("positions", positions, 1);
      if (labels.length % positions != 0) {
        throw new InvalidInput(
            "labels must be a multiple of the " + positions + " positions, got " + labels.length);
      }
      requireLabels(labels, classes, positions);
      return RowBlocks.of(labels, positions);
    }

    @Override
    public int n() {
      return rows.rows();
    }

    /**
     * All labels, row-major.
     *
     * @throws InvalidInput where they stay in their file because they are larger than memory
     */
    public int[] labels() {
      return rows instanceof RowBlocks.HeldWhole held
          ? held.values()
          : labels(rows.all("labels of all positions"));
    }

    /** The labels of examples {@code from .. from + count - 1}, row-major. */
    public int[] labels(int from, int count) {
      double[] block = new double[Math.multiplyExact(count, positions)];
      rows.read(from, count, block);
      return labels(block);
    }

    private static int[] labels(double[] numbers) {
      return Arrays.stream(numbers).mapToInt(label -> (int) label).toArray();
    }

    /** How many positions of all examples each class has. */
    public long[] counts() {
      long[] counts = new long[classes];
      rows.forEach(
          (from, count, labels) -> {
            for (int i = 0; i < count * positions; i++) {
              counts[(int) labels[i]]++;
            }
          });
      return counts;
    }

    @Override
    public Sequences subset(int[] chosen) {
      return new Sequences(rows.chosen(chosen), classes, positions);
    }
  }

  /**
   * One or more real numbers for each example.
   *
   * @param values row-major, n x outputs, all finite
   * @param outputs how many numbers each example has, at least 1
   */
  record Values(double[] values, int outputs) implements Targets {
    /** Checks the sizes and every number. */
    public Values {
      Check.atLeast("outputs", outputs, 1);
      if (values.length % outputs != 0) {
        throw new InvalidInput(
            "target values must be a multiple of the "
                + outputs
                + " outputs, got "
                + values.length);
      }
      for (int i = 0; i < values.length; i++) {
        if (!Double.isFinite(values[i])) {
          throw new InvalidInput(
              "target of row "
                  + (i / outputs + 1)
                  + ", output "
                  + (i % outputs + 1)
                  + " must be finite, got "
                  + values[i]);
        }
      }
    }

    @Override
    public int n() {
      return values.length / outputs;
    }

    @Override
    public Values subset(int[] rows) {
      return new Values(Rows.gather(values, outputs, rows), outputs);
    }

    /** One output, for all examples. */
    public double[] output(int output) {
      return IntStream.range(0, n()).mapToDouble(row -> values[row * outputs + output]).toArray();
    }
  }

  /** What they are, for messages. */
  static String kindOf(Targets targets) {
    if (targets instanceof Sequences sequences) {
      return "class labels at " + sequences.positions() + " positions";
    }
    return targets instanceof Classes ? "class labels" : "real targets";
  }

  private static void requireLabels(int[] labels, int classes, int positions) {
    if (classes < 2) {
      throw new InvalidInput("classes must be in [2, inf), got " + classes);
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new InvalidInput(
            "label of row "
                + (i / positions + 1)
                + (positions == 1 ? "" : ", position " + (i % positions + 1))
                + " must be in [0, "
                + (classes - 1)
                + "], got "
                + labels[i]);
      }
    }
  }
}
