package org.cusp.report.gather;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.MayBeNull;
import org.cusp.diagnostics.WideInterval;
import org.cusp.estimate.Inputs;
import org.cusp.format.rows.Rows;
import org.cusp.run.Provenance;
import org.cusp.verdict.Verdict;

/**
 * What results of all kinds say of themselves, under the same names in their JSON. What a kind does
 * not say is null.
 *
 * @param measured the model at its parameter; of several parameters the last
 */
record About(
    String command,
    @MayBeNull String target,
    Long step,
    Integer n,
    Integer parameters,
    Double beta,
    Double nBeta,
    Double gamma,
    @MayBeNull Prior prior,
    @MayBeNull String localisation,
    @MayBeNull Map<String, Object> sampler,
    @MayBeNull Map<String, Object> tempering,
    Double lossAtCheckpoint,
    @MayBeNull WideInterval doubtful,
    @MayBeNull Verdict verdict,
    @MayBeNull Exact exact,
    Double seconds,
    Long gradientEvaluations,
    @MayBeNull Inputs inputs,
    Provenance provenance,
    @MayBeNull Measured measured) {
  /** Of the prior, how narrow it is. */
  record Prior(Double gamma) {}

  /** The learning coefficient where it is known. */
  record Exact(Double lambdaValue) {}

  /** Part of {@link org.cusp.estimate.MeasuredModel}. */
  record Measured(
      @MayBeNull String model,
      Double loss,
      Double accuracy,
      Double constantLoss,
      @MayBeNull String data) {}

  /** Names of a sampler's facts that have columns of their own. */
  private static final Map<String, String> OWN =
      Map.of(
          "name", "sampler",
          "stepSize", "step_size",
          "chains", "chains",
          "draws", "draws",
          "burnIn", "burn_in",
          "batch", "batch",
          "rungs", "temperatures");

  /** Cells by column; null for what is not said. */
  Map<String, Object> cells(boolean isOfOnePoint) {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("command", command);
    cells.put("target", target);
    cells.put("step", step);
    cells.put("n", n);
    cells.put("parameters", parameters);
    cells.put("beta", beta);
    cells.put("n_beta", nBeta);
    cells.put("gamma", gamma == null && prior != null ? prior.gamma() : gamma);
    cells.put("localisation", localisation);
    facts(sampler, cells);
    facts(tempering, cells);
    cells.put("exact_lambda", exact == null ? null : exact.lambdaValue());
    cells.put("reasons", verdict == null ? null : joined(verdict.reasons()));
    cells.put("seconds", seconds);
    cells.put("gradients", gradientEvaluations);
    if (measured != null) {
      cells.put("model", measured.model());
      cells.put("data", measured.data());
    }
    if (isOfOnePoint) {
      cells.put("loss", measured == null ? lossAtCheckpoint : measured.loss());
      cells.put("accuracy", measured == null ? null : measured.accuracy());
      cells.put("constant_loss", measured == null ? null : measured.constantLoss());
    }
    if (inputs != null) {
      cells.put("data_sha256", inputs.data());
      cells.put("weights_sha256", inputs.weights());
    }
    origin(cells);
    return cells;
  }

  private static void facts(Map<String, Object> facts, Map<String, Object> cells) {
    if (facts != null) {
      facts.forEach(
          (name, value) -> {
            boolean isCell = value instanceof Number || value instanceof String;
            if (isCell && !name.equals("seed")) {
              cells.put(OWN.getOrDefault(name, Rows.columnName("sampler." + name)), value);
            }
          });
    }
  }

  private void origin(Map<String, Object> cells) {
    cells.put("seed", provenance.seed());
    cells.put("version", provenance.versions().get("cusp"));
    cells.put("revision", provenance.revision());
    cells.put("kernels", provenance.kernels());
    cells.put("threads", provenance.threads());
    cells.put("java", provenance.versions().get("java"));
    cells.put("processor", provenance.machine().get("processor"));
    cells.put("system", provenance.machine().get("system"));
    cells.put("time", provenance.time());
    cells.put("command_line", provenance.command());
  }

  /** Why an interval is wider than its error says; null where it is not. */
  String widerBecause() {
    return doubtful == null ? null : joined(doubtful.why());
  }

  private static String joined(List<String> words) {
    return words.isEmpty() ? null : String.join("; ", words);
  }
}
