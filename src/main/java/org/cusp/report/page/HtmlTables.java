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
import org.cusp.report.plot.Markup;
import org.cusp.report.plot.Numbers;
import org.cusp.train.TrajectoryRow;
import org.cusp.verdict.Verdict;

/** The tables of a report, as HTML. */
final class HtmlTables {
  private static final String NOT_AVAILABLE =
      "<span class=\"none\" title=\"not available\"><span aria-hidden=\"true\">"
          + Numbers.MISSING
          + "</span><span class=\"spoken\">not available</span></span>";

  private HtmlTables() {}

  /** One row a checkpoint, with what the trajectory has at the same step. */
  static String checkpoints(
      List<EstimateAt> points, Map<Long, Double> lossAt, List<TrajectoryRow> losses) {
    Map<Long, TrajectoryRow> atStep = new TreeMap<>();
    losses.forEach(loss -> atStep.put(loss.step(), loss));
    String rows =
        points.stream()
            .map(point -> checkpoint(point, lossAt.get(point.step()), atStep.get(point.step())))
            .collect(Collectors.joining());
    return table(
        "Every checkpoint with its estimate; losses in nats per datum.",
        List.of(
            "step",
            "training loss",
            "held-out loss",
            "held-out accuracy",
            "LLC ± s.e.",
            "R-hat",
            "ESS",
            "verdict"),
        rows);
  }

  private static String checkpoint(EstimateAt point, Double lossAt, TrajectoryRow loss) {
    double logged = loss == null ? Double.NaN : loss.loss();
    double train = lossAt != null && Double.isFinite(lossAt) ? lossAt : logged;
    return "<tr class=\""
        + point.status().label()
        + "\"><th scope=\"row\">"
        + Numbers.integer(point.step())
        + "</th>"
        + number(Numbers.measured(train))
        + number(loss == null ? Numbers.MISSING : Numbers.measured(LossFigure.testLoss(loss)))
        + number(loss == null ? Numbers.MISSING : Numbers.percent(LossFigure.testAccuracy(loss)))
        + number(llc(point))
        + number(rhat(point.rhat()))
        + number(Double.isFinite(point.ess()) ? Numbers.fixed(point.ess(), 0) : Numbers.MISSING)
        + "<td class=\"verdict\">"
        + badge(point.status())
        + reasons(point.verdict().reasons())
        + "</td></tr>\n";
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
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < found.stages().size(); i++) {
      NamedStage stage = found.stages().get(i);
      rows.append("<tr><th scope=\"row\">")
          .append(i + 1)
          .append("</th><td>")
          .append(Markup.escape(stage.name()))
          .append("</td>")
          .append(number(Numbers.integer(stage.from())))
          .append(number(Numbers.integer(stage.to())))
          .append("<td>")
          .append(
              stage.changes().stream()
                  .map(NamedStage.Change::line)
                  .map(Markup::escape)
                  .collect(Collectors.joining("<br>")))
          .append("</td></tr>\n");
    }
    return table(
        "What the training was doing. " + found.rule(),
        List.of("", "stage", "from step", "to step", "what changed"),
        rows.toString());
  }

  /** One row a stage of a loss, with the last estimate in it that was not rejected. */
  static String stages(LossStages stages, List<EstimateAt> llc) {
    String rows =
        stages.losses().stream()
            .flatMap(found -> found.stages().stream().map(stage -> stage(found, stage, llc)))
            .collect(Collectors.joining());
    return table(
        "Stages of the losses: along the straight line of a plateau the loss changes by less than a fifth.",
        List.of("loss", "from step", "to step", "it is", "at start", "at end", "last LLC ± s.e."),
        rows);
  }

  private static String stage(Stages found, Stages.Stage stage, List<EstimateAt> llc) {
    String last =
        llc.stream()
            .filter(point -> point.step() >= stage.from() && point.step() <= stage.to())
            .filter(point -> point.status() != Verdict.Status.REJECTED)
            .reduce((before, after) -> after)
            .map(HtmlTables::llc)
            .orElse(Numbers.MISSING);
    return "<tr><th scope=\"row\">"
        + Markup.escape(found.loss())
        + "</th>"
        + number(Numbers.integer(stage.from()))
        + number(Numbers.integer(stage.to()))
        + "<td>"
        + stage.kind().label()
        + "</td>"
        + number(Numbers.measured(stage.lossAtStart()))
        + number(Numbers.measured(stage.lossAtEnd()))
        + number(last)
        + "</tr>\n";
  }

  static String kn(List<KnResult.Row> points) {
    String rows =
        points.stream()
            .map(
                p ->
                    "<tr><th scope=\"row\">"
                        + Numbers.integer(p.step())
                        + "</th>"
                        + number(Numbers.plusMinus(p.train().value(), p.train().se()))
                        + number(Numbers.plusMinus(KnFigure.test(p).value(), KnFigure.test(p).se()))
                        + "</tr>\n")
            .collect(Collectors.joining());
    return table(
        KnFigure.WHAT_IT_IS,
        List.of("step", "K_n ± s.e., training data", "K_n ± s.e., held-out data"),
        rows);
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

  static String badge(Verdict.Status status) {
    String sign =
        switch (status) {
          case TRUSTED -> "●";
          case DOUBTFUL -> "○";
          case REJECTED -> "×";
        };
    return String.format(
        Locale.ROOT,
        "<span class=\"badge %s\"><span aria-hidden=\"true\">%s </span>%s</span>",
        status.label(),
        sign,
        status.label());
  }

  private static String reasons(List<String> reasons) {
    return reasons.isEmpty()
        ? ""
        : " <span class=\"reasons\">" + Markup.escape(String.join("; ", reasons)) + "</span>";
  }

  private static String rhat(double value) {
    boolean ordinary = Math.abs(value) < 10;
    return ordinary ? Numbers.fixed(value, 3) : Numbers.plain(value);
  }

  private static String number(String text) {
    String shown = text.equals(Numbers.MISSING) ? NOT_AVAILABLE : Markup.escape(text);
    return "<td class=\"number\">" + shown + "</td>";
  }

  /** A table in its frame, with as many columns as heads. */
  private static String table(String caption, List<String> heads, String rows) {
    String head =
        heads.stream()
            .map(name -> "<th scope=\"col\">" + Markup.prose(name) + "</th>")
            .collect(Collectors.joining());
    return String.format(
            Locale.ROOT,
            "<div class=\"wide\"><table class=\"columns-%d\">\n<caption>",
            heads.size())
        + Markup.prose(caption)
        + "</caption>\n<thead><tr>"
        + head
        + "</tr></thead>\n<tbody>\n"
        + rows
        + "</tbody></table></div>\n";
  }
}
