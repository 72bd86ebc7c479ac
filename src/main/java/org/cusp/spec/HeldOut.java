package org.cusp.spec;

import org.cusp.contract.InvalidInput;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/** How many examples are held out for testing. */
public sealed interface HeldOut {
  /** The number of test examples among n. */
  int of(int n);

  /** As a user writes it. */
  String describe();

  /** So many: 0, or at least 2. */
  record Count(int count) implements HeldOut {
    public Count {
      if (count < 0 || count == 1) {
        throw wrong(Integer.toString(count));
      }
    }

    @Override
    public int of(int n) {
      return count;
    }

    @Override
    public String describe() {
      return Integer.toString(count);
    }
  }

  /** A fraction of all examples, in (0, 1), rounded to the nearest number. */
  record Fraction(double fraction) implements HeldOut {
    public Fraction {
      if (!(fraction > 0 && fraction < 1)) {
        throw wrong(Double.toString(fraction));
      }
    }

    @Override
    public int of(int n) {
      return (int) Math.round(fraction * n);
    }

    @Override
    public String describe() {
      return Double.toString(fraction);
    }
  }

  /** The value of {@code data.test}; nothing is held out where it is missing. */
  static HeldOut read(Section section) {
    double value = section.number(Keys.TEST).orElse(0);
    if (value == (int) value) {
      return new Count((int) value);
    }
    return new Fraction(value);
  }

  private static InvalidInput wrong(String value) {
    return new InvalidInput(
        Keys.data(Keys.TEST)
            + " must be 0, a number of examples in [2, inf), or a fraction in (0, 1), got "
            + value);
  }
}
