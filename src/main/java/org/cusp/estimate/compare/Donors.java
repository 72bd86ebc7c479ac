package org.cusp.estimate.compare;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * Which data may give a datum what a component makes of them: all others, those of its class, or
 * those of other classes. One of them for each datum, component and swap, drawn with equal
 * probability by an address.
 */
public final class Donors {
  /** Who may. */
  public enum Rule {
    ANY("any other datum"),
    SAME("another datum of the same class"),
    OTHER("a datum of another class");

    private final String words;

    Rule(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  private final DataSet data;
  private final Rule rule;
  private final long seed;
  private final List<int[]> byClass;

  /**
   * Among some data.
   *
   * @throws InvalidInput where the rule needs classes and there are none, or where somebody has no
   *     donor
   */
  public Donors(DataSet data, Rule rule, long seed) {
    this.data = data;
    this.rule = rule;
    this.seed = seed;
    this.byClass = rule == Rule.ANY ? List.of() : byClass(data);
    if (data.n() < 2) {
      throw new InvalidInput(data.name() + ": has one datum, with nobody to exchange with");
    }
    for (int[] members : byClass) {
      int donors = rule == Rule.SAME ? members.length - 1 : data.n() - members.length;
      if (members.length > 0 && donors < 1) {
        throw new InvalidInput(
            data.name() + ": datum " + members[0] + " has no donor that is " + rule.words());
      }
    }
  }

  private static List<int[]> byClass(DataSet data) {
    if (!(data.targets() instanceof Targets.Classes classes)) {
      throw new InvalidInput(data.name() + ": --donors same and other need a class for each datum");
    }
    return IntStream.range(0, classes.classes())
        .mapToObj(c -> IntStream.range(0, data.n()).filter(i -> classes.labels()[i] == c).toArray())
        .toList();
  }

  /** The donor of each datum. */
  int[] of(int component, int swap) {
    RandomStream stream = RandomStream.of(seed, Purpose.DESIGN, component);
    int[] donors = new int[data.n()];
    Arrays.setAll(donors, i -> donor(i, stream.uniform(swap, i)));
    return donors;
  }

  private int donor(int datum, double uniform) {
    if (rule == Rule.ANY) {
      return without(datum, (int) (uniform * (data.n() - 1)));
    }
    int own = ((Targets.Classes) data.targets()).labels()[datum];
    int[] members = byClass.get(own);
    if (rule == Rule.SAME) {
      int place = Arrays.binarySearch(members, datum);
      return members[without(place, (int) (uniform * (members.length - 1)))];
    }
    int left = (int) (uniform * (data.n() - members.length));
    for (int c = 0; ; c++) {
      int here = c == own ? 0 : byClass.get(c).length;
      if (left < here) {
        return byClass.get(c)[left];
      }
      left -= here;
    }
  }

  /** The number of a place among the others. */
  private static int without(int one, int place) {
    return place < one ? place : place + 1;
  }
}
