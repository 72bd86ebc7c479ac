package org.cusp.report.plot;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A titled scale between two ends, given in the units of the data. */
public record Axis(String title, Scale scale, double low, double high) {
  private static final double PADDING = 0.05;
  private static final double WIDE = 30;

  /** How far outside the axis a point may lie, in lengths of it, and still steer a line. */
  private static final double FAR = 4;

  /**
   * An axis that holds all the finite values its scale can show, with some room at both ends; from
   * 0 to 1 on a linear scale if there is none.
   */
  public static Axis holding(String title, Scale scale, DoubleStream values) {
    double[] places = values.map(scale::forward).filter(Double::isFinite).sorted().toArray();
    if (places.length == 0) {
      return new Axis(title, new Scale.Linear(), 0, 1);
    }
    double least = places[0];
    double greatest = places[places.length - 1];
    double width = greatest - least;
    if (width <= 1e-12 * Math.max(Math.abs(least), Math.abs(greatest))) {
      width = scale instanceof Scale.Linear && least != 0 ? Math.abs(least) : 1;
      least -= width / 2;
      greatest += width / 2;
    }
    return new Axis(
        title,
        scale,
        scale.inverse(least - PADDING * width),
        scale.inverse(greatest + PADDING * width));
  }

  /**
   * The scale for values of either sign: linear, unless they differ so much in size that a linear
   * axis would show the largest only.
   *
   * @param typical a size that must remain visible, 0 for none
   */
  public static Scale signed(double[] values, double typical) {
    double largest = Arrays.stream(values).filter(Double::isFinite).map(Math::abs).max().orElse(0);
    return typical > 0 && largest > WIDE * typical
        ? new Scale.SignedLog(Math.pow(10, Math.round(Math.log10(typical))))
        : new Scale.Linear();
  }

  /** The quantile of the sizes of the finite values; 0 if there are none. */
  public static double size(double[] values, double quantile) {
    double[] sizes =
        Arrays.stream(values).filter(Double::isFinite).map(Math::abs).sorted().toArray();
    return sizes.length == 0 ? 0 : sizes[(int) (quantile * (sizes.length - 1))];
  }

  /** What a caption must say of the scale; empty for a linear one. */
  public String note() {
    return scale instanceof Scale.SignedLog signed
        ? String.format(
            Locale.ROOT,
            " The vertical axis is linear up to about ±%s and logarithmic beyond.",
            Numbers.plain(signed.linear()))
        : "";
  }

  /** An axis of training steps from 0 to somewhat more than the largest step. */
  public static Axis ofSteps(double... steps) {
    double last = Arrays.stream(steps).max().orElse(0);
    return new Axis("step (log scale)", new Scale.Step(), -0.2, Math.max(10, last * 1.25));
  }

  /** The place of a value as a fraction of the axis; NaN where it has none. */
  public double fraction(double value) {
    double from = scale.forward(low);
    double fraction = (scale.forward(value) - from) / (scale.forward(high) - from);
    return Math.max(-FAR, Math.min(1 + FAR, fraction));
  }
}
