package org.cusp.report.gather;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.EstimateOf;
import org.cusp.format.Json;
import org.cusp.format.rows.Rows;

/**
 * The estimates of many runs, a row each, and what could not be taken.
 *
 * @param results files that were read
 * @param runs that these are of
 */
public record Gathered(Rows rows, int results, int runs, List<LeftOut> leftOut) {
  /** Columns that every table has, in this order. */
  private static final List<String> FIRST =
      List.of(
          "run",
          "step",
          "at",
          "kind",
          "value",
          "se",
          "low",
          "high",
          "rhat",
          "ess",
          "verdict",
          "reasons",
          "wider_because",
          "command",
          "target",
          "n",
          "parameters",
          "beta",
          "n_beta",
          "gamma",
          "localisation",
          "sampler",
          "step_size",
          "chains",
          "draws",
          "burn_in",
          "batch",
          "temperatures",
          "seed",
          "method",
          "width",
          "depth",
          "repeats",
          "exact_lambda",
          "loss",
          "accuracy",
          "constant_loss",
          "model",
          "data",
          "seconds",
          "gradients",
          "version",
          "revision",
          "kernels",
          "threads",
          "java",
          "processor",
          "system",
          "time",
          "command_line",
          "data_sha256",
          "weights_sha256",
          "file");

  /** The number whose interval takes in what has not mixed. */
  private static final String WIDENED = "LLC";

  /**
   * From files, folders with all that is below them, and patterns of such. Results that are
   * damaged, of another checkpoint than the one that is there, or not finished are left out.
   *
   * @throws InvalidInput where nothing is found
   */
  public static Gathered from(List<String> asked) {
    ResultFiles found = ResultFiles.below(asked);
    List<LeftOut> leftOut = new ArrayList<>(found.leftOut());
    List<Map<String, Object>> rows = new ArrayList<>();
    Map<Path, RunFolder> runs = new HashMap<>();
    int results = 0;
    for (Path file : found.files()) {
      RunFolder run = runs.computeIfAbsent(RunFolder.rootOf(file), RunFolder::of);
      try {
        About about = Json.read(file, About.class);
        Optional<String> stale = run.stale(file, about);
        if (stale.isPresent()) {
          leftOut.add(LeftOut.of(file, stale.get()));
        } else {
          rows.addAll(rows(file, run, about));
          results++;
        }
      } catch (InvalidInput e) {
        leftOut.add(LeftOut.of(file, e.getMessage()));
      }
    }
    if (results == 0) {
      throw nothing(asked, leftOut);
    }
    int ofRuns = (int) rows.stream().map(row -> row.get("run")).distinct().count();
    return new Gathered(Rows.of(FIRST, rows), results, ofRuns, leftOut);
  }

  private static InvalidInput nothing(List<String> asked, List<LeftOut> leftOut) {
    String where = String.join(", ", asked);
    return new InvalidInput(
        leftOut.isEmpty()
            ? where + ": no kept results of " + Kind.commands()
            : where
                + ": no results that can be taken; "
                + leftOut.get(0).line()
                + (leftOut.size() > 1 ? " (and " + (leftOut.size() - 1) + " more)" : ""));
  }

  private static List<Map<String, Object>> rows(Path file, RunFolder run, About about) {
    Kind.Read read = Kind.read(file, about.command());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Kind.Row one : read.rows()) {
      Map<String, Object> row = new LinkedHashMap<>(run.cells());
      row.putAll(about.cells(read.isOfOnePoint()));
      row.putAll(numbers(one.estimate()));
      row.putAll(one.place());
      if (one.estimate().of().equals(WIDENED)) {
        row.put("wider_because", about.widerBecause());
      }
      row.put("file", file.toString());
      rows.add(row);
    }
    return rows;
  }

  private static Map<String, Object> numbers(EstimateOf one) {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("target", one.target());
    cells.put("at", one.at().isEmpty() ? null : one.at());
    cells.put("kind", one.of());
    cells.put("value", one.estimate().value());
    cells.put("se", one.estimate().se());
    cells.put("low", one.ci95()[0]);
    cells.put("high", one.ci95()[1]);
    cells.put("rhat", one.estimate().rhat());
    cells.put("ess", one.estimate().ess());
    cells.put("verdict", one.status() == null ? null : one.status().label());
    return cells;
  }
}
