package org.cusp.cli.run;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.cli.session.Interrupts;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.format.WriterLock;
import org.cusp.format.folder.WeightsFolder;
import org.cusp.model.Model;
import org.cusp.run.Provenance;
import org.cusp.run.TargetReader;
import org.cusp.run.TrainingRecord;
import org.cusp.spec.LoadedData;
import org.cusp.spec.Spec;
import org.cusp.spec.training.TrainSpec;
import org.cusp.train.CheckpointWeights;
import org.cusp.train.RunDirectory;
import org.cusp.train.Start;
import org.cusp.train.Trainer;
import org.cusp.train.TrainingListener;
import org.cusp.train.TrainingResult;
import org.cusp.train.TrajectoryRow;

/** Trains a spec into its run directory, with a bar, and stops tidily on Ctrl-C. */
public final class TrainRun {
  private final Session session;
  private final Path out;
  private final TargetReader reader;
  private TrajectoryRow last;

  /**
   * Of a spec whose names say which tensors a checkpoint's are.
   *
   * @param out the run directory; null for runs/NAME
   */
  public TrainRun(Session session, Path out) {
    this(session, out, new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.empty()));
  }

  /**
   * @param out the run directory; null for runs/NAME
   * @param reader of the checkpoint that a training begins with, where its spec names one
   */
  public TrainRun(Session session, Path out, TargetReader reader) {
    this.session = session;
    this.out = out;
    this.reader = reader;
  }

  /** How training ended. */
  public record Outcome(RunDirectory run, TrainingResult result) {
    /** For the JSON document of the command. */
    public Map<String, Object> facts() {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("command", "train");
      facts.put("run", run.root().toString());
      facts.put("status", result.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      facts.put("step", result.step());
      facts.put("checkpoints", run.checkpoints().stream().map(Path::toString).toList());
      return facts;
    }
  }

  /**
   * Trains, or goes on where an earlier call stopped.
   *
   * @param specFile where the spec was read from, whether it exists or not
   */
  public Outcome run(Spec spec, Path specFile) {
    LoadedData data = spec.loadData();
    spec.train().requireFits(data.train().n());
    session.suit(spec.model().build().size(), spec.train().batch(), spec.model().precision());
    Path root = out == null ? Path.of("runs", spec.name()) : out;
    RunDirectory run = RunDirectory.of(root, spec);
    Start start = start(spec);
    AtomicFiles.tryWrite(run.checkpoint(spec.train().steps()), Session.TRIAL_BYTES);
    session.say(
        data.train().summary() + data.test().map(test -> "; " + test.n() + " held out").orElse(""));
    session.say(
        spec.model().build().type() + " " + spec.name() + ": " + size(spec.model().build()));
    spec.model().build().remarks().forEach(session::say);
    // A process that was told to end does so when the interrupts are closed: not before it has said
    // what it leaves.
    try (Interrupts interrupts = Interrupts.listen();
        WriterLock lock = WriterLock.of(root)) {
      TrainingResult result = train(new Work(spec, specFile, data, start), run, interrupts);
      say(spec, run, result);
      return new Outcome(run, result);
    }
  }

  private static String size(Model model) {
    int fixed = model.size() - model.freeSize();
    String parameters = "P = " + model.freeSize() + " parameters";
    return fixed == 0 ? parameters : parameters + ", and " + fixed + " running statistics";
  }

  /** What is trained, and from where. */
  private record Work(Spec spec, Path specFile, LoadedData data, Start start) {}

  /** Drawn, or those of the checkpoint that the spec names. */
  private Start start(Spec spec) {
    Optional<Path> named = spec.train().first().from();
    if (named.isEmpty()) {
      return Start.drawn(spec);
    }
    Path file = TargetReader.oneOf(named.get());
    CheckpointWeights weights = reader.weights(file, spec);
    Start.From from = new Start.From(file.getFileName().toString(), WeightsFolder.sha256(file));
    weights.notes().forEach(session::say);
    TrainSpec how = spec.train();
    session.say(
        String.format(
            Locale.ROOT,
            "begins with %s (SHA-256 %s...): %s, learning rate %s, batch %d, %d steps; the"
                + " optimiser's own state begins at zero",
            from.file(),
            from.sha256().substring(0, 12),
            how.rule().type().id(),
            BigDecimal.valueOf(how.rate().learning()).stripTrailingZeros().toPlainString(),
            how.batch(),
            how.steps()));
    return new Start(weights::values, Optional.of(from));
  }

  private TrainingResult train(Work work, RunDirectory run, Interrupts interrupts) {
    Spec spec = work.spec();
    try (Terminal.Bar bar = Terminal.bar("train", spec.train().steps())) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void accepted() {
              run.writeSpec(spec, work.specFile());
            }

            @Override
            public void begins(long step) {
              record(work, run, step);
            }

            @Override
            public void evaluated(TrajectoryRow row, long of, double stepsPerSecond) {
              last = row;
              bar.at(row.step(), message(row));
            }
          };
      return new Trainer(session.kernels(), session.workers(), listener, interrupts::requested)
          .train(spec, work.data(), run, work.start());
    }
  }

  /** Before anything else of this command is written. */
  private void record(Work work, RunDirectory run, long step) {
    Provenance by = session.provenance(work.spec().seed());
    TrainingRecord.Data now = TrainingRecord.Data.of(work.data());
    Json.write(
        run.runFile(),
        TrainingRecord.of(run)
            .map(before -> before.continued(by, now, step))
            .orElseGet(() -> TrainingRecord.begun(by, now, work.start())));
  }

  private static String message(TrajectoryRow row) {
    String text = "loss " + String.format(Locale.ROOT, "%.4g", row.loss());
    return row.testAccuracy().isEmpty()
        ? text
        : text
            + String.format(
                Locale.ROOT, ", test accuracy %.1f%%", 100 * row.testAccuracy().getAsDouble());
  }

  private void say(Spec spec, RunDirectory run, TrainingResult result) {
    switch (result.status()) {
      case DIVERGED -> throw new InvalidInput(spec.name() + ": " + result.message());
      case STOPPED -> session.note(result.message() + "; the same command goes on from there");
      case ALREADY_COMPLETE -> session.say(result.message());
      case COMPLETED -> {
        String end = last == null ? "" : ": " + message(last);
        session.say("trained " + result.step() + " steps" + end);
      }
    }
    session.say("run directory: " + run.root());
  }
}
