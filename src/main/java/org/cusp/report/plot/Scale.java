package org.cusp.report.plot;

import java.util.ArrayList;
import java.util.List;

/** How a quantity is laid along an axis: an increasing function, and where its ticks go. */
public sealed interface Scale {

  /** A tick at a value; an empty label makes it a small one without a grid line. */
  record Tick(double value, String label) {}

  /** The value's place; NaN where the scale has none, such as log of a negative number. */
  double forward(double value);

  /** The value at a place: {@code inverse(forward(v)) = v}. */
  double inverse(double place);

  /** Ticks in {@code [low, high]}, which must be finite and {@code low < high}. */
  List<Tick> ticks(double low, double high);

  /**
   * Equal distances for equal differences; values too large for differences are drawn at a quarter
   * of the largest number.
   */
  record Linear() implements Scale {
    /** Two such numbers still have a finite difference. */
    private static final double FARTHEST = Double.MAX_VALUE / 4;

    private static final int WANTED = 6;

    @Override
    public double forward(double value) {
      return Double.isFinite(value) ? within(value, FARTHEST) : value;
    }

    @Override
    public double inverse(double place) {
      return within(place, FARTHEST);
    }

    @Override
    public List<Tick> ticks(double low, double high) {
      double step = niceStep(Math.max(Double.MIN_NORMAL, (high - low) / WANTED));
      int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
      boolean extreme = decimals > 4 || Math.max(Math.abs(low), Math.abs(high)) >= 1e7;
      List<Tick> ticks = new ArrayList<>();
      long last = (long) Math.floor(high / step + 1e-9);
      for (long k = (long) Math.ceil(low / step - 1e-9); k <= last; k++) {
        double value = k * step;
        ticks.add(
            new Tick(
                value, extreme ? Numbers.significant(value, 4) : Numbers.fixed(value, decimals)));
      }
      return ticks;
    }

    private static double niceStep(double raw) {
      double power = Math.pow(10, Math.floor(Math.log10(raw)));
      double leading = raw / power;
      return power * (leading <= 1 ? 1 : leading <= 2 ? 2 : leading <= 5 ? 5 : 10);
    }
  }

  /**
   * Rows under each other, numbered from 1 at the top: row r lies between the values {@code count -
   * r} and {@code count - r + 1}, and its tick is in its middle.
   */
  record Rows(int count) implements Scale {
    private static final int MOST_LABELS = 32;

    @Override
    public double forward(double value) {
      return value;
    }

    @Override
    public double inverse(double place) {
      return place;
    }

    @Override
    public List<Tick> ticks(double low, double high) {
      int stride = 1 + (count - 1) / MOST_LABELS;
      List<Tick> ticks = new ArrayList<>();
      for (int row = 1; row <= count; row++) {
        boolean labelled = (row - 1) % stride == 0;
        ticks.add(new Tick(count - row + 0.5, labelled ? Integer.toString(row) : ""));
      }
      return ticks;
    }
  }

  /** Names beside each other: name i, from 0, lies between the values i and i + 1. */
  record Names(List<String> names) implements Scale {
    public Names {
      names = List.copyOf(names);
    }

    @Override
    public double forward(double value) {
      return value;
    }

    @Override
    public double inverse(double place) {
      return place;
    }

    /** Of many names some are left out; one is shortened to its share of the axis. */
    @Override
    public List<Tick> ticks(double low, double high) {
      int stride = 1 + (names.size() - 1) / MOST_NAMES;
      int letters = Math.max(FEWEST_LETTERS, stride * ALL_LETTERS / Math.max(1, names.size()));
      List<Tick> ticks = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        ticks.add(new Tick(i + 0.5, i % stride == 0 ? shortened(names.get(i), letters) : ""));
      }
      return ticks;
    }

    private static String shortened(String name, int letters) {
      return name.length() <= letters ? name : name.substring(0, letters - 1) + "…";
    }

    private static final int MOST_NAMES = 16;
    private static final int FEWEST_LETTERS = 5;

    /** Letters beside each other on an axis. */
    private static final int ALL_LETTERS = 96;
  }

  /** Equal distances for equal ratios; positive values only. */
  record Log() implements Scale {
    private static final double FEW_DECADES = 1.7;
    private static final int MOST_LABELS = 7;

    @Override
    public double forward(double value) {
      return value > 0 ? Math.log10(value) : Double.NaN;
    }

    /** Positive and finite, however far outside the numbers there are a place lies. */
    @Override
    public double inverse(double place) {
      return Math.max(Double.MIN_VALUE, Math.min(Double.MAX_VALUE, Math.pow(10, place)));
    }

    @Override
    public List<Tick> ticks(double low, double high) {
      double decades = Math.log10(high) - Math.log10(low);
      if (decades < 0.7) {
        return new Linear().ticks(low, high);
      }
      int stride = (int) Math.ceil(decades / MOST_LABELS);
      int lastDigit = stride == 1 ? 9 : 1;
      List<Tick> ticks = new ArrayList<>();
      for (int k = (int) Math.floor(Math.log10(low)); k <= Math.ceil(Math.log10(high)); k++) {
        for (int digit = 1; digit <= lastDigit; digit++) {
          double value = digit * Math.pow(10, k);
          if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
            ticks.add(new Tick(value, label(digit, k, decades, stride)));
          }
        }
      }
      return ticks;
    }

    private static String label(int digit, int exponent, double decades, int stride) {
      if (digit == 1) {
        return Math.floorMod(exponent, stride) == 0 ? Numbers.powerOfTen(exponent) : "";
      }
      boolean between = decades < FEW_DECADES && (digit == 2 || digit == 5);
      return between ? Numbers.significant(digit * Math.pow(10, exponent), 1) : "";
    }
  }

  private static double within(double value, double size) {
    return Math.max(-size, Math.min(size, value));
  }

  /** Training steps, laid out as log(step + 1), so that step 0 has a place; labelled by step. */
  record Step() implements Scale {
    @Override
    public double forward(double value) {
      return value > -1 ? Math.log10(value + 1) : Double.NaN;
    }

    @Override
    public double inverse(double place) {
      return Math.pow(10, place) - 1;
    }

    @Override
    public List<Tick> ticks(double low, double high) {
      List<Tick> ticks = new ArrayList<>();
      ticks.add(new Tick(0, "0"));
      for (int k = 0; Math.pow(10, k) <= high; k++) {
        for (int digit = 1; digit <= 9; digit++) {
          double value = digit * Math.pow(10, k);
          if (value <= high) {
            ticks.add(new Tick(value, digit == 1 ? Numbers.powerOfTen(k) : ""));
          }
        }
      }
      return ticks;
    }
  }

  /**
   * Linear near zero and logarithmic far from it, on both sides: {@code asinh(value / linear)}. For
   * values of either sign over several orders of magnitude.
   *
   * @param linear up to about this size the scale is linear, a power of ten
   */
  record SignedLog(double linear) implements Scale {
    /** From here on asinh(x) is ln(2 x) to all digits, and x * x need not be a number. */
    private static final double LARGE = 1e9;

    @Override
    public double forward(double value) {
      double size = Math.abs(value) / linear;
      double place =
          size < LARGE
              ? Math.log(size + Math.sqrt(size * size + 1))
              : Math.log(2) + Math.log(Math.abs(value)) - Math.log(linear);
      return Math.copySign(place, value);
    }

    @Override
    public double inverse(double place) {
      double size = Math.abs(place);
      double value =
          size < Math.log(LARGE)
              ? linear * Math.sinh(size)
              : Math.exp(size - Math.log(2) + Math.log(linear));
      return Math.copySign(Math.min(value, Double.MAX_VALUE), place);
    }

    @Override
    public List<Tick> ticks(double low, double high) {
      List<Tick> ticks = new ArrayList<>();
      int first = (int) Math.round(Math.log10(linear));
      double largest = Math.max(Math.abs(low), Math.abs(high));
      int last = (int) Math.floor(Math.log10(largest));
      int stride = Math.max(1, (last - first) / 4 + (last - first > 4 ? 1 : 0));
      for (int k = last; k >= first; k--) {
        boolean labelled = (k - first) % stride == 0;
        ticks.add(new Tick(-Math.pow(10, k), labelled ? "−" + Numbers.powerOfTen(k) : ""));
      }
      ticks.add(new Tick(0, "0"));
      for (int k = first; k <= last; k++) {
        ticks.add(
            new Tick(Math.pow(10, k), (k - first) % stride == 0 ? Numbers.powerOfTen(k) : ""));
      }
      ticks.removeIf(tick -> tick.value() < low || tick.value() > high);
      return ticks;
    }
  }
}
