package org.cusp.report.gather;

import java.awt.Color;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.rows.Rows;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/**
 * A column of a table over another, a mark for each row. Estimates have the intervals of their
 * rows; a series over training is joined where it has one point at each step.
 *
 * @param by whose values are told apart by colour and mark; empty for one series
 */
public record ColumnFigure(String x, String y, String by) {
  private static final String VALUE = "value";
  private static final String KIND = "kind";
  private static final String STEP = "step";
  private static final int HEIGHT = 380;
  private static final int MOST_SERIES = 14;

  /** From so many times the least on, an axis has equal distances for equal ratios. */
  private static final double WIDE = 100;

  /** The smaller values of either sign must remain visible. */
  private static final double SMALL = 0.25;

  /** Places and heights of the rows with numbers for both. */
  private record Points(double[] x, double[] y, double[] low, double[] high) {
    static Points of(ColumnFigure asked, Rows rows) {
      double[] y = rows.numbers(asked.y);
      boolean isValue = asked.y.equals(VALUE);
      return new Points(
          rows.numbers(asked.x),
          y,
          isValue ? rows.numbers("low") : y,
          isValue ? rows.numbers("high") : y);
    }

    boolean isThere(int i) {
      return Double.isFinite(x[i]) && Double.isFinite(y[i]);
    }

    Points at(int[] rows) {
      return new Points(chosen(x, rows), chosen(y, rows), chosen(low, rows), chosen(high, rows));
    }

    private static double[] chosen(double[] all, int[] rows) {
      return Arrays.stream(rows).mapToDouble(i -> all[i]).toArray();
    }

    Layer bars(Color colour) {
      double[] middle = new double[x.length];
      double[] half = new double[x.length];
      Arrays.setAll(middle, i -> (low[i] + high[i]) / 2);
      Arrays.setAll(half, i -> (high[i] - low[i]) / 2);
      return new Layer.Bars(x, middle, half, colour);
    }

    boolean hasBars() {
      return IntStream.range(0, x.length).anyMatch(i -> high[i] > low[i]);
    }

    DoubleStream ends() {
      return Stream.of(y, low, high).flatMapToDouble(Arrays::stream).filter(Double::isFinite);
    }
  }

  /**
   * Of a table.
   *
   * @throws InvalidInput if a column is not there or has no numbers, no row has both, or there are
   *     too many series to be told apart
   */
  public Figure of(Rows rows) {
    Points all = Points.of(this, rows);
    int[] there = IntStream.range(0, rows.cells().size()).filter(all::isThere).toArray();
    if (there.length == 0) {
      throw new InvalidInput("no row has both " + x + " and " + y);
    }
    Map<String, int[]> series = series(rows, there);
    Drawing drawing = new Drawing();
    int number = 0;
    for (Map.Entry<String, int[]> one : series.entrySet()) {
      add(drawing, one.getKey(), all.at(one.getValue()), number++);
    }
    Points shown = all.at(there);
    Axis heights = heights(shown, name(rows));
    return new Figure(
        (Rows.columnName(y) + "-over-" + Rows.columnName(x)).replace('_', '-'),
        name(rows) + " over " + x + (by.isEmpty() ? "" : ", by " + by),
        caption(rows.cells().size(), there.length, shown.hasBars()) + heights.note(),
        alt(there.length, series),
        List.of(drawing.panel(HEIGHT, across(shown), heights)));
  }

  /** The rows of each series, those of one in the order of x. */
  private Map<String, int[]> series(Rows rows, int[] there) {
    double[] at = rows.numbers(x);
    List<String> names = by.isEmpty() ? List.of() : rows.texts(by);
    Map<String, List<Integer>> grouped =
        Arrays.stream(there)
            .boxed()
            .collect(
                Collectors.groupingBy(
                    i -> by.isEmpty() ? "" : names.get(i).isEmpty() ? "none" : names.get(i),
                    LinkedHashMap::new,
                    Collectors.toList()));
    if (grouped.size() > MOST_SERIES) {
      throw new InvalidInput(
          "column "
              + by
              + " has "
              + grouped.size()
              + " different values, a figure shows up to "
              + MOST_SERIES
              + ": --where chooses some");
    }
    Map<String, int[]> sorted = new LinkedHashMap<>();
    grouped.forEach(
        (name, some) ->
            sorted.put(
                name,
                some.stream()
                    .sorted(Comparator.comparingDouble(i -> at[i]))
                    .mapToInt(i -> i)
                    .toArray()));
    return sorted;
  }

  private void add(Drawing drawing, String name, Points points, int number) {
    Color colour = Theme.series(number);
    Layer marks = new Layer.Marks(points.x(), points.y(), Glyph.series(number), colour);
    boolean isJoined =
        x.equals(STEP) && Arrays.stream(points.x()).distinct().count() == points.x().length;
    if (isJoined) {
      Color pale = Theme.mixed(colour, Theme.PAPER, 0.55);
      drawing.add(Layer.through(points.x(), points.y(), pale, Theme.solid(1.2f)));
    }
    if (points.hasBars()) {
      drawing.add(points.bars(colour));
    }
    drawing.add(marks);
    if (!by.isEmpty()) {
      drawing.key(by + " " + name, marks);
    }
  }

  private Axis across(Points points) {
    return x.equals(STEP)
        ? Axis.ofSteps(points.x())
        : isWide(points.x())
            ? Axis.holding(x + " (log scale)", new Scale.Log(), Arrays.stream(points.x()))
            : Axis.holding(x, new Scale.Linear(), Arrays.stream(points.x()));
  }

  private static Axis heights(Points points, String name) {
    if (isWide(points.y())) {
      return Axis.holding(name + " (log scale)", new Scale.Log(), points.ends());
    }
    Scale scale = Axis.signed(points.y(), Axis.size(points.y(), SMALL));
    return Axis.holding(name, scale, points.ends());
  }

  private static boolean isWide(double[] values) {
    double least = Arrays.stream(values).min().orElse(0);
    return least > 0 && Arrays.stream(values).max().orElse(0) >= WIDE * least;
  }

  /** What y is: of estimates of one kind that kind. */
  private String name(Rows rows) {
    List<String> kinds = rows.texts(KIND).stream().distinct().toList();
    return y.equals(VALUE) && kinds.size() == 1 ? kinds.get(0) : y;
  }

  private String caption(int rows, int shown, boolean hasBars) {
    return "A mark for each of "
        + Numbers.integer(shown)
        + " rows."
        + (shown < rows
            ? " " + Numbers.integer(rows - shown) + " more have no number for one of the two."
            : "")
        + (hasBars
            ? " Bars are 95% intervals, of doubtful LLCs those with what has not mixed."
            : "");
  }

  private String alt(int shown, Map<String, int[]> series) {
    return String.format(
        Locale.ROOT,
        "Plot of %s over %s, %d points%s.",
        y,
        x,
        shown,
        by.isEmpty() ? "" : " of " + by + " " + String.join(", ", series.keySet()));
  }
}
