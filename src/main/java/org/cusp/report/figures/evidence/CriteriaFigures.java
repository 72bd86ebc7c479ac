package org.cusp.report.figures.evidence;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.estimate.criteria.Criteria;
import org.cusp.estimate.criteria.Pointwise;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** Figures of information criteria datum by datum. */
public final class CriteriaFigures {
  private static final int HEIGHT = 300;

  /** More points than that cover each other; those with the largest k-hat are shown. */
  private static final int MOST = 1000;

  private CriteriaFigures() {}

  /** k-hat of every datum, and where WAIC and LOO differ. */
  public static List<Figure> of(String target, Criteria criteria) {
    int[] shown =
        IntStream.range(0, criteria.train().n())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -criteria.train().kHat()[i]))
            .limit(MOST)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    return List.of(tails(target, criteria, shown), difference(target, criteria, shown));
  }

  private static Figure tails(String target, Criteria criteria, int[] shown) {
    double[] datum = Arrays.stream(shown).mapToDouble(i -> i + 1).toArray();
    double[] k = chosen(criteria.train().kHat(), shown);
    double threshold = criteria.kThreshold();
    Drawing drawing = new Drawing();
    drawing.add(
        "threshold " + Numbers.plain(threshold),
        new Layer.Level(threshold, Theme.VERMILION, Theme.dashed(Theme.LINE_WIDTH)));
    drawing.add("k-hat", new Layer.Marks(datum, k, Glyph.DOT, Theme.BLUE));
    return new Figure(
        "khat",
        "Tails of the importance ratios, datum by datum: " + target,
        "The shape of the generalised Pareto law of the largest ratios of leaving out each datum;"
            + " above the threshold, min(1 - 1/log10 S, 0.7), its leave-one-out density is not"
            + " reliable."
            + limited(criteria.train(), shown),
        String.format(
            Locale.ROOT,
            "%d of %d data have a k-hat above %s; the largest is %s.",
            criteria.unreliable(),
            criteria.train().n(),
            Numbers.plain(threshold),
            Numbers.plain(criteria.largestK())),
        List.of(
            drawing.panel(
                HEIGHT,
                Axis.holding("datum", new Scale.Linear(), Arrays.stream(datum)),
                Axis.holding(
                    "k-hat",
                    new Scale.Linear(),
                    DoubleStream.concat(
                        Arrays.stream(k).filter(Double::isFinite), DoubleStream.of(threshold))))));
  }

  private static Figure difference(String target, Criteria criteria, int[] shown) {
    Pointwise train = criteria.train();
    double beta = criteria.beta();
    double[] variance = new double[shown.length];
    double[] gap = new double[shown.length];
    for (int j = 0; j < shown.length; j++) {
      int i = shown[j];
      variance[j] = beta * beta * train.variance()[i];
      gap[j] = train.logPredictive()[i] - beta * train.variance()[i] - train.logLeaveOneOut()[i];
    }
    Drawing drawing = new Drawing();
    drawing.add(
        "no difference", new Layer.Level(0, Theme.INK, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    drawing.add("LOO - WAIC", new Layer.Marks(variance, gap, Glyph.DOT, Theme.BLUE));
    return new Figure(
        "waic-loo",
        "Where cross-validation and WAIC differ: " + target,
        "For each datum its term of LOO less its term of WAIC, in nats, against the posterior"
            + " variance of beta log p: where that is small both say the same."
            + limited(train, shown),
        String.format(
            Locale.ROOT,
            "LOO - WAIC per datum reaches from %s to %s.",
            Numbers.plain(Arrays.stream(gap).min().orElse(0)),
            Numbers.plain(Arrays.stream(gap).max().orElse(0))),
        List.of(
            drawing.panel(
                HEIGHT,
                Axis.holding(
                    "posterior variance of beta log p (log scale)",
                    new Scale.Log(),
                    Arrays.stream(variance).filter(v -> v > 0)),
                Axis.holding("LOO - WAIC", new Scale.Linear(), Arrays.stream(gap)))));
  }

  private static String limited(Pointwise train, int[] shown) {
    return shown.length == train.n()
        ? ""
        : " Shown are the " + MOST + " data with the largest k-hat.";
  }

  private static double[] chosen(double[] values, int[] at) {
    return Arrays.stream(at).mapToDouble(i -> values[i]).toArray();
  }
}
