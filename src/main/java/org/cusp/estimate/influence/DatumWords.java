package org.cusp.estimate.influence;

import java.util.Locale;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;

/** What a datum is, in words. */
public final class DatumWords {
  private static final int MOST_NUMBERS = 4;
  private static final int PRINTABLE = 256;

  private DatumWords() {}

  /**
   * What a datum is where an example holds several, its tokens.
   *
   * @param ofExample data of an example
   * @param datum its number, those of an example beside each other
   */
  public static String label(DataSet data, int ofExample, int datum) {
    return ofExample == 1
        ? label(data, datum)
        : TokenWords.label(data, datum / ofExample, datum % ofExample);
  }

  /**
   * Its class, its text where tokens are bytes, or its target numbers; null where there is none.
   */
  public static String label(DataSet data, int row) {
    if (data.targets() instanceof Targets.Classes classes) {
      return "class " + classes.name(classes.labels()[row]);
    }
    if (data.targets() instanceof Targets.Values values) {
      return values.outputs() > MOST_NUMBERS
          ? null
          : "y = "
              + String.join(
                  ", ",
                  IntStream.range(0, values.outputs())
                      .mapToObj(
                          i ->
                              String.format(
                                  Locale.ROOT, "%.4g", values.values()[row * values.outputs() + i]))
                      .toList());
    }
    return text(data, row);
  }

  /** The tokens of a sequence: as text where they are bytes, else as numbers. */
  public static String text(DataSet data, int row) {
    if (!(data.targets() instanceof Targets.Sequences sequences)) {
      return null;
    }
    int length = sequences.positions();
    int[] tokens =
        IntStream.range(row * length, (row + 1) * length).map(i -> sequences.labels()[i]).toArray();
    if (sequences.classes() > PRINTABLE) {
      return String.join(" ", IntStream.of(tokens).mapToObj(String::valueOf).toList());
    }
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      text.append(token < ' ' || token == 127 ? '·' : (char) token);
    }
    return text.toString();
  }
}
