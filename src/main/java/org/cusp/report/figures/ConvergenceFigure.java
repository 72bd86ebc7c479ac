package org.cusp.report.figures;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.cusp.estimate.EstimateAt;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;
import org.cusp.verdict.Verdict;

/**
 * R-hat and effective sample size of the estimates along training, with the levels recommended by
 * Vehtari, Gelman, Simpson, Carpenter and Buerkner (2021), doi:10.1214/20-BA1221: R-hat below 1.01,
 * effective sample size above 400.
 */
public final class ConvergenceFigure {
  private static final double RHAT_LEVEL = 1.01;
  private static final double ESS_LEVEL = 400;
  private static final double LARGE_RHAT = 1.5;

  private ConvergenceFigure() {}

  public static Figure of(List<EstimateAt> points) {
    Axis steps = Axis.ofSteps(points.stream().mapToDouble(EstimateAt::step).toArray());
    return new Figure(
        "convergence",
        "Convergence of the chains along training",
        "R-hat compares the spread between chains with the spread within them: at 1 the chains"
            + " agree. The effective sample size says how many independent draws the correlated"
            + " ones are worth. Dashed: the levels recommended by Vehtari et al. (2021), R-hat"
            + " below 1.01 and an effective sample size above 400.",
        alt(points),
        List.of(rhatPanel(points, steps), essPanel(points, steps)));
  }

  private static Panel rhatPanel(List<EstimateAt> points, Axis steps) {
    double largest =
        points.stream()
            .mapToDouble(EstimateAt::rhat)
            .filter(Double::isFinite)
            .max()
            .orElse(RHAT_LEVEL);
    Scale scale = largest > LARGE_RHAT ? new Scale.Log() : new Scale.Linear();
    Axis axis = axis("R-hat", scale, points, EstimateAt::rhat, DoubleStream.of(1, RHAT_LEVEL));
    return panel(points, steps, axis, EstimateAt::rhat, RHAT_LEVEL);
  }

  private static Panel essPanel(List<EstimateAt> points, Axis steps) {
    Axis axis =
        axis(
            "effective sample size",
            new Scale.Log(),
            points,
            EstimateAt::ess,
            DoubleStream.of(ESS_LEVEL));
    Panel panel = panel(points, steps, axis, EstimateAt::ess, ESS_LEVEL);
    return new Panel(panel.height(), steps, axis, panel.layers(), List.of());
  }

  private static Axis axis(
      String title,
      Scale scale,
      List<EstimateAt> points,
      ToDoubleFunction<EstimateAt> value,
      DoubleStream levels) {
    return Axis.holding(
        title, scale, DoubleStream.concat(points.stream().mapToDouble(value), levels));
  }

  private static Panel panel(
      List<EstimateAt> points,
      Axis steps,
      Axis axis,
      ToDoubleFunction<EstimateAt> value,
      double level) {
    Drawing drawing = new Drawing();
    Layer recommended = new Layer.Level(level, Theme.RULE, Theme.dashed(1.4f));
    drawing.add(
        recommended,
        Layer.through(
            points.stream().mapToDouble(EstimateAt::step).toArray(),
            points.stream().mapToDouble(value).toArray(),
            Theme.mixed(Theme.BLUE, Theme.PAPER, 0.55),
            Theme.solid(1.2f)));
    for (Verdict.Status status : Verdict.Status.values()) {
      List<EstimateAt> some = points.stream().filter(p -> p.status() == status).toList();
      if (!some.isEmpty()) {
        drawing.add(
            status.label(),
            new Layer.Marks(
                some.stream().mapToDouble(EstimateAt::step).toArray(),
                some.stream().mapToDouble(value).toArray(),
                LlcFigure.glyph(status),
                LlcFigure.colour(status)));
      }
    }
    drawing.key("recommended level", recommended);
    return drawing.panel(150, steps, axis);
  }

  private static String alt(List<EstimateAt> points) {
    long converged = points.stream().filter(p -> p.rhat() < RHAT_LEVEL).count();
    return String.format(
        Locale.ROOT,
        "Two plots against the training step: R-hat, below 1.01 at %d of %d checkpoints, and the effective sample size.",
        converged,
        points.size());
  }
}
