package org.cusp.state;

import java.util.Locale;

/**
 * What the state of something goes through: to be written down, and then each number stays what it
 * is, or to be put back, and then each is what was written. What was not written stays.
 */
public interface State {
  /**
   * Numbers by name, NaN and infinities among them.
   *
   * @param now what they are
   * @return what they are to be: not to be written to
   */
  double[] numbers(String name, double[] now);

  /** Text by name. */
  String text(String name, String now);

  /** The same for a part, whose names are its own. */
  State in(String part);

  /** That this cannot be written: no state is kept then, and a run that ends begins anew. */
  void refuse();

  /** Whether there is anything to be put back here; false while it is written. */
  boolean has();

  default double number(String name, double now) {
    double[] found = numbers(name, new double[] {now});
    return found[0];
  }

  /** A whole number, exact to 2^53 in size. */
  default long whole(String name, long now) {
    return (long) number(name, now);
  }

  default boolean flag(String name, boolean now) {
    return number(name, now ? 1 : 0) != 0;
  }

  /** Rows, of any lengths. */
  default double[][] rows(String name, double[][] now) {
    double[][] found = new double[(int) whole(name + ".rows", now.length)][];
    for (int i = 0; i < found.length; i++) {
      String row = String.format(Locale.ROOT, "%s.%d", name, i);
      found[i] = numbers(row, i < now.length ? now[i] : new double[0]);
    }
    return found;
  }
}
