package org.cusp.report.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.compare.KnResult;
import org.cusp.estimate.learning.NamedStages;
import org.cusp.estimate.learning.Stages;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.format.Json;
import org.cusp.model.Model;
import org.cusp.model.Restriction;
import org.cusp.report.figures.LossStages;
import org.cusp.report.figures.chains.Trace;
import org.cusp.report.plot.Numbers;
import org.cusp.run.DrawsFile;
import org.cusp.run.Provenance;
import org.cusp.run.TrainingRecord;
import org.cusp.spec.Spec;
import org.cusp.spec.training.Schedule;
import org.cusp.train.Checkpoint;
import org.cusp.train.RunDirectory;
import org.cusp.train.TrajectoryRow;

/** Collects what a run directory holds into the report's data; what is not there is left out. */
public final class RunReport {
  /** Traces are shown for the first checkpoint, one in the middle and the last. */
  private static final int TRACES = 3;

  private RunReport() {}

  /** The data of a run. */
  public static ReportData of(RunDirectory run) {
    Spec spec = run.spec();
    List<LlcResult> llc = new ArrayList<>();
    List<Long> sampled = new ArrayList<>();
    for (Path checkpoint : run.checkpoints()) {
      OptionalLong step = RunDirectory.stepOf(checkpoint);
      if (step.isPresent() && Files.exists(run.estimate(step.getAsLong()))) {
        llc.add(estimate(run.estimate(step.getAsLong()), step.getAsLong()));
        sampled.add(step.getAsLong());
      }
    }
    return new ReportData(
        facts(run, spec, llc),
        new ReportData.Training(losses(run), stages(run, spec)),
        llc.stream().map(RunReport::point).toList(),
        lossAt(llc),
        traces(run, sampled),
        kn(run));
  }

  private static LlcResult estimate(Path file, long step) {
    LlcResult result = Json.read(file, LlcResult.class);
    if (result.step() == null || result.step() != step) {
      throw new InvalidInput(
          file
              + ": the field step must be that of its checkpoint, "
              + step
              + ", got "
              + result.step());
    }
    return result;
  }

  private static List<TrajectoryRow> losses(RunDirectory run) {
    if (!Files.exists(run.trajectory())) {
      return List.of();
    }
    return TrajectoryRow.readAll(run.trajectory());
  }

  /** The stages of the losses, where the trajectory is there. */
  public static LossStages stages(RunDirectory run) {
    return stages(run, run.spec());
  }

  private static LossStages stages(RunDirectory run, Spec spec) {
    Model model = spec.model().build();
    double floor = model.likelihood().leastLoss();
    if (!Files.exists(run.trajectory()) || !Double.isFinite(floor)) {
      return LossStages.NONE;
    }
    List<TrajectoryRow> rows = TrajectoryRow.readAll(run.trajectory());
    List<Stages> losses = Stages.of(rows, floor);
    NamedStages named = NamedStages.of(rows, losses, floor, () -> squaredNorms(run, model));
    long warmUp = spec.train().rate().schedule() instanceof Schedule.Warmup it ? it.warmup() : 0;
    return new LossStages(
        floor, losses, named.withWarmUp(warmUp, spec.train().rate(0), spec.train().rate(warmUp)));
  }

  /** |w|^2 of the parameters at each checkpoint. */
  private static NavigableMap<Long, Double> squaredNorms(RunDirectory run, Model model) {
    NavigableMap<Long, Double> norms = new TreeMap<>();
    for (Path file : run.checkpoints()) {
      double[] w = Checkpoint.read(file).weightsFor(model).values();
      double[] own =
          Restriction.ofParameters(model).map(parameters -> parameters.select(w)).orElse(w);
      long step = RunDirectory.stepOf(file).orElseThrow();
      norms.put(step, Arrays.stream(own).map(value -> value * value).sum());
    }
    return norms;
  }

  /** The training loss at each checkpoint, over all data. */
  static Map<Long, Double> lossAt(List<LlcResult> results) {
    Map<Long, Double> losses = new TreeMap<>();
    results.forEach(result -> losses.put(result.step(), result.lossAtCheckpoint()));
    return losses;
  }

  static EstimateAt point(LlcResult result) {
    return new EstimateAt(result.step(), result.llc(), result.verdict(), result.doubtful());
  }

  private static List<Trace> traces(RunDirectory run, List<Long> steps) {
    List<Trace> traces = new ArrayList<>();
    int count = Math.min(TRACES, steps.size());
    for (int i = 0; i < count; i++) {
      int index = count == 1 ? steps.size() - 1 : i * (steps.size() - 1) / (count - 1);
      long step = steps.get(index);
      if (Files.exists(run.draws(step))) {
        DrawsFile draws = DrawsFile.read(run.draws(step));
        traces.add(new Trace(step, draws.nBeta(), draws.deltaLoss(), draws.burnIn()));
      }
    }
    return traces;
  }

  private static List<KnResult.Row> kn(RunDirectory run) {
    if (!Files.exists(run.klFile())) {
      return List.of();
    }
    return Json.read(run.klFile(), KnResult.class).results().stream()
        .filter(row -> row.step() != null)
        .toList();
  }

  private static RunFacts facts(RunDirectory run, Spec spec, List<LlcResult> llc) {
    List<Fact> settings = llc.isEmpty() ? List.of() : settings(llc.get(llc.size() - 1));
    List<Fact> machine = List.of();
    List<Fact> provenance = List.of();
    Optional<TrainingRecord> source = TrainingRecord.of(run);
    if (source.isPresent()) {
      machine = facts(source.get().provenance().machine());
      provenance = provenance(source.get());
    }
    return new RunFacts(
        spec.name(), facts(spec.trainingFacts()), settings, machine, provenance, text(run));
  }

  public static List<Fact> settings(LlcResult result) {
    Map<String, Object> settings = new TreeMap<>(result.sampler());
    settings.put("n", result.n());
    settings.put("parameters", result.parameters());
    settings.put("nBeta", Numbers.plain(result.nBeta()));
    settings.put("gamma", Numbers.plain(result.gamma()));
    settings.replaceAll(
        (name, value) -> value instanceof Double number ? Numbers.plain(number) : value);
    return facts(settings);
  }

  private static List<Fact> provenance(TrainingRecord source) {
    List<Fact> facts = new ArrayList<>(provenance(source.provenance()));
    if (source.from() != null) {
      String sha256 = source.from().sha256();
      facts.add(new Fact("began with", source.from().file() + ", SHA-256 " + sha256));
    }
    if (source.continuations() != null) {
      source.continuations().forEach(next -> facts.add(continued(next)));
    }
    return facts;
  }

  public static List<Fact> provenance(Provenance source) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("command", source.command()));
    facts.add(new Fact("seed", Long.toString(source.seed())));
    facts.add(new Fact("kernels", source.kernels()));
    facts.add(new Fact("revision", source.revision()));
    facts.add(new Fact("time", source.time()));
    facts.addAll(facts(source.versions()));
    return facts;
  }

  private static Fact continued(TrainingRecord.Continuation next) {
    return new Fact(
        "continued",
        "at step " + next.fromStep() + ", " + next.time() + ", revision " + next.revision());
  }

  public static List<Fact> facts(Map<String, ?> values) {
    return values.entrySet().stream()
        .map(entry -> new Fact(entry.getKey(), String.valueOf(entry.getValue())))
        .toList();
  }

  private static String text(RunDirectory run) {
    try {
      return Files.readString(run.specFile());
    } catch (IOException e) {
      throw new InvalidInput(run.specFile() + ": cannot be read", e);
    }
  }
}
