package org.cusp.report.figures.evidence;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.compare.ScrubResult;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** What exchanging each set of components costs: the mean, the mean size and the worst swap. */
public final class ScrubFigure {
  private static final int HEIGHT = 340;

  private ScrubFigure() {}

  /** Of one data set. */
  public static Figure of(ScrubResult.OnData one) {
    List<PointSeries> series =
        List.of(
            series("mean d", one, ScrubResult.OfSet::mean, 0),
            series("mean |d|", one, ScrubResult.OfSet::meanAbsolute, 1),
            series("worst swap of each datum", one, ScrubResult.OfSet::worstOfDatum, 2));
    Drawing drawing = new Drawing();
    drawing.add("0", new Layer.Level(0, Theme.INK, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    series.forEach(drawing::add);
    String names =
        IntStream.range(0, one.sets().size())
            .mapToObj(i -> (i + 1) + ": " + one.sets().get(i).name())
            .collect(Collectors.joining("; "));
    return new Figure(
        "scrub-" + one.data(),
        "Loss with what components make of other data (" + one.data() + ")",
        names
            + ". Where mean |d| is above |mean d| opposite effects cancel. Bars are 95% intervals.",
        "Differences of the loss for " + one.sets().size() + " sets of components.",
        List.of(
            drawing.panel(
                HEIGHT,
                Axis.holding(
                    "set", new Scale.Linear(), DoubleStream.of(0.5, one.sets().size() + 0.5)),
                Axis.holding(
                    "d (nats)",
                    new Scale.Linear(),
                    DoubleStream.concat(
                        DoubleStream.of(0), series.stream().flatMapToDouble(PointSeries::ends))))));
  }

  private static PointSeries series(
      String label,
      ScrubResult.OnData one,
      Function<ScrubResult.OfSet, Estimate> number,
      int place) {
    double aside = 0.1 * (place - 1);
    return new PointSeries(
        label,
        IntStream.rangeClosed(1, one.sets().size()).mapToDouble(i -> i + aside).toArray(),
        one.sets().stream().mapToDouble(set -> number.apply(set).value()).toArray(),
        one.sets().stream().mapToDouble(set -> number.apply(set).se()).toArray(),
        Glyph.series(place),
        Theme.series(place));
  }
}
