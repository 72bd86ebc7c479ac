package org.cusp.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.compare.KnResult;
import org.cusp.report.figures.KnFigure;
import org.cusp.report.figures.LossFigure;
import org.cusp.report.plot.Numbers;
import org.cusp.train.TrajectoryRow;
import org.cusp.verdict.Verdict;

/** What the run says, in one paragraph of plain sentences, each computed from the data. */
final class Summary {
  private Summary() {}

  static String of(ReportData data) {
    List<String> sentences = new ArrayList<>();
    sentences.add(training(data.losses()));
    sentences.add(llc(data.llc()));
    sentences.add(verdicts(data.llc()));
    sentences.add(kn(data.kn()));
    return String.join(" ", sentences.stream().filter(Objects::nonNull).toList());
  }

  private static String training(List<TrajectoryRow> points) {
    List<TrajectoryRow> finite = points.stream().filter(p -> Double.isFinite(p.loss())).toList();
    if (finite.isEmpty()) {
      return "No training loss was recorded.";
    }
    TrajectoryRow first = finite.get(0);
    TrajectoryRow last = finite.get(finite.size() - 1);
    String start =
        finite.size() == 1
            ? String.format(
                Locale.ROOT,
                "At step %s the training loss is %s nats per datum",
                Numbers.integer(last.step()),
                Numbers.measured(last.loss()))
            : String.format(
                Locale.ROOT,
                "From step %s to step %s the training loss went from %s to %s nats per datum",
                Numbers.integer(first.step()),
                Numbers.integer(last.step()),
                Numbers.measured(first.loss()),
                Numbers.measured(last.loss()));
    return start + heldOut(points);
  }

  private static String heldOut(List<TrajectoryRow> points) {
    TrajectoryRow best = LossFigure.best(points);
    List<TrajectoryRow> tested =
        points.stream().filter(p -> Double.isFinite(LossFigure.testLoss(p))).toList();
    if (tested.isEmpty() && best == null) {
      return ".";
    }
    StringBuilder text = new StringBuilder();
    if (!tested.isEmpty()) {
      double last = LossFigure.testLoss(tested.get(tested.size() - 1));
      text.append("; on held-out data it ended at ").append(Numbers.measured(last));
    }
    if (best != null) {
      text.append(tested.isEmpty() ? "; the" : ", and the")
          .append(" accuracy on held-out data reached ")
          .append(Numbers.percent(LossFigure.testAccuracy(best)));
    }
    return text.append('.').toString();
  }

  /** From the first to the last checkpoint whose estimate is trusted, or at least not rejected. */
  private static String llc(List<EstimateAt> points) {
    if (points.isEmpty()) {
      return "No local learning coefficient (LLC) was estimated.";
    }
    List<EstimateAt> usable = withStatus(points, Verdict.Status.TRUSTED);
    if (usable.isEmpty()) {
      usable = withStatus(points, Verdict.Status.DOUBTFUL);
    }
    if (usable.isEmpty()) {
      return "No estimate of the local learning coefficient (LLC) passed its own diagnostics: none"
          + " should be used.";
    }
    EstimateAt first = usable.get(0);
    EstimateAt last = usable.get(usable.size() - 1);
    String quality = last.status().label();
    if (usable.size() == 1) {
      return String.format(
          Locale.ROOT,
          "The local learning coefficient (LLC) at step %s is %s (%s).",
          Numbers.integer(last.step()),
          HtmlTables.llc(last),
          quality);
    }
    return String.format(
        Locale.ROOT,
        "The local learning coefficient (LLC) %s from %s at step %s to %s at step %s (the first and the last %s estimate).",
        movement(first, last),
        HtmlTables.llc(first),
        Numbers.integer(first.step()),
        HtmlTables.llc(last),
        Numbers.integer(last.step()),
        quality);
  }

  /** A change within two standard errors of the difference is not called a change. */
  private static String movement(EstimateAt first, EstimateAt last) {
    double change = last.value() - first.value();
    double error = Math.hypot(first.se(), last.se());
    if (Math.abs(change) <= 2 * error) {
      return "stayed level within its error,";
    }
    return change > 0 ? "rose" : "fell";
  }

  private static String verdicts(List<EstimateAt> points) {
    if (points.isEmpty()) {
      return null;
    }
    int trusted = withStatus(points, Verdict.Status.TRUSTED).size();
    int doubtful = withStatus(points, Verdict.Status.DOUBTFUL).size();
    int rejected = points.size() - trusted - doubtful;
    return String.format(
        Locale.ROOT,
        "Of %d %s, %d %s trusted, %d doubtful and %d rejected; the table gives the reasons.",
        points.size(),
        points.size() == 1 ? "estimate" : "estimates",
        trusted,
        trusted == 1 ? "is" : "are",
        doubtful,
        rejected);
  }

  private static List<EstimateAt> withStatus(List<EstimateAt> points, Verdict.Status status) {
    return points.stream().filter(p -> p.status() == status && Double.isFinite(p.value())).toList();
  }

  private static String kn(List<KnResult.Row> points) {
    if (points.isEmpty()) {
      return null;
    }
    KnResult.Row last = points.get(points.size() - 1);
    return String.format(
        Locale.ROOT,
        "K_n at step %s is %s nats per datum on the training data and %s on held-out data.",
        Numbers.integer(last.step()),
        Numbers.plusMinus(last.train().value(), last.train().se()),
        Numbers.plusMinus(KnFigure.test(last).value(), KnFigure.test(last).se()));
  }
}
