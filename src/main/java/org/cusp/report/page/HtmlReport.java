package org.cusp.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.cusp.estimate.learning.NamedStages;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Markup;
import org.cusp.report.plot.Subject;

/**
 * The report of a run as one HTML file that needs nothing else: styles and figures are in it, it
 * has no script, and its content policy forbids it to load anything.
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
    return page(
        data.facts(),
        paragraph(Summary.of(data))
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
    return section(
        "summary", "Summary", "<p class=\"summary\">" + Markup.prose(summary) + "</p>\n");
  }

  public static String page(RunFacts facts, String content) {
    String title = Markup.escape(facts.title());
    return String.format(
            Locale.ROOT,
            """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; img-src data:">
        <title>%s – Cusp</title>
        <style>
        %s</style>
        </head>
        <body>
        <header>
        <p class="kind">Cusp report</p>
        <h1>%s</h1>
        </header>
        <main>
        """,
            title,
            styles(),
            title)
        + content
        + section("settings", "Settings and provenance", settings(facts))
        + section("spec", "Spec", spec(facts))
        + """
        </main>
        </body>
        </html>
        """;
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

  private static String cards(List<Figure> figures) {
    return figures.stream().map(HtmlReport::card).collect(Collectors.joining());
  }

  private static String card(Figure figure) {
    return String.format(Locale.ROOT, "<figure id=\"figure-%s\">\n", figure.id())
        + figure.svgElement()
        + "<figcaption>"
        + Markup.prose(figure.caption())
        + "</figcaption>\n</figure>\n";
  }

  /** The last checkpoint's chains in full view, the others folded. */
  private static String chains(SortedMap<Long, List<Figure>> checkpoints) {
    if (checkpoints.isEmpty()) {
      return "";
    }
    long last = checkpoints.lastKey();
    return cards(checkpoints.get(last))
        + checkpoints.headMap(last).entrySet().stream()
            .map(
                entry ->
                    "<details><summary>"
                        + Markup.escape(Subject.step(entry.getKey()).title("Chains"))
                        + "</summary>\n"
                        + cards(entry.getValue())
                        + "</details>\n")
            .collect(Collectors.joining());
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

  private static String styles() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the style sheet of the report", e);
    }
  }
}
