package org.cusp.report.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.compare.KnResult;
import org.cusp.estimate.learning.NamedStage;
import org.cusp.estimate.learning.NamedStages;
import org.cusp.estimate.learning.Stages;
import org.cusp.report.figures.KnFigure;
import org.cusp.report.figures.LossFigure;
import org.cusp.report.figures.LossStages;
import org.cusp.report.page.HtmlTable.Cell;
import org.cusp.report.plot.Markup;
import org.cusp.report.plot.Numbers;
import org.cusp.train.TrajectoryRow;
import org.cusp.verdict.Verdict;

/** The tables of a report, as HTML. */
final class HtmlTables {
  private HtmlTables() {}

  /** One row a checkpoint, with what the trajectory has at the same step. */
  static String checkpoints(
      List<EstimateAt> points, Map<Long, Double> lossAt, List<TrajectoryRow> losses) {
    Map<Long, TrajectoryRow> atStep = new TreeMap<>();
    losses.forEach(loss -> atStep.put(loss.step(), loss));
    HtmlTable table =
        new HtmlTable(
            "Every checkpoint with its estimate; losses in nats per datum.",
            "step",
            "training loss",
            "held-out loss",
            "held-out accuracy",
            "LLC ± s.e.",
            "R-hat",
            "ESS",
            "verdict");
    for (EstimateAt point : points) {
      checkpoint(table, point, lossAt.get(point.step()), atStep.get(point.step()));
    }
    return table.html();
  }

  private static void checkpoint(
      HtmlTable table, EstimateAt point, Double lossAt, TrajectoryRow loss) {
    double logged = loss == null ? Double.NaN : loss.loss();
    double tested = loss == null ? Double.NaN : LossFigure.testLoss(loss);
    double accuracy = loss == null ? Double.NaN : LossFigure.testAccuracy(loss);
    table.rowAt(
        point.step(),
        HtmlTable.name(point.step()),
        HtmlTable.number(lossAt != null && Double.isFinite(lossAt) ? lossAt : logged),
        HtmlTable.number(tested),
        HtmlTable.number(accuracy, Numbers.percent(accuracy)),
        HtmlTable.number(point.value(), llc(point)),
        HtmlTable.number(point.rhat(), rhat(point.rhat())),
        HtmlTable.number(point.ess(), ess(point.ess())),
        HtmlTable.verdict(point.status(), point.verdict().reasons()));
  }

  /** With its standard error; where that is too little said, with what holds it. */
  static String llc(EstimateAt point) {
    return point
        .interval()
        .map(
            wide ->
                String.format(
                    Locale.ROOT,
                    "%s, from %s to %s",
                    Numbers.significant(point.value(), 3),
                    Numbers.significant(wide.low(), 3),
                    Numbers.significant(wide.high(), 3)))
        .orElseGet(() -> Numbers.plusMinus(point.value(), point.se()));
  }

  /** One row a named stage, with what changed in it. */
  static String named(NamedStages found) {
    HtmlTable table =
        new HtmlTable(
            "What the training was doing. " + found.rule(),
            "stage",
            "name",
            "from step",
            "to step",
            "what changed");
    for (int i = 0; i < found.stages().size(); i++) {
      NamedStage stage = found.stages().get(i);
      table.row(
          HtmlTable.name(i + 1),
          HtmlTable.text(stage.name()),
          HtmlTable.integer(stage.from()),
          HtmlTable.integer(stage.to()),
          HtmlTable.html(
              stage.changes().stream()
                  .map(NamedStage.Change::line)
                  .map(Markup::escape)
                  .collect(Collectors.joining("<br>"))));
    }
    return table.html();
  }

  /** One row a stage of a loss, with the last estimate in it that was not rejected. */
  static String stages(LossStages stages, List<EstimateAt> llc) {
    HtmlTable table =
        new HtmlTable(
            "Stages of the losses: along the straight line of a plateau the loss changes by less than a fifth.",
            "loss",
            "from step",
            "to step",
            "it is",
            "at start",
            "at end",
            "last LLC ± s.e.");
    for (Stages found : stages.losses()) {
      for (Stages.Stage stage : found.stages()) {
        table.row(
            HtmlTable.name(found.loss()),
            HtmlTable.integer(stage.from()),
            HtmlTable.integer(stage.to()),
            HtmlTable.text(stage.kind().label()),
            HtmlTable.number(stage.lossAtStart()),
            HtmlTable.number(stage.lossAtEnd()),
            lastLlc(stage, llc));
      }
    }
    return table.html();
  }

  private static Cell lastLlc(Stages.Stage stage, List<EstimateAt> llc) {
    return llc.stream()
        .filter(point -> point.step() >= stage.from() && point.step() <= stage.to())
        .filter(point -> point.status() != Verdict.Status.REJECTED)
        .reduce((before, after) -> after)
        .map(point -> HtmlTable.number(point.value(), llc(point)))
        .orElseGet(() -> HtmlTable.number(Double.NaN));
  }

  static String kn(List<KnResult.Row> points) {
    HtmlTable table =
        new HtmlTable(
            KnFigure.WHAT_IT_IS, "step", "K_n ± s.e., training data", "K_n ± s.e., held-out data");
    points.forEach(
        p ->
            table.rowAt(
                p.step(),
                HtmlTable.name(p.step()),
                HtmlTable.estimate(p.train().value(), p.train().se()),
                HtmlTable.estimate(KnFigure.test(p).value(), KnFigure.test(p).se())));
    return table.html();
  }

  /** Names and values; empty if there are none. */
  static String facts(String title, List<Fact> facts) {
    if (facts.isEmpty()) {
      return "";
    }
    String rows =
        facts.stream()
            .map(
                fact ->
                    "<tr><th scope=\"row\">"
                        + Markup.escape(fact.name())
                        + "</th><td>"
                        + Markup.escape(fact.value())
                        + "</td></tr>\n")
            .collect(Collectors.joining());
    return "<table class=\"facts\"><caption>"
        + Markup.escape(title)
        + "</caption>\n<tbody>\n"
        + rows
        + "</tbody></table>\n";
  }

  private static String ess(double value) {
    return Double.isFinite(value) ? Numbers.fixed(value, 0) : Numbers.MISSING;
  }

  private static String rhat(double value) {
    boolean ordinary = Math.abs(value) < 10;
    return ordinary ? Numbers.fixed(value, 3) : Numbers.plain(value);
  }
}
