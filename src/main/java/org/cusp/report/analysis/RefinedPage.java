package org.cusp.report.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.estimate.llc.NamedEstimate;
import org.cusp.format.Json;
import org.cusp.report.figures.Along;
import org.cusp.report.figures.NamedBars;
import org.cusp.report.page.HtmlTable;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Theme;

/**
 * The page of refined LLCs, as {@code llc --by} and {@code --only} keep them: of components with
 * each alone free, of classes and positions of the data by the draws of the whole (G. Wang et al.,
 * arXiv:2410.02984).
 */
final class RefinedPage {
  /**
   * The LLCs of a checkpoint.
   *
   * @param whole of all parameters; empty where it was not estimated
   * @param parts with some parameters free
   */
  record Refined(Optional<LlcResult> whole, List<LlcResult> parts) {
    private LlcResult any() {
      return whole.orElseGet(() -> parts.get(0));
    }

    /** What the draws of the whole say of parts of the data, by kind. */
    private Map<String, List<NamedEstimate>> shares() {
      return whole.map(LlcResult::also).orElse(Map.of());
    }
  }

  static final Analysis<Refined> ANALYSIS =
      new Analysis<>(
          "refined",
          "Refined LLCs",
          "llc",
          RefinedPage::read,
          (refined, views) -> content(refined),
          RefinedPage::along);

  private static final String ESTIMATE = "estimate.json";

  private RefinedPage() {}

  /** Empty where there is the whole alone, which the report shows. */
  private static Optional<Refined> read(Path folder) {
    Path file = folder.resolve(ESTIMATE);
    Optional<LlcResult> whole =
        Files.isRegularFile(file) ? Optional.of(llc(file)) : Optional.empty();
    Refined refined = new Refined(whole, parts(folder));
    return refined.parts().isEmpty() && refined.shares().isEmpty()
        ? Optional.empty()
        : Optional.of(refined);
  }

  private static List<LlcResult> parts(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith("restricted-"))
          .map(entry -> entry.resolve(ESTIMATE))
          .filter(Files::isRegularFile)
          .map(RefinedPage::llc)
          .filter(result -> result.restriction() != null)
          .sorted((a, b) -> name(a).compareTo(name(b)))
          .toList();
    } catch (IOException e) {
      throw new InvalidInput(folder + ": cannot be read", e);
    }
  }

  private static LlcResult llc(Path file) {
    return Json.read(file, LlcResult.class);
  }

  private static String name(LlcResult part) {
    return part.restriction().only() == null
        ? "mask " + part.restriction().digest()
        : part.restriction().only();
  }

  private static Content content(Refined refined) {
    List<Content.Section> sections = new ArrayList<>();
    if (!refined.parts().isEmpty()) {
      sections.add(components(refined));
    }
    refined.shares().forEach((kind, shares) -> sections.add(shares(kind, shares)));
    LlcResult any = refined.any();
    String whole =
        refined
            .whole()
            .filter(it -> Double.isFinite(it.llc().value()))
            .map(it -> " That of all parameters is " + shown(it.llc()) + ".")
            .orElse("");
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("target", any.target());
    about.put("step", any.step());
    about.put("data", any.n());
    Map<String, Object> settings = new LinkedHashMap<>(any.sampler());
    settings.put("nBeta", any.nBeta());
    settings.put("gamma", any.gamma());
    return new Content(
        any.target(),
        "Local learning coefficients of parts: of components, with each alone free and all others at"
            + " w*, and of parts of the data, by the draws of the whole."
            + whole,
        sections,
        Content.Facts.of(about, settings, any.provenance()));
  }

  private static String shown(Estimate llc) {
    return Numbers.plusMinus(llc.value(), llc.se());
  }

  private static Content.Section components(Refined refined) {
    HtmlTable table =
        new HtmlTable(
            "Every component with it alone free.",
            "component",
            "free parameters",
            "LLC ± s.e.",
            "LLC per parameter",
            "R-hat",
            "ESS",
            "verdict");
    for (LlcResult part : refined.parts()) {
      Estimate llc = part.llc();
      double each = llc.value() / part.restriction().free();
      table.row(
          HtmlTable.name(name(part)),
          HtmlTable.integer(part.restriction().free()),
          HtmlTable.estimate(llc.value(), llc.se()),
          HtmlTable.number(each, Numbers.significant(each, 3)),
          HtmlTable.number(llc.rhat(), Numbers.fixed(llc.rhat(), 3)),
          HtmlTable.number(llc.ess(), Numbers.fixed(llc.ess(), 0)),
          HtmlTable.verdict(part.verdict().status(), part.verdict().reasons()));
    }
    NamedBars bars = new NamedBars(refined.parts().stream().map(RefinedPage::name).toList());
    bars.add(
        "LLC, it alone free",
        refined.parts().stream().map(LlcResult::llc).toList(),
        Glyph.DOT,
        Theme.BLUE,
        0);
    Figure figure =
        bars.figure(
            "refined-components",
            "LLC of each component",
            "component",
            "LLC (dimensionless)",
            "With its parameters alone free and all others at w*. Bars are 95% intervals.");
    return new Content.Section("components", "By component", List.of(figure), table.html());
  }

  private static Content.Section shares(String kind, List<NamedEstimate> shares) {
    String words = kind.replace('-', ' ');
    HtmlTable table =
        new HtmlTable(
            "Shares of the LLC " + words + ": its mean, weighted by the data, is the LLC.",
            "of",
            "data",
            "share ± s.e.",
            "R-hat",
            "ESS");
    for (NamedEstimate one : shares) {
      Estimate it = one.estimate();
      table.row(
          HtmlTable.name(one.of()),
          HtmlTable.integer(one.data()),
          HtmlTable.estimate(it.value(), it.se()),
          HtmlTable.number(it.rhat(), Numbers.fixed(it.rhat(), 3)),
          HtmlTable.number(it.ess(), Numbers.fixed(it.ess(), 0)));
    }
    NamedBars bars = new NamedBars(shares.stream().map(NamedEstimate::of).toList());
    bars.add(
        words, shares.stream().map(NamedEstimate::estimate).toList(), Glyph.DOT, Theme.BLUE, 0);
    Figure figure =
        bars.figure(
            "refined-" + kind,
            "LLC " + words,
            words.replaceFirst("^by ", ""),
            "share of the LLC",
            "nBeta times the mean loss of this part above that at w*, over the draws of the whole. Bars"
                + " are 95% intervals; below zero the part is better off away from w*.");
    return new Content.Section(
        kind.replaceAll("[^\\w-]", "-"),
        Character.toUpperCase(words.charAt(0)) + words.substring(1),
        List.of(figure),
        table.html());
  }

  private static List<Figure> along(List<Analysis.At<Refined>> results) {
    Along components = new Along();
    Map<String, Along> shares = new LinkedHashMap<>();
    for (Analysis.At<Refined> at : results) {
      at.result().parts().forEach(part -> components.add(name(part), at.step(), part.llc()));
      at.result()
          .shares()
          .forEach(
              (kind, of) ->
                  of.forEach(
                      one ->
                          shares
                              .computeIfAbsent(kind, key -> new Along())
                              .add(one.of(), at.step(), one.estimate())));
    }
    List<Figure> figures =
        new ArrayList<>(
            components.figure(
                "refined-along", "LLC of the components along training", "LLC (dimensionless)"));
    shares.forEach(
        (kind, along) ->
            figures.addAll(
                along.figure(
                    "refined-" + kind + "-along",
                    "LLC " + kind.replace('-', ' ') + " along training",
                    "share of the LLC")));
    return figures;
  }
}
