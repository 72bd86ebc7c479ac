package org.cusp.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.learning.NamedStages;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Markup;
import org.cusp.report.plot.Numbers;

/**
 * The report of a run as one HTML file that needs nothing else: styles, figures and the one script
 * are in it, and its content policy forbids it to load anything or to run another. What it says it
 * says without the script too.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * The page. Empty lists leave out their figures and tables; every string of the data is escaped.
   */
  public static String of(ReportData data) {
    return of(data, Figures.of(data));
  }

  /** The page with the figures that {@link Figures#of} made of the data. */
  static String of(ReportData data, List<Figure> figures) {
    return of(data, figures, List.of());
  }

  /** The same beside other pages of the run. */
  static String of(ReportData data, List<Figure> figures, List<PageLink> others) {
    return page(
        data.facts(),
        others,
        paragraph(Summary.of(data))
            + picker(data.llc().stream().map(EstimateAt::step).toList())
            + section("figures", "Along training", cards(Figures.alongTraining(figures)))
            + section("stages", "Stages", stages(data))
            + section("checkpoints", "Checkpoints", checkpoints(data))
            + section(
                "kn-table",
                "<i>K</i><sub>n</sub>",
                data.kn().isEmpty() ? "" : HtmlTables.kn(data.kn()))
            + section("chains", "Chains", chains(Figures.chains(figures))));
  }

  /** The page of one estimate, with the figures of its chains. */
  static String of(RunFacts facts, String summary, List<Figure> figures) {
    return page(facts, paragraph(summary) + section("chains", "Chains", cards(figures)));
  }

  public static String paragraph(String summary) {
    return section("summary", "Summary", sentences(summary));
  }

  /** Sentences below a heading. */
  public static String sentences(String summary) {
    return "<p class=\"summary\">" + Markup.prose(summary) + "</p>\n";
  }

  public static String page(RunFacts facts, String content) {
    return page(facts, List.of(), content);
  }

  /** A page among others. */
  public static String page(RunFacts facts, List<PageLink> others, String content) {
    String title = Markup.escape(facts.title());
    return String.format(
            Locale.ROOT,
            """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <title>%s – Cusp</title>
        <style>
        %s</style>
        </head>
        <body>
        <header>
        <p class="kind">Cusp report</p>
        <h1>%s</h1>
        """,
            PageScript.policy(),
            title,
            PageScript.STYLES,
            title)
        + PageLink.navigation(others)
        + "</header>\n<main>\n"
        + content
        + section("settings", "Settings and provenance", settings(facts))
        + section("spec", "Spec", spec(facts))
        + "</main>\n"
        + PageScript.element()
        + "</body>\n</html>\n";
  }

  /**
   * Where a script puts a slider over checkpoints; what is marked with the step of another is then
   * hidden, and what has steps shows it. Nothing without the script, or where there is one alone.
   */
  public static String picker(List<Long> steps) {
    if (steps.size() < 2) {
      return "";
    }
    String numbers = steps.stream().map(String::valueOf).collect(Collectors.joining(","));
    return "<div class=\"picker\" data-steps=\"[" + numbers + "]\" hidden></div>\n";
  }

  /** What is shown while this step is picked, and always without the script. */
  public static String atStep(long step, String content) {
    return "<div class=\"at-step\" data-step=\"" + step + "\">\n" + content + "</div>\n";
  }

  public static String section(String id, String heading, String content) {
    if (content.isBlank()) {
      return "";
    }
    return String.format(
            Locale.ROOT,
            "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n<h2 id=\"%s-heading\">%s</h2>\n",
            id,
            id,
            id,
            heading)
        + content
        + "</section>\n";
  }

  /** Figures under each other. */
  public static String cards(List<Figure> figures) {
    return figures.stream().map(HtmlReport::card).collect(Collectors.joining());
  }

  private static String card(Figure figure) {
    return String.format(
            Locale.ROOT, "<figure id=\"figure-%s\">\n<div class=\"plot\">", figure.id())
        + figure.svgElement()
        + "</div>\n<script type=\"application/json\">"
        + Hover.json(figure)
        + "</script>\n<figcaption>"
        + Markup.prose(figure.caption())
        + "</figcaption>\n</figure>\n";
  }

  /** Those of each checkpoint of which they were drawn. */
  private static String chains(SortedMap<Long, List<Figure>> checkpoints) {
    String drawn =
        checkpoints.entrySet().stream()
            .map(entry -> atStep(entry.getKey(), cards(entry.getValue())))
            .collect(Collectors.joining());
    String steps =
        checkpoints.keySet().stream().map(Numbers::integer).collect(Collectors.joining(", "));
    return drawn.isEmpty()
        ? ""
        : "<p class=\"other-step\" hidden>Chains were drawn for the checkpoints at step "
            + steps
            + ".</p>\n"
            + drawn;
  }

  private static String stages(ReportData data) {
    NamedStages named = data.stages().named();
    return (named.stages().isEmpty() ? "" : HtmlTables.named(named))
        + (data.stages().hasChanges() ? HtmlTables.stages(data.stages(), data.llc()) : "");
  }

  private static String checkpoints(ReportData data) {
    return data.llc().isEmpty()
        ? ""
        : HtmlTables.checkpoints(data.llc(), data.lossAt(), data.losses());
  }

  private static String settings(RunFacts facts) {
    List<String> tables = new ArrayList<>();
    tables.add(HtmlTables.facts("Network, data and training", facts.spec()));
    tables.add(HtmlTables.facts("Estimates", facts.settings()));
    tables.add(HtmlTables.facts("Machine", facts.machine()));
    tables.add(HtmlTables.facts("Provenance", facts.provenance()));
    String all = String.join("", tables);
    return all.isEmpty() ? "" : "<div class=\"side-by-side\">\n" + all + "</div>\n";
  }

  private static String spec(RunFacts facts) {
    return facts.specYaml().isBlank() ? "" : "<pre>" + Markup.escape(facts.specYaml()) + "</pre>\n";
  }
}
