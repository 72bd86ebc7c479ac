package org.cusp.report.analysis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.susceptibility.SusceptibilityEstimator;
import org.cusp.estimate.susceptibility.SusceptibilityResult;
import org.cusp.estimate.susceptibility.SusceptibilityResult.Component;
import org.cusp.format.Json;
import org.cusp.report.figures.Along;
import org.cusp.report.figures.NamedBars;
import org.cusp.report.figures.posterior.SusceptibilityFigures;
import org.cusp.report.figures.posterior.SusceptibilityFigures.Response;
import org.cusp.report.page.HtmlTable;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Theme;

/** The page of susceptibilities: components, what each answers to, and the patterns in common. */
public final class SusceptibilityPage {
  /**
   * A result with what is kept of its matrix.
   *
   * @param response empty in a folder that does not have it
   */
  record Answers(SusceptibilityResult result, Optional<SusceptibilityFigures.Response> response) {}

  static final Analysis<Answers> ANALYSIS =
      new Analysis<>(
          "susceptibility",
          "Susceptibilities",
          "susceptibility",
          SusceptibilityPage::read,
          SusceptibilityPage::content,
          SusceptibilityPage::along);

  private static final String RESULT = "susceptibility.json";
  private static final String RESPONSE = "response.json";
  private static final String DATUM = "datum";

  private SusceptibilityPage() {}

  /**
   * Writes what the data that are named look like, a small form of the matrix, figures and the page
   * beside a result.
   */
  public static void write(
      Path folder,
      SusceptibilityResult result,
      SusceptibilityEstimator.Outcome outcome,
      DataSet shift) {
    Response response = Response.of(outcome.errors(), outcome.spectrum());
    Json.write(folder.resolve(RESPONSE), response);
    views(result, shift).write(folder);
    FigureFiles.write(folder, figures(new Answers(result, Optional.of(response))));
    AnalysisPages.write(folder, ANALYSIS);
  }

  /** Where a z is a datum, not a token of one. */
  private static Views views(SusceptibilityResult result, DataSet shift) {
    if (result.shiftData() != shift.n()) {
      return Views.NONE;
    }
    IntStream rows =
        result.components().stream()
            .flatMap(one -> Stream.concat(one.expressed().stream(), one.suppressed().stream()))
            .mapToInt(SusceptibilityResult.Row::datum);
    IntStream weights =
        result.pattern() == null
            ? IntStream.empty()
            : Stream.concat(result.pattern().more().stream(), result.pattern().less().stream())
                .mapToInt(SusceptibilityResult.Weight::datum);
    return Views.of(shift, DATUM, IntStream.concat(rows, weights));
  }

  private static Optional<Answers> read(Path folder) {
    Path file = folder.resolve(RESULT);
    Path response = folder.resolve(RESPONSE);
    return Files.isRegularFile(file)
        ? Optional.of(
            new Answers(
                Json.read(file, SusceptibilityResult.class),
                Files.isRegularFile(response)
                    ? Optional.of(Json.read(response, Response.class))
                    : Optional.empty()))
        : Optional.empty();
  }

  private static List<Figure> figures(Answers answers) {
    SusceptibilityResult result = answers.result();
    List<Figure> figures = new ArrayList<>();
    answers
        .response()
        .ifPresent(
            it -> figures.add(SusceptibilityFigures.matrix(result.target(), names(result), it)));
    figures.addAll(
        SusceptibilityFigures.patterns(result.target(), names(result), result.spectrum()));
    return figures;
  }

  private static Content content(Answers answers, Views views) {
    SusceptibilityResult result = answers.result();
    return new Content(
        result.target(),
        summary(result),
        List.of(
            new Content.Section(
                "components", "Components", List.of(components(result)), table(result)),
            new Content.Section("response", "Response matrix", figures(answers), ""),
            Content.Section.of(
                "pattern",
                "Weights that move components",
                result.pattern() == null ? "" : pattern(result.pattern(), views)),
            Content.Section.of("data", "Data that stand out", data(result, views))),
        facts(result));
  }

  private static String pattern(SusceptibilityResult.Pattern found, Views views) {
    HtmlTable moved =
        new HtmlTable(
            "How far nβ E[φ] of each component moves with these weights of data.",
            "component",
            "wanted",
            "foreseen ± s.e.",
            "by draws held out ± s.e.");
    for (SusceptibilityResult.Moved one : found.components()) {
      moved.row(
          HtmlTable.name(one.name()),
          HtmlTable.number(one.wanted(), Numbers.significant(one.wanted(), 3)),
          HtmlTable.estimate(one.foreseen().value(), one.foreseen().se()),
          HtmlTable.estimate(one.heldOut().value(), one.heldOut().se()));
    }
    HtmlTable weights = new HtmlTable("The largest weights.", "datum", "label", "weight", "seen");
    Stream.concat(found.more().stream(), found.less().stream())
        .forEach(
            one -> {
              String view = Views.name(DATUM, one.datum());
              weights.row(
                  HtmlTable.datum(Integer.toString(one.datum()), view, one.datum()),
                  HtmlTable.text(one.label() == null ? "" : one.label()),
                  HtmlTable.number(one.weight(), Numbers.significant(one.weight(), 3)),
                  HtmlTable.html(views.html(view)));
            });
    return moved.html() + weights.html();
  }

  private static String summary(SusceptibilityResult result) {
    SusceptibilityResult.Discovered found = result.discoveries();
    return String.format(
            Locale.ROOT,
            "How the losses of %d components answer to %,d data (%s) in place of the data at large:"
                + " χ is minus the covariance of the component's loss and of the datum's, less that of"
                + " all data, in nats squared. Negative: the component expresses the datum. %,d of %,d"
                + " stand out, at most %.3g%% of them by chance; by a control %.2g%% are. ",
            result.components().size(),
            result.shiftData(),
            result.shift(),
            found.found(),
            found.entries(),
            100 * found.share(),
            100 * found.falseShare())
        + Content.verdict(result.verdict());
  }

  private static Figure components(SusceptibilityResult result) {
    List<String> names = names(result);
    NamedBars bars = new NamedBars(names);
    bars.add(
        "mean over the shift",
        result.components().stream().map(Component::shifted).toList(),
        Glyph.DOT,
        Theme.BLUE,
        -0.1);
    bars.add(
        "control: the loss without a say",
        result.components().stream().map(Component::control).toList(),
        Glyph.RING,
        Theme.VERMILION,
        0.1);
    return bars.figure(
        "susceptibility",
        "Susceptibility of each component to the shift as a whole",
        "component",
        "mean χ (nats²)",
        "The mean of χ over the data of the shift, with 95% intervals, beside a control in which the"
            + " loss has no say: what is the same there comes from how the loss bends around w*, not"
            + " from where the posterior is.");
  }

  private static List<String> names(SusceptibilityResult result) {
    return result.components().stream().map(Component::name).toList();
  }

  private static String table(SusceptibilityResult result) {
    HtmlTable table =
        new HtmlTable(
            "Every component; inert: χ of a datum whose loss never changes.",
            "component",
            "parameters",
            "nβ E[φ] ± s.e.",
            "mean χ ± s.e.",
            "inert",
            "stand out",
            "control",
            "like control",
            "verdict");
    for (Component one : result.components()) {
      table.row(
          HtmlTable.name(one.name()),
          HtmlTable.integer(one.parameters()),
          HtmlTable.estimate(one.llc().value(), one.llc().se()),
          HtmlTable.estimate(one.shifted().value(), one.shifted().se()),
          HtmlTable.number(one.inert()),
          HtmlTable.integer(one.found()),
          one.control() == null
              ? HtmlTable.number(Double.NaN)
              : HtmlTable.estimate(one.control().value(), one.control().se()),
          one.likeControl() == null
              ? HtmlTable.number(Double.NaN)
              : HtmlTable.number(one.likeControl(), Numbers.fixed(one.likeControl(), 2)),
          HtmlTable.verdict(one.verdict().status(), List.of()));
    }
    return table.html();
  }

  private static String data(SusceptibilityResult result, Views views) {
    HtmlTable table =
        new HtmlTable(
            "Data of the shift that stand out, of each component the surest first.",
            "component",
            "it is",
            "datum",
            "label",
            "χ ± s.e.",
            "in s.e.",
            "correlation",
            "effective draws",
            "seen");
    for (Component one : result.components()) {
      one.expressed().forEach(row -> row(table, one, "expressed", row, views));
      one.suppressed().forEach(row -> row(table, one, "suppressed", row, views));
    }
    return table.html();
  }

  private static void row(
      HtmlTable table, Component of, String side, SusceptibilityResult.Row row, Views views) {
    String view = Views.name(DATUM, row.datum());
    table.row(
        HtmlTable.name(of.name()),
        HtmlTable.text(side),
        HtmlTable.datum(Integer.toString(row.datum()), view, row.datum()),
        HtmlTable.text(row.label() == null ? "" : row.label()),
        HtmlTable.estimate(row.susceptibility(), row.se()),
        HtmlTable.number(
            row.susceptibility() / row.se(), Numbers.fixed(row.susceptibility() / row.se(), 1)),
        HtmlTable.number(row.correlation(), Numbers.fixed(row.correlation(), 3)),
        HtmlTable.number(row.effectiveDraws(), Numbers.fixed(row.effectiveDraws(), 0)),
        HtmlTable.html(views.html(view)));
  }

  private static List<Figure> along(List<Analysis.At<Answers>> results) {
    Along along = new Along();
    for (Analysis.At<Answers> at : results) {
      for (Component one : at.result().result().components()) {
        along.add(one.name(), at.step(), one.shifted());
      }
    }
    return along.figure(
        "susceptibility-along",
        "Mean susceptibility of the components along training",
        "mean χ (nats²)");
  }

  private static Content.Facts facts(SusceptibilityResult result) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("target", result.target());
    about.put("step", result.step());
    about.put("data", result.n());
    about.put("shift", result.shiftData() + " of " + result.shift());
    about.put("parameters", result.parameters());
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("what moves", result.form());
    for (Component one : result.components()) {
      Estimate llc = one.llc();
      settings.put(
          one.name(),
          String.format(
              Locale.ROOT,
              "nBeta %s, gamma %s, %d chains of %d draws, R-hat %s",
              Numbers.plain(one.nBeta()),
              Numbers.plain(one.gamma()),
              one.draws().chains(),
              one.draws().perChain(),
              Numbers.fixed(llc.rhat(), 3)));
    }
    return Content.Facts.of(about, settings, result.provenance());
  }
}
