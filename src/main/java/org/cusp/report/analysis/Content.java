package org.cusp.report.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.PointResult;
import org.cusp.report.page.Fact;
import org.cusp.report.page.HtmlReport;
import org.cusp.report.page.HtmlTable;
import org.cusp.report.page.RunFacts;
import org.cusp.report.page.RunReport;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Numbers;
import org.cusp.run.Provenance;
import org.cusp.verdict.Verdict;

/**
 * What a page shows of one result.
 *
 * @param target whose result it is
 * @param summary in sentences
 * @param sections from the top down
 * @param facts about it, and how it was made
 */
public record Content(String target, String summary, List<Section> sections, Facts facts) {
  /**
   * A part of it.
   *
   * @param figures above the markup
   * @param html that is safe
   */
  public record Section(String id, String heading, List<Figure> figures, String html) {
    public static Section of(String id, String heading, String html) {
      return new Section(id, heading, List.of(), html);
    }
  }

  /** Names and values. */
  public record Facts(List<Fact> about, List<Fact> settings, Provenance provenance) {
    /** Doubles to four digits. */
    public static Facts of(Map<String, ?> about, Map<String, ?> settings, Provenance provenance) {
      return new Facts(shown(about), shown(new TreeMap<>(settings)), provenance);
    }

    private static List<Fact> shown(Map<String, ?> values) {
      return values.entrySet().stream()
          .filter(entry -> entry.getValue() != null)
          .map(
              entry ->
                  new Fact(
                      entry.getKey(),
                      entry.getValue() instanceof Double number
                          ? Numbers.plain(number)
                          : String.valueOf(entry.getValue())))
          .toList();
    }
  }

  /** Every number with its error in a table, below some figures. */
  public static Content ofEstimates(PointResult result, List<Figure> figures) {
    HtmlTable table =
        new HtmlTable("Every number with its standard error.", "of", "value ± s.e.", "from", "to");
    for (EstimateOf one : result.estimates()) {
      double[] ends = one.ci95();
      table.row(
          HtmlTable.name(one.of()),
          HtmlTable.estimate(one.estimate().value(), one.estimate().se()),
          HtmlTable.number(ends[0]),
          HtmlTable.number(ends[1]));
    }
    return new Content(
        result.target(),
        verdict(result.verdict()),
        List.of(
            new Section("figures", "Figures", figures, ""),
            Section.of("estimates", "Estimates", table.html())),
        new Facts(List.of(), List.of(), null));
  }

  /** The verdict with all that it rests on, in sentences. */
  static String verdict(Verdict verdict) {
    List<String> sentences = new ArrayList<>();
    sentences.add("The verdict is: " + verdict.status().label() + ".");
    verdict.reasons().forEach(reason -> sentences.add("Reason: " + reason + "."));
    verdict.cautions().forEach(caution -> sentences.add("Caution: " + caution + "."));
    return String.join(" ", sentences);
  }

  /** A page of it alone. */
  String page(String title) {
    return HtmlReport.page(
        facts(title + ", " + target), HtmlReport.paragraph(summary) + sections(""));
  }

  /** As a part of a page that has others. */
  String atStep(long step) {
    String suffix = String.format(Locale.ROOT, "-step-%06d", step);
    return HtmlReport.atStep(
        step,
        HtmlReport.section(
                "summary" + suffix, "Step " + Numbers.integer(step), HtmlReport.sentences(summary))
            + sections(suffix));
  }

  private String sections(String suffix) {
    StringBuilder all = new StringBuilder();
    for (Section section : sections) {
      List<Figure> figures =
          section.figures().stream().map(figure -> figure.named(figure.id() + suffix)).toList();
      all.append(
          HtmlReport.section(
              section.id() + suffix,
              section.heading(),
              HtmlReport.cards(figures) + section.html()));
    }
    return all.toString();
  }

  RunFacts facts(String title) {
    Provenance provenance = facts.provenance();
    return new RunFacts(
        title,
        facts.about(),
        facts.settings(),
        provenance == null ? List.of() : RunReport.facts(provenance.machine()),
        provenance == null ? List.of() : RunReport.provenance(provenance),
        "");
  }
}
