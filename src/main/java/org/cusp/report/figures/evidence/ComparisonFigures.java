package org.cusp.report.figures.evidence;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.estimate.compare.LossComparison;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** Figures of two models on the same data: the differences of their losses, and the losses. */
public final class ComparisonFigures {
  private static final int HEIGHT = 340;
  private static final int BINS = 60;

  /** Points of a scatter plot; more cannot be told apart and make the file large. */
  private static final int MOST_POINTS = 2000;

  /** Losses below this share of the median one are drawn at it: a logarithm has no zero. */
  private static final double FLOOR = 1e-4;

  private ComparisonFigures() {}

  /**
   * The histogram of d = loss(B) - loss(A) and the loss of each datum under both.
   *
   * @param role of the data: part of the figures' names
   */
  public static List<Figure> of(String role, LossComparison result, double[] a, double[] b) {
    return List.of(differences(role, result, a, b), losses(role, result, a, b));
  }

  private static Figure differences(String role, LossComparison result, double[] a, double[] b) {
    double[] d = IntStream.range(0, a.length).mapToDouble(i -> b[i] - a[i]).toArray();
    Axis x =
        Axis.holding(
            "loss(B) − loss(A) of a datum (nats)",
            Axis.signed(d, Axis.size(d, 0.5)),
            DoubleStream.concat(Arrays.stream(d), DoubleStream.of(0)));
    double[] edges = edges(x);
    double[] counts = counts(d, x);
    Drawing drawing = new Drawing();
    drawing.add(
        "data",
        Layer.columns(edges, 0, counts, Theme.transparent(Theme.BLUE, 0.35)),
        Layer.outline(edges, counts, Theme.BLUE, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    drawing.add("0", new Layer.Upright(0, Theme.INK, Theme.solid(1.2f)));
    drawing.add(
        "mean " + Numbers.plusMinus(result.mean().value(), result.mean().se()),
        new Layer.Upright(result.mean().value(), Theme.VERMILION, Theme.dashed(Theme.LINE_WIDTH)));
    return new Figure(
        "compare-" + role + "-differences",
        "Differences of the losses, datum by datum (" + role + ")",
        String.format(
                Locale.ROOT,
                "To the right of 0 A predicts better, to the left B. Mean |difference| is %s: what the mean %s does not show is what cancels. Columns are equally wide on the axis.",
                Numbers.plusMinus(result.meanAbsolute().value(), result.meanAbsolute().se()),
                Numbers.plusMinus(result.mean().value(), result.mean().se()))
            + x.note().replace("vertical", "horizontal"),
        String.format(
            Locale.ROOT,
            "Histogram of %s differences from %s to %s; B is better on %s of the data.",
            Numbers.integer(result.n()),
            Numbers.plain(result.worstForA().difference()),
            Numbers.plain(result.worstForB().difference()),
            Numbers.percent(result.betterB().value())),
        List.of(
            drawing.panel(
                HEIGHT, x, Axis.holding("data", new Scale.Linear(), Arrays.stream(counts)))));
  }

  private static double[] edges(Axis x) {
    double from = x.scale().forward(x.low());
    double to = x.scale().forward(x.high());
    return IntStream.rangeClosed(0, BINS)
        .mapToDouble(i -> x.scale().inverse(from + (to - from) * i / BINS))
        .toArray();
  }

  private static double[] counts(double[] d, Axis x) {
    double[] counts = new double[BINS];
    for (double value : d) {
      counts[(int) Math.min(BINS - 1, Math.max(0, x.fraction(value) * BINS))]++;
    }
    return counts;
  }

  private static Figure losses(String role, LossComparison result, double[] a, double[] b) {
    boolean positive =
        Arrays.stream(a).allMatch(v -> v > 0) && Arrays.stream(b).allMatch(v -> v > 0);
    int[] shown = shown(a, b);
    double floor = positive ? FLOOR * median(a) : Double.NEGATIVE_INFINITY;
    double[] x = Arrays.stream(shown).mapToDouble(i -> Math.max(floor, a[i])).toArray();
    double[] y = Arrays.stream(shown).mapToDouble(i -> Math.max(floor, b[i])).toArray();
    double[] ends = DoubleStream.concat(Arrays.stream(x), Arrays.stream(y)).sorted().toArray();
    double[] diagonal = {ends[0], ends[ends.length - 1]};
    Scale scale = positive ? new Scale.Log() : new Scale.Linear();
    Drawing drawing = new Drawing();
    drawing.add("equal losses", new Layer.Line(diagonal, diagonal, Theme.INK, Theme.solid(1.2f)));
    drawing.add("a datum", new Layer.Marks(x, y, Glyph.RING, Theme.BLUE));
    return new Figure(
        "compare-" + role + "-losses",
        "Loss of each datum under A and under B (" + role + ")",
        "Above the line A predicts better."
            + (shown.length < a.length
                ? String.format(
                    Locale.ROOT,
                    " Of %s data the %s with the largest differences are shown and as many others.",
                    Numbers.integer(a.length),
                    Numbers.integer(MOST_POINTS / 2))
                : "")
            + (positive
                ? String.format(
                    Locale.ROOT, " Losses below %s are drawn there.", Numbers.plain(floor))
                : ""),
        String.format(
            Locale.ROOT,
            "Scatter plot of the losses of %s data; correlation %s.",
            Numbers.integer(shown.length),
            Numbers.plain(result.correlation())),
        List.of(
            drawing.panel(
                HEIGHT + 100,
                Axis.holding("loss under A (nats)", scale, Arrays.stream(ends)),
                Axis.holding("loss under B (nats)", scale, Arrays.stream(ends)))));
  }

  private static double median(double[] values) {
    return Arrays.stream(values).sorted().toArray()[values.length / 2];
  }

  /** All data, or those that differ most and evenly many of the others. */
  private static int[] shown(double[] a, double[] b) {
    int n = a.length;
    if (n <= MOST_POINTS) {
      return IntStream.range(0, n).toArray();
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -Math.abs(b[i] - a[i])))
            .mapToInt(i -> i)
            .toArray();
    int half = MOST_POINTS / 2;
    return IntStream.range(0, MOST_POINTS)
        .map(i -> i < half ? order[i] : order[half + (int) ((long) (i - half) * (n - half) / half)])
        .toArray();
  }
}
