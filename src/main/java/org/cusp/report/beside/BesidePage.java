package org.cusp.report.beside;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateAt;
import org.cusp.format.AtomicFiles;
import org.cusp.report.beside.Differences.Difference;
import org.cusp.report.beside.Differences.Side;
import org.cusp.report.figures.Along;
import org.cusp.report.page.Fact;
import org.cusp.report.page.HtmlReport;
import org.cusp.report.page.HtmlTable;
import org.cusp.report.page.ReportData;
import org.cusp.report.page.RunFacts;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Numbers;
import org.cusp.train.TrajectoryRow;
import org.cusp.verdict.Verdict;

/**
 * The page of two runs: their curves on the same axes, every estimate that both have with its
 * difference, and the settings in which they differ.
 */
public final class BesidePage {
  private static final String[] NAMES = {"first", "second"};

  private BesidePage() {}

  /**
   * A run.
   *
   * @param folder as it was given
   */
  public record Run(Path folder, ReportData data) {}

  /** Writes the page. */
  public static void write(Path file, Run first, Run second) {
    Differences differences = Differences.of(first.folder().toString(), second.folder().toString());
    byte[] content = html(first, second, differences).getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(file, out -> out.write(content));
  }

  static String html(Run first, Run second, Differences differences) {
    List<Difference> common = differences.common();
    Map<String, String[]> facts = facts(first, second);
    String title = first.data().facts().title() + " beside " + second.data().facts().title();
    return HtmlReport.page(
        new RunFacts(title, List.of(), List.of(), List.of(), List.of(), ""),
        HtmlReport.paragraph(summary(first, second, common))
            + HtmlReport.section("differ", "Settings in which they differ", settings(facts))
            + HtmlReport.picker(commonSteps(first, second))
            + HtmlReport.section(
                "figures", "On the same axes", HtmlReport.cards(figures(first, second)))
            + HtmlReport.section("checkpoints", "Checkpoints", checkpoints(first, second))
            + HtmlReport.section("estimates", "Every estimate that both have", table(common))
            + HtmlReport.section("alone", "Estimates of one alone", alone(differences))
            + HtmlReport.section("same", "Settings that are the same", same(facts)));
  }

  private static String summary(Run first, Run second, List<Difference> common) {
    List<Difference> usable = common.stream().filter(Difference::isUsable).toList();
    long apart = usable.stream().filter(it -> Math.abs(it.inErrors()) > 2).count();
    String estimates =
        usable.isEmpty()
            ? "They have no estimate in common that is not rejected."
            : String.format(
                Locale.ROOT,
                "Of %s that both have and neither has rejected, %s by more than two standard errors"
                    + " (about one in twenty would if nothing differed).",
                counted(usable.size(), "estimate"),
                apart == 1 ? "1 differs" : Numbers.integer(apart) + " differ");
    return String.format(
        Locale.ROOT,
        "The first run is %s, the second %s. A difference is the second less the first; its error"
            + " takes the draws of the two for independent, which those of one seed and nearly the same"
            + " weights are not: it is then too large. %s",
        first.folder(),
        second.folder(),
        estimates);
  }

  private static String counted(long count, String what) {
    return Numbers.integer(count) + " " + what + (count == 1 ? "" : "s");
  }

  private static List<Long> commonSteps(Run first, Run second) {
    List<Long> there = second.data().llc().stream().map(EstimateAt::step).toList();
    return first.data().llc().stream().map(EstimateAt::step).filter(there::contains).toList();
  }

  private static List<Figure> figures(Run first, Run second) {
    Along llc = new Along();
    Along change = new Along();
    for (EstimateAt point : drawn(first)) {
      llc.add(label(0, first), point.step(), finite(point));
    }
    for (EstimateAt point : drawn(second)) {
      llc.add(label(1, second), point.step(), finite(point));
      at(first, point.step())
          .filter(before -> before.status() != Verdict.Status.REJECTED)
          .ifPresent(before -> change.add("second less first", point.step(), less(point, before)));
    }
    List<Figure> figures = new ArrayList<>();
    figures.addAll(
        llc.figure(
            "llc", "LLC of both runs along training, rejected left out", "LLC (dimensionless)"));
    figures.addAll(
        change.figure(
            "llc-difference", "Difference of the LLCs at the same step", "difference of the LLCs"));
    LossCurves losses = new LossCurves();
    losses.add(label(0, first), curve(first));
    losses.add(label(1, second), curve(second));
    figures.addAll(losses.figure());
    return figures;
  }

  /** Rejected values, which may be anything, would set the scale: the table has them. */
  private static List<EstimateAt> drawn(Run run) {
    return run.data().llc().stream().filter(it -> it.status() != Verdict.Status.REJECTED).toList();
  }

  private static List<TrajectoryRow> curve(Run run) {
    return run.data().training().losses();
  }

  private static Estimate finite(EstimateAt point) {
    return Double.isFinite(point.value()) ? new Estimate(point.value(), point.se()) : null;
  }

  private static String label(int place, Run run) {
    return NAMES[place] + ": " + run.data().facts().title();
  }

  private static java.util.Optional<EstimateAt> at(Run run, long step) {
    return run.data().llc().stream().filter(it -> it.step() == step).findFirst();
  }

  private static Estimate less(EstimateAt second, EstimateAt first) {
    double difference = second.value() - first.value();
    return Double.isFinite(difference)
        ? new Estimate(difference, Math.hypot(second.se(), first.se()))
        : null;
  }

  private static String checkpoints(Run first, Run second) {
    Map<Long, EstimateAt[]> rows = new TreeMap<>();
    first.data().llc().forEach(it -> rows.computeIfAbsent(it.step(), s -> pair())[0] = it);
    second.data().llc().forEach(it -> rows.computeIfAbsent(it.step(), s -> pair())[1] = it);
    HtmlTable table =
        new HtmlTable(
            "The LLC of both at every checkpoint that either has; losses in nats per datum.",
            "step",
            "loss, first",
            "loss, second",
            "LLC ± s.e., first",
            "LLC ± s.e., second",
            "difference ± s.e.",
            "in s.e.",
            "first is",
            "second is");
    rows.forEach(
        (step, both) -> {
          Side[] sides = {Side.of(both[0]), Side.of(both[1])};
          table.rowAt(
              step,
              HtmlTable.name(step),
              HtmlTable.number(first.data().lossAt().getOrDefault(step, Double.NaN)),
              HtmlTable.number(second.data().lossAt().getOrDefault(step, Double.NaN)),
              sides[0].cell(),
              sides[1].cell(),
              sides[0].difference(sides[1]),
              sides[0].inErrors(sides[1]),
              sides[0].verdict(),
              sides[1].verdict());
        });
    return table.html();
  }

  private static EstimateAt[] pair() {
    return new EstimateAt[2];
  }

  private static String table(List<Difference> common) {
    HtmlTable table =
        new HtmlTable(
            "Second less first, in the units of each.",
            "estimate",
            "at",
            "command",
            "first ± s.e.",
            "second ± s.e.",
            "difference ± s.e.",
            "in s.e.",
            "first is",
            "second is");
    for (Difference it : common) {
      table.row(
          HtmlTable.name(it.what().kind()),
          HtmlTable.text(it.what().at()),
          HtmlTable.text(it.what().command()),
          it.first().cell(),
          it.second().cell(),
          it.first().difference(it.second()),
          it.first().inErrors(it.second()),
          it.first().verdict(),
          it.second().verdict());
    }
    return table.html();
  }

  private static String alone(Differences differences) {
    HtmlTable table =
        new HtmlTable(
            "What the other run has no estimate of.",
            "estimate",
            "at",
            "command",
            "of",
            "value ± s.e.");
    for (int i = 0; i < NAMES.length; i++) {
      String of = NAMES[i];
      differences
          .alone(i)
          .forEach(
              (what, side) ->
                  table.row(
                      HtmlTable.name(what.kind()),
                      HtmlTable.text(what.at()),
                      HtmlTable.text(what.command()),
                      HtmlTable.text(of),
                      side.cell()));
    }
    String html = table.html();
    return html.isEmpty() ? "" : "<details><summary>Show them</summary>\n" + html + "</details>\n";
  }

  /** Of spec, estimates and provenance, by name; null where a run does not say. */
  private static Map<String, String[]> facts(Run first, Run second) {
    Map<String, String[]> facts = new LinkedHashMap<>();
    Run[] both = {first, second};
    for (int i = 0; i < both.length; i++) {
      RunFacts of = both[i].data().facts();
      for (List<Fact> some : List.of(of.spec(), of.settings(), of.machine(), of.provenance())) {
        for (Fact fact : some) {
          facts.computeIfAbsent(fact.name(), name -> new String[2])[i] = fact.value();
        }
      }
    }
    return facts;
  }

  private static boolean isSame(String[] values) {
    return java.util.Objects.equals(values[0], values[1]);
  }

  private static String settings(Map<String, String[]> facts) {
    HtmlTable table =
        new HtmlTable("Of network, data, training and estimates.", "setting", "first", "second");
    facts.forEach(
        (name, values) -> {
          if (!isSame(values)) {
            table.row(HtmlTable.name(name), said(values[0]), said(values[1]));
          }
        });
    return table.html();
  }

  private static HtmlTable.Cell said(String value) {
    return HtmlTable.text(value == null ? Numbers.MISSING : value);
  }

  private static String same(Map<String, String[]> facts) {
    HtmlTable table = new HtmlTable("The same in both.", "setting", "value");
    facts.forEach(
        (name, values) -> {
          if (isSame(values)) {
            table.row(HtmlTable.name(name), said(values[0]));
          }
        });
    String html = table.html();
    return html.isEmpty() ? "" : "<details><summary>Show them</summary>\n" + html + "</details>\n";
  }
}
