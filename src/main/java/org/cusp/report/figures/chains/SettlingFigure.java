package org.cusp.report.figures.chains;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.report.figures.LlcFigure;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Subject;
import org.cusp.report.plot.Theme;

/** How an estimate settles as draws come in: the running LLC, above its effective sample size. */
final class SettlingFigure {
  static final String ID = "settling";

  /** Earlier than this share of the draws the running LLC may leave the axis. */
  private static final double EARLY = 0.1;

  /** Recommended by Vehtari et al. 2021, DOI 10.1214/20-BA1221, section 4. */
  private static final double ESS_LEVEL = 400;

  private SettlingFigure() {}

  /**
   * @param trace with a finite chain and a draw after the burn-in
   */
  static Figure of(Subject subject, Trace trace) {
    RunningLlc running = RunningLlc.of(trace);
    EssGrowth growth = EssGrowth.of(trace);
    Axis draws =
        new Axis(
            "draws of each chain after the burn-in", new Scale.Linear(), 0, 1.015 * trace.kept());
    return new Figure(
        subject.id(ID),
        subject.title("How the LLC settles"),
        "Above: the LLC from the draws so far, with ± 1.96 of its Monte Carlo standard errors. A"
            + " line that still leaves the dashed level by more than its band has not settled."
            + " Below: the bulk effective sample size of the same draws. It grows along the straight"
            + " line where the chains mix; where it levels off, the chains are stuck or drift apart,"
            + " and more draws of the same kind will not help.",
        String.format(
            Locale.ROOT,
            "Two plots against the number of draws: the running LLC, which ends at %s, and the bulk effective sample size, which ends at %s.",
            running.last(),
            Numbers.significant(growth.last(), 3)),
        List.of(llc(trace, running, draws), ess(growth, draws)));
  }

  private static Panel llc(Trace trace, RunningLlc running, Axis draws) {
    double[] x = DoubleStream.of(running.draw()).map(draw -> draw - trace.burnIn()).toArray();
    int last = x.length - 1;
    Drawing drawing = new Drawing();
    drawing.add(
        "95% interval of the draws so far",
        Layer.around(x, running.mean(), running.half(), Theme.mixed(Theme.BLUE, Theme.PAPER, 0.7)));
    drawing.add(
        "from all draws: " + running.last(),
        new Layer.Level(running.mean()[last], Theme.INK, Theme.dashed(Theme.DENSE_LINE_WIDTH)));
    drawing.add(
        "running LLC",
        new Layer.Line(x, running.mean(), Theme.BLUE, Theme.solid(Theme.LINE_WIDTH)));
    DoubleStream ends =
        IntStream.range(0, x.length)
            .filter(i -> x[i] >= EARLY * x[last])
            .boxed()
            .flatMapToDouble(
                i ->
                    PointSeries.ends(running.mean()[i], running.half()[i] / PointSeries.NORMAL_95));
    return drawing.panel(220, draws, Axis.holding(LlcFigure.LLC_TITLE, new Scale.Linear(), ends));
  }

  private static Panel ess(EssGrowth growth, Axis draws) {
    Drawing drawing = new Drawing();
    DoubleStream levels = DoubleStream.of(0, ESS_LEVEL);
    drawing.add("recommended: 400", new Layer.Level(ESS_LEVEL, Theme.RULE, Theme.dashed(1.4f)));
    if (Double.isFinite(growth.last())) {
      drawing.add(
          "in proportion to the draws",
          new Layer.Line(
              new double[] {0, growth.draws()[growth.draws().length - 1]},
              new double[] {0, growth.last()},
              Theme.INK,
              Theme.solid(1f)));
    }
    drawing.add("bulk ESS", new Layer.Marks(growth.draws(), growth.ess(), Glyph.DOT, Theme.GREEN));
    return drawing.panel(
        170,
        draws,
        Axis.holding(
            "effective sample size",
            new Scale.Linear(),
            DoubleStream.concat(DoubleStream.of(growth.ess()), levels)));
  }
}
