package org.cusp.report.analysis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Registry;
import org.cusp.estimate.covariance.CovarianceResult;
import org.cusp.estimate.predictive.PredictiveResult;
import org.cusp.format.AtomicFiles;
import org.cusp.report.figures.posterior.CovarianceFigures;
import org.cusp.report.figures.posterior.ReliabilityFigure;
import org.cusp.report.page.HtmlReport;
import org.cusp.report.page.PageLink;
import org.cusp.report.plot.Figure;
import org.cusp.train.RunDirectory;

/** The pages of a run beside report.html: one for each analysis that its folder holds. */
@Registry("a page of an analysis")
public final class AnalysisPages {
  /** In the order of their links. */
  private static final List<Analysis<?>> ALL =
      List.of(
          RefinedPage.ANALYSIS,
          InfluencePage.ANALYSIS,
          SusceptibilityPage.ANALYSIS,
          Analysis.plain(
              "covariance",
              "Covariance of the weights",
              CovarianceResult.class,
              CovarianceFigures::of),
          Analysis.plain(
              "predictive", "Posterior predictive", PredictiveResult.class, ReliabilityFigure::of),
          ScrubPage.ANALYSIS);

  private static final String STEP = "step-";

  /** The page in the folder of a result. */
  public static final String IN_FOLDER = "report.html";

  private AnalysisPages() {}

  /** Writes the page of the one result in a folder. */
  public static void write(Path folder, Analysis<?> analysis) {
    save(folder.resolve(IN_FOLDER), analysis.page(folder));
  }

  /**
   * Writes the page of each analysis of a run, as {@code influence.html} beside its report.
   *
   * @return links to them, the report's own first; empty where there is none
   * @throws InvalidInput if a result is damaged
   */
  public static List<PageLink> write(RunDirectory run) {
    List<Found<?>> found =
        ALL.stream().<Found<?>>flatMap(analysis -> found(run, analysis).stream()).toList();
    if (found.isEmpty()) {
      return List.of();
    }
    List<PageLink> links = new ArrayList<>();
    links.add(new PageLink("training", run.report().getFileName().toString()));
    found.forEach(one -> links.add(new PageLink(one.analysis().name(), one.file())));
    for (Found<?> one : found) {
      Path file = run.inside(run.root().resolve(one.file()));
      save(file, one.page(run.spec().name(), from(one.file(), links)));
    }
    return from(run.report().getFileName().toString(), links);
  }

  /** The links as they are on one of the pages. */
  private static List<PageLink> from(String file, List<PageLink> links) {
    return links.stream()
        .map(link -> link.file().equals(file) ? new PageLink(link.name(), "") : link)
        .toList();
  }

  private static void save(Path file, String page) {
    byte[] content = page.getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(file, out -> out.write(content));
  }

  private static <R> Optional<Found<R>> found(RunDirectory run, Analysis<R> analysis) {
    Path folder = run.inside(run.root().resolve(analysis.folder()));
    List<Analysis.At<R>> results = new ArrayList<>();
    List<Content> contents = new ArrayList<>();
    for (Path at : steps(folder)) {
      long step = step(at);
      analysis
          .read()
          .apply(run.inside(at))
          .ifPresent(
              result -> {
                results.add(new Analysis.At<>(step, result));
                contents.add(analysis.content().apply(result, Views.read(at)));
              });
    }
    return results.isEmpty()
        ? Optional.empty()
        : Optional.of(new Found<>(analysis, results, contents));
  }

  private static long step(Path folder) {
    return Long.parseLong(folder.getFileName().toString().substring(STEP.length()));
  }

  private static List<Path> steps(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .filter(entry -> entry.getFileName().toString().matches(STEP + "\\d{1,18}"))
          .sorted(Comparator.comparingLong(AnalysisPages::step))
          .toList();
    } catch (IOException e) {
      throw new InvalidInput(folder + ": cannot be read", e);
    }
  }

  /** The results of one analysis, in the order of their steps. */
  private record Found<R>(
      Analysis<R> analysis, List<Analysis.At<R>> results, List<Content> contents) {
    String file() {
      return analysis.name() + ".html";
    }

    String page(String run, List<PageLink> links) {
      StringBuilder steps = new StringBuilder();
      for (int i = 0; i < results.size(); i++) {
        steps.append(contents.get(i).atStep(results.get(i).step()));
      }
      List<Figure> along = results.size() > 1 ? analysis.along().apply(results) : List.of();
      return HtmlReport.page(
          contents.get(contents.size() - 1).facts(analysis.title() + ", " + run),
          links,
          HtmlReport.picker(results.stream().map(Analysis.At::step).toList())
              + HtmlReport.section("along", "Along training", HtmlReport.cards(along))
              + steps);
    }
  }
}
