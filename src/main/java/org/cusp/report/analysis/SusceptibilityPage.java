package org.cusp.report.analysis;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.susceptibility.SusceptibilityEstimator;
import org.cusp.estimate.susceptibility.SusceptibilityResult;
import org.cusp.format.AtomicFiles;
import org.cusp.report.figures.posterior.SusceptibilityFigures;
import org.cusp.report.page.Fact;
import org.cusp.report.page.HtmlReport;
import org.cusp.report.page.RunFacts;
import org.cusp.report.page.RunReport;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.report.plot.Markup;
import org.cusp.report.plot.Numbers;

/** The page of susceptibilities: the response matrix, its patterns, and each component's data. */
public final class SusceptibilityPage {
  /** Its name. */
  public static final String FILE = "report.html";

  private SusceptibilityPage() {}

  /** Writes page and figures into a folder. */
  public static void write(
      Path folder, SusceptibilityResult result, SusceptibilityEstimator.Outcome outcome) {
    List<Figure> figures =
        SusceptibilityFigures.of(
            result.target(),
            result.components().stream().map(SusceptibilityResult.Component::name).toList(),
            outcome.errors(),
            outcome.spectrum());
    FigureFiles.write(folder, figures);
    byte[] content = html(result, figures).getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(folder.resolve(FILE), out -> out.write(content));
  }

  static String html(SusceptibilityResult result, List<Figure> figures) {
    StringBuilder each = new StringBuilder();
    for (SusceptibilityResult.Component one : result.components()) {
      each.append("<h3>").append(Markup.escape(one.name())).append("</h3>\n");
      each.append(rows("expressed", one.expressed())).append(rows("suppressed", one.suppressed()));
    }
    return HtmlReport.page(
        facts(result),
        HtmlReport.paragraph(summary(result))
            + HtmlReport.section("components", "Components", components(result))
            + HtmlReport.section("figures", "Response matrix", HtmlReport.cards(figures))
            + HtmlReport.section(
                "pattern",
                "Weights that move components",
                result.pattern() == null ? "" : pattern(result.pattern()))
            + HtmlReport.section("data", "Data that stand out", each.toString()));
  }

  private static String summary(SusceptibilityResult result) {
    SusceptibilityResult.Discovered found = result.discoveries();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        String.format(
            Locale.ROOT,
            "How the losses of %d components answer to %,d data (%s) in place of the data at large:"
                + " minus the covariance of the component's loss and of the datum's, less that of"
                + " all data, in nats squared. Negative: the component expresses the datum.",
            result.components().size(),
            result.shiftData(),
            result.shift()));
    sentences.add(
        String.format(
            Locale.ROOT,
            "%,d of %,d stand out, at most %.3g%% of them by chance; %d of %d patterns are above the"
                + " noise: %s.",
            found.found(),
            found.entries(),
            100 * found.share(),
            result.spectrum().real(),
            result.spectrum().singularValues().length,
            result.verdict().status().label()));
    result.verdict().reasons().forEach(reason -> sentences.add("Reason: " + reason + "."));
    result.verdict().cautions().forEach(caution -> sentences.add("Caution: " + caution + "."));
    return String.join(" ", sentences);
  }

  private static String components(SusceptibilityResult result) {
    List<List<String>> rows = new ArrayList<>();
    for (SusceptibilityResult.Component one : result.components()) {
      rows.add(
          List.of(
              one.name(),
              Numbers.integer(one.parameters()),
              plusMinus(one.llc()),
              plusMinus(one.shifted()),
              Numbers.significant(one.inert(), 3),
              Numbers.integer(one.found()),
              one.control() == null ? "-" : plusMinus(one.control()),
              one.verdict().status().label()));
    }
    return table(
        List.of(
            "component",
            "parameters",
            "nβ E[φ]",
            "mean χ",
            "inert",
            "stand out",
            "without the loss",
            "verdict"),
        rows);
  }

  private static String pattern(SusceptibilityResult.Pattern found) {
    List<List<String>> rows = new ArrayList<>();
    for (SusceptibilityResult.Moved one : found.components()) {
      rows.add(
          List.of(
              one.name(),
              Numbers.significant(one.wanted(), 3),
              plusMinus(one.foreseen()),
              plusMinus(one.heldOut())));
    }
    List<List<String>> weights = new ArrayList<>();
    found.more().forEach(one -> weights.add(weight(one)));
    found.less().forEach(one -> weights.add(weight(one)));
    return table(List.of("component", "wanted", "foreseen", "by draws held out"), rows)
        + table(List.of("datum", "", "weight"), weights);
  }

  private static List<String> weight(SusceptibilityResult.Weight one) {
    return List.of(
        Integer.toString(one.datum()),
        one.label() == null ? "" : one.label(),
        Numbers.significant(one.weight(), 3));
  }

  private static String rows(String name, List<SusceptibilityResult.Row> rows) {
    if (rows.isEmpty()) {
      return "<h4>" + name + ": none stands out</h4>\n";
    }
    List<List<String>> cells = new ArrayList<>();
    for (SusceptibilityResult.Row row : rows) {
      cells.add(
          List.of(
              Integer.toString(row.datum()),
              row.label() == null ? "" : row.label(),
              Numbers.plusMinus(row.susceptibility(), row.se()),
              Numbers.fixed(row.correlation(), 3)));
    }
    return "<h4>" + name + "</h4>\n" + table(List.of("datum", "", "χ", "correlation"), cells);
  }

  private static String plusMinus(Estimate estimate) {
    return Numbers.plusMinus(estimate.value(), estimate.se());
  }

  private static String table(List<String> heads, List<List<String>> rows) {
    StringBuilder table = new StringBuilder("<table>\n<thead><tr>");
    heads.forEach(head -> table.append("<th>").append(Markup.escape(head)).append("</th>"));
    table.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      table.append("<tr>");
      row.forEach(cell -> table.append("<td>").append(Markup.escape(cell)).append("</td>"));
      table.append("</tr>\n");
    }
    return table.append("</tbody>\n</table>\n").toString();
  }

  private static RunFacts facts(SusceptibilityResult result) {
    SusceptibilityResult.Component first = result.components().get(0);
    Map<String, Object> settings = new TreeMap<>(first.sampler());
    settings.put("nBeta", Numbers.plain(first.nBeta()));
    settings.put("gamma", Numbers.plain(first.gamma()));
    settings.put("chains", first.draws().chains());
    settings.put("draws of a chain", first.draws().perChain());
    settings.put("what moves", result.form());
    settings.replaceAll(
        (name, value) -> value instanceof Double number ? Numbers.plain(number) : value);
    return new RunFacts(
        "Susceptibilities, " + result.target(),
        List.of(
            new Fact("target", result.target()),
            new Fact("step", result.step() == null ? "-" : Long.toString(result.step())),
            new Fact("data", Integer.toString(result.n())),
            new Fact("shift", result.shiftData() + " of " + result.shift()),
            new Fact("parameters", Integer.toString(result.parameters()))),
        RunReport.facts(settings),
        RunReport.facts(result.provenance().machine()),
        RunReport.provenance(result.provenance()),
        "");
  }
}
