package org.cusp.report.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.report.figures.chains.LlcFigures;
import org.cusp.report.figures.chains.Trace;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.report.plot.Numbers;
import org.cusp.run.DrawsFile;

/**
 * The report of a folder that {@code llc --out} wrote: of one estimate, or of one in each of the
 * folders {@code step-000100}, ...
 */
public final class EstimateReport {
  private static final String ESTIMATE = "estimate.json";
  private static final String DRAWS = "draws.npz";
  private static final String PAGE = "report.html";

  private EstimateReport() {}

  /** Whether a folder holds estimates. */
  public static boolean isPossible(Path folder) {
    return Files.isRegularFile(folder.resolve(ESTIMATE)) || !steps(folder).isEmpty();
  }

  /**
   * Writes page and figures into the folder and returns them, the page last.
   *
   * @throws InvalidInput if a file is damaged
   */
  public static List<Path> write(Path folder) {
    return Files.isRegularFile(folder.resolve(ESTIMATE)) ? one(folder) : several(folder);
  }

  private static List<Path> one(Path folder) {
    LlcResult result = Json.read(folder.resolve(ESTIMATE), LlcResult.class);
    Path draws = folder.resolve(DRAWS);
    List<Figure> figures =
        Files.exists(draws) ? LlcFigures.of(result.target(), DrawsFile.read(draws)) : List.of();
    List<Path> written = new ArrayList<>(FigureFiles.write(folder, figures));
    Path page = folder.resolve(PAGE);
    byte[] content =
        HtmlReport.of(facts(result), summary(result), figures).getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(page, out -> out.write(content));
    written.add(page);
    return List.copyOf(written);
  }

  private static List<Path> several(Path folder) {
    return ReportFiles.write(folder, data(folder));
  }

  /**
   * What the report of such a folder shows; of one estimate its facts alone.
   *
   * @throws InvalidInput if a file is damaged
   */
  public static ReportData data(Path folder) {
    if (Files.isRegularFile(folder.resolve(ESTIMATE))) {
      LlcResult result = Json.read(folder.resolve(ESTIMATE), LlcResult.class);
      return new ReportData(facts(result), List.of(), List.of(), Map.of(), List.of(), List.of());
    }
    List<LlcResult> results = new ArrayList<>();
    List<Trace> traces = new ArrayList<>();
    for (Path step : steps(folder)) {
      LlcResult result = Json.read(step.resolve(ESTIMATE), LlcResult.class);
      if (result.step() == null) {
        throw new InvalidInput(step.resolve(ESTIMATE) + ": the field step is missing");
      }
      results.add(result);
      if (Files.exists(step.resolve(DRAWS))) {
        DrawsFile draws = DrawsFile.read(step.resolve(DRAWS));
        traces.add(new Trace(result.step(), draws.nBeta(), draws.deltaLoss(), draws.burnIn()));
      }
    }
    return new ReportData(
        facts(results.get(results.size() - 1)),
        List.of(),
        results.stream().map(RunReport::point).toList(),
        RunReport.lossAt(results),
        traces,
        List.of());
  }

  private static List<Path> steps(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("step-\\d+"))
          .filter(entry -> Files.isRegularFile(entry.resolve(ESTIMATE)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InvalidInput(folder + ": cannot be read", e);
    }
  }

  private static RunFacts facts(LlcResult result) {
    List<Fact> about =
        List.of(
            new Fact("target", result.target()),
            new Fact("data", Integer.toString(result.n())),
            new Fact("free parameters", Integer.toString(result.parameters())),
            new Fact("localisation", result.localisation()),
            new Fact("loss at w*", Numbers.measured(result.lossAtCheckpoint())));
    return new RunFacts(
        result.target(),
        about,
        RunReport.settings(result),
        RunReport.facts(result.provenance().machine()),
        RunReport.provenance(result.provenance()),
        "");
  }

  private static String summary(LlcResult result) {
    Estimate llc = result.llc();
    List<String> sentences = new ArrayList<>();
    boolean mixed = result.doubtful() == null;
    sentences.add(
        String.format(
            Locale.ROOT,
            "The local learning coefficient (LLC) is %s, with %s from %s to %s, an R-hat"
                + " of %s and an effective sample size of %s: %s.",
            mixed ? Numbers.plusMinus(llc.value(), llc.se()) : Numbers.significant(llc.value(), 4),
            mixed ? "a 95% interval" : "an interval that includes what has not mixed",
            Numbers.significant(result.interval()[0], 4),
            Numbers.significant(result.interval()[1], 4),
            Numbers.fixed(llc.rhat(), 3),
            Numbers.fixed(llc.ess(), 0),
            result.verdict().status().label()));
    if (!mixed) {
      result.doubtful().why().forEach(why -> sentences.add("In the interval: " + why + "."));
    }
    result.verdict().reasons().forEach(reason -> sentences.add("Reason: " + reason + "."));
    result.verdict().cautions().forEach(caution -> sentences.add("Caution: " + caution + "."));
    return String.join(" ", sentences);
  }
}
