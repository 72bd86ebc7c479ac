package org.cusp.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CheckpointOptions;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.TrainOptions;
import org.cusp.cli.run.TrainRun;
import org.cusp.cli.session.Session;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Json;
import org.cusp.run.TargetReader;
import org.cusp.run.checkpoint.ForeignCheckpoint;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecEdit;
import org.cusp.spec.SpecReader;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.SeedText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** {@code cusp train SPEC} and {@code cusp train CHECKPOINT}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train the network of a spec file into runs/NAME: checkpoints, trajectory, resumable state.",
      "Running it again after Ctrl-C goes on where it stopped.",
      "Of a checkpoint, whatever programme wrote it: train onward from its weights, which are step 0"
          + " of the run. --data names the data; else the spec that it has or --spec gives."
    })
final class TrainCommand implements Callable<Integer> {
  private static final int USUAL_BATCH = 64;

  @picocli.CommandLine.Spec private CommandSpec commandSpec;

  @Parameters(
      paramLabel = "SPEC|CHECKPOINT",
      description =
          "A spec file, such as experiments/digits-mlp.yaml; or weights to begin with: a file, a"
              + " folder, or a run, of which the last checkpoint.")
  private Path file;

  @Mixin private TrainOptions training;
  @Mixin private CheckpointOptions checkpoint;
  @Mixin private CommonOptions common;

  /** A spec, and the file that its relative paths are relative to. */
  private record Asked(Spec spec, Path origin, List<String> notes) {}

  @Override
  public Integer call() {
    Asked asked = TargetReader.isCheckpoint(file) ? onward() : ofSpec();
    try (Session session = new Session(commandSpec, common)) {
      asked.notes().forEach(session::say);
      TrainRun run = new TrainRun(session, common.out, checkpoint.reader(common.seed));
      TrainRun.Outcome outcome = run.run(asked.spec(), asked.origin());
      if (common.json) {
        session.out().println(Json.text(outcome.facts()));
      }
      return Cusp.DONE;
    }
  }

  private Asked ofSpec() {
    if (Files.notExists(file)) {
      throw new InvalidInput(file + ": no such file");
    }
    if (checkpoint.isGiven()) {
      throw new InvalidInput(
          "--spec, --data, --order, --normalise, --activation and --datum are for a checkpoint; "
              + file
              + " is a spec, which says these");
    }
    Spec given = Spec.read(file);
    String name = file.toString();
    return asked(given, training.in(given.text(), name), name, file, List.of());
  }

  /** From the weights of a checkpoint, by the spec that they have or that is made of them. */
  private Asked onward() {
    if (checkpoint.hasSpec() && checkpoint.hasData()) {
      throw new InvalidInput(
          "--data beside --spec: what is trained on stands in the run's spec; put the files into"
              + " the section data of a copy");
    }
    Path from = TargetReader.oneOf(file);
    ForeignCheckpoint.Made made = checkpoint.reader(common.seed).describe(from);
    // Where the spec is made here, no file of it is there to be named.
    String name = Files.exists(made.origin()) ? made.origin().toString() : from.toString();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Keys.FROM, relative(from, made.origin()));
    made.data()
        .filter(data -> !training.saysBatch())
        .filter(data -> data.train().n() < USUAL_BATCH)
        .ifPresent(data -> values.put(Keys.BATCH, data.train().n()));
    String text =
        SpecEdit.with(made.spec().text(), Keys.TRAIN, values, Set.of(Keys.INITIAL_SCALE), name);
    Optional<String> datum = checkpoint.datum();
    String whole =
        datum.isEmpty()
            ? text
            : SpecEdit.with(text, Keys.MODEL, Map.of(Keys.DATUM, datum.get()), Set.of(), name);
    return asked(made.spec(), training.in(whole, name), name, made.origin(), made.notes());
  }

  /** The spec as it is, where neither an option nor a seed changes its text. */
  private Asked asked(Spec given, String text, String name, Path origin, List<String> notes) {
    String seeded = common.seed == null ? text : SeedText.replace(text, common.seed, name);
    Path folder = origin.toAbsolutePath().normalize().getParent();
    Spec spec = seeded.equals(given.text()) ? given : SpecReader.parse(seeded, folder, name);
    return new Asked(spec, origin, notes);
  }

  /** As a path of a spec, so that a project can be moved as a whole. */
  private static String relative(Path file, Path origin) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = origin.toAbsolutePath().normalize().getParent();
    return folder.getRoot().equals(absolute.getRoot())
        ? folder.relativize(absolute).toString()
        : absolute.toString();
  }
}
