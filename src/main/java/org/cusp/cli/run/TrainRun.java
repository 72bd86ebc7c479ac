package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.cusp.cli.session.Interrupts;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.format.WriterLock;
import org.cusp.model.Model;
import org.cusp.run.Provenance;
import org.cusp.run.TrainingRecord;
import org.cusp.spec.LoadedData;
import org.cusp.spec.Spec;
import org.cusp.train.RunDirectory;
import org.cusp.train.Trainer;
import org.cusp.train.TrainingListener;
import org.cusp.train.TrainingResult;
import org.cusp.train.TrajectoryRow;

/** Trains a spec into its run directory, with a bar, and stops tidily on Ctrl-C. */
public final class TrainRun {
  private final Session session;
  private final Path out;
  private TrajectoryRow last;

  /**
   * @param out the run directory; null for runs/NAME
   */
  public TrainRun(Session session, Path out) {
    this.session = session;
    this.out = out;
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
      TrainingResult result = train(spec, specFile, data, run, interrupts);
      say(spec, run, result);
      return new Outcome(run, result);
    }
  }

  private static String size(Model model) {
    int fixed = model.size() - model.freeSize();
    String parameters = "P = " + model.freeSize() + " parameters";
    return fixed == 0 ? parameters : parameters + ", and " + fixed + " running statistics";
  }

  private TrainingResult train(
      Spec spec, Path specFile, LoadedData data, RunDirectory run, Interrupts interrupts) {
    try (Terminal.Bar bar = Terminal.bar("train", spec.train().steps())) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void accepted() {
              run.writeSpec(spec, specFile);
            }

            @Override
            public void begins(long step) {
              record(spec, data, run, step);
            }

            @Override
            public void evaluated(TrajectoryRow row, long of, double stepsPerSecond) {
              last = row;
              bar.at(row.step(), message(row));
            }
          };
      return new Trainer(session.kernels(), session.workers(), listener, interrupts::requested)
          .train(spec, data, run);
    }
  }

  /** Before anything else of this command is written. */
  private void record(Spec spec, LoadedData data, RunDirectory run, long step) {
    Provenance by = session.provenance(spec.seed());
    TrainingRecord.Data now = TrainingRecord.Data.of(data);
    Json.write(
        run.runFile(),
        TrainingRecord.of(run)
            .map(before -> before.continued(by, now, step))
            .orElseGet(() -> TrainingRecord.begun(by, now)));
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
