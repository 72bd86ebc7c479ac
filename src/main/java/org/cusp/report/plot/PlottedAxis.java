package org.cusp.report.plot;

import java.util.Comparator;
import java.util.List;

/**
 * An axis in the numbers that XChart gets.
 *
 * <p>A linear axis is given in units of a power of ten: XChart rounds ticks to ten decimals, and
 * would look for the next tick for ever on a shorter axis. A logarithmic one is XChart's own. A
 * scale that XChart does not have is plotted by its places, and its ticks are {@link PlacedTicks}.
 */
record PlottedAxis(Axis axis, Kind kind, double unit) {
  enum Kind {
    LINEAR,
    LOGARITHMIC,
    PLACED
  }

  /** XChart ticks every digit of every decade: too few of them on less, a comb on more. */
  private static final double LEAST_DECADES = 0.5;

  private static final double MOST_DECADES = 7;

  /** Spans without a unit of their own. */
  private static final double SHORT = 1;

  private static final double LONG = 1e6;

  static PlottedAxis of(Axis axis) {
    if (axis.scale() instanceof Scale.Linear) {
      double span = axis.high() - axis.low();
      boolean plain = span >= SHORT && span <= LONG;
      return new PlottedAxis(
          axis, Kind.LINEAR, plain ? 1 : Math.pow(10, Math.floor(Math.log10(span))));
    }
    double decades = axis.scale().forward(axis.high()) - axis.scale().forward(axis.low());
    boolean isLogarithmic =
        axis.scale() instanceof Scale.Log && decades >= LEAST_DECADES && decades <= MOST_DECADES;
    return new PlottedAxis(axis, isLogarithmic ? Kind.LOGARITHMIC : Kind.PLACED, 1);
  }

  double low() {
    return at(0);
  }

  double high() {
    return at(1);
  }

  /** The number at a fraction of the axis; NaN at NaN. */
  double at(double fraction) {
    double from = axis.scale().forward(axis.low());
    double to = axis.scale().forward(axis.high());
    double place = from * (1 - fraction) + to * fraction;
    return switch (kind) {
      case LINEAR -> place / unit;
      case LOGARITHMIC -> Math.pow(10, place);
      case PLACED -> place;
    };
  }

  /** The number of a value; NaN where the scale has none. */
  double of(double value) {
    return at(axis.fraction(value));
  }

  /** What stands beside a tick that XChart has placed; empty for none. */
  String label(double number) {
    return switch (kind) {
      case LINEAR -> Numbers.between(number * unit, (high() - low()) * unit);
      case LOGARITHMIC ->
          ticks().stream()
              .filter(tick -> Math.abs(tick.value() / number - 1) < 1e-6)
              .map(Scale.Tick::label)
              .findFirst()
              .orElse("");
      case PLACED -> room(number);
    };
  }

  /** As wide as the widest label; XChart has no ticks at all where both ends read the same. */
  private String room(double number) {
    // Names stand across, where height is what they need: XChart looks for ever for room for wide
    // ones.
    String widest =
        axis.scale() instanceof Scale.Names
            ? "0"
            : ticks().stream()
                .map(Scale.Tick::label)
                .max(Comparator.comparingDouble(Lettering.PLAIN::width))
                .orElse("");
    return number < (low() + high()) / 2 ? widest : widest + ".";
  }

  List<Scale.Tick> ticks() {
    return axis.scale().ticks(axis.low(), axis.high());
  }
}
