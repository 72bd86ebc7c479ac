package org.cusp.exact.planar;

import org.cusp.exact.Work;
import org.hipparchus.fraction.BigFraction;

/** A closed interval with rational ends that encloses a real number. */
record Interval(BigFraction low, BigFraction high) {

  static Interval point(BigFraction value) {
    return new Interval(value, value);
  }

  Interval plus(Interval other) {
    Work.on(low, other.low);
    return new Interval(low.add(other.low), high.add(other.high));
  }

  Interval times(Interval other) {
    Work.on(low, other.low);
    Work.on(high, other.high);
    BigFraction[] corners = {
      low.multiply(other.low),
      low.multiply(other.high),
      high.multiply(other.low),
      high.multiply(other.high)
    };
    BigFraction least = corners[0];
    BigFraction most = corners[0];
    for (BigFraction corner : corners) {
      least = corner.compareTo(least) < 0 ? corner : least;
      most = corner.compareTo(most) > 0 ? corner : most;
    }
    return new Interval(least, most);
  }

  /** 1 or -1 where the whole interval has that sign, else 0. */
  int sign() {
    if (low.signum() > 0) {
      return 1;
    }
    return high.signum() < 0 ? -1 : 0;
  }

  /** The larger of the absolute values of the ends. */
  BigFraction magnitude() {
    BigFraction a = low.abs();
    BigFraction b = high.abs();
    return a.compareTo(b) > 0 ? a : b;
  }

  double middle() {
    return low.add(high).divide(2).doubleValue();
  }
}
