package org.cusp.run;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.data.DataSet;
import org.cusp.format.RegularFile;
import org.cusp.format.folder.WeightsFolder;
import org.cusp.model.LayerNetwork;
import org.cusp.model.Model;
import org.cusp.problem.Problem;
import org.cusp.problem.ProblemFamily;
import org.cusp.problem.Problems;
import org.cusp.run.checkpoint.CheckpointFolder;
import org.cusp.run.checkpoint.ForeignCheckpoint;
import org.cusp.spec.LoadedData;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.cusp.train.Checkpoint;
import org.cusp.train.CheckpointWeights;
import org.cusp.train.RunDirectory;
import org.cusp.train.TensorOrder;

/**
 * Finds what a TARGET means: a problem of the catalogue, a run directory or a checkpoint file.
 *
 * @param spec the file that describes a checkpoint's model and data, where one is given
 * @param data files that replace the spec's data, where given
 * @param seed of a problem's data; the default of all seeds
 * @param order of a checkpoint's tensors, where names and shapes do not decide
 * @param said about a checkpoint that has no spec
 */
public record TargetReader(
    Optional<Path> spec,
    Optional<String> data,
    OptionalLong seed,
    Optional<String> order,
    ForeignCheckpoint.Said said) {
  private static final String ORDER = "--order";

  /** Without an order of tensors. */
  public TargetReader(Optional<Path> spec, Optional<String> data, OptionalLong seed) {
    this(spec, data, seed, Optional.empty(), ForeignCheckpoint.Said.NOTHING);
  }

  /** With nothing said about a checkpoint beyond the order of its tensors. */
  public TargetReader(
      Optional<Path> spec, Optional<String> data, OptionalLong seed, Optional<String> order) {
    this(spec, data, seed, order, ForeignCheckpoint.Said.NOTHING);
  }

  /** The target of this name. */
  public Target read(String text) {
    if (Problems.isProblem(text)) {
      refuse("--spec", spec, "a problem has its own model");
      refuse("--data", data, "a problem draws its own data");
      refuse(ORDER, order, "a problem has its own parameters");
      return Target.ofProblem(text, seed.orElse(Target.DEFAULT_SEED));
    }
    Path path = path(text);
    if (WeightsFolder.hasWeights(path)) {
      return ofCheckpoint(text, path);
    }
    Optional<CheckpointFolder> along =
        Files.isDirectory(path) && !RunDirectory.isOne(path)
            ? CheckpointFolder.of(path)
            : Optional.empty();
    if (along.isPresent()) {
      return ofFolder(text, along.get());
    }
    if (Files.isDirectory(path)) {
      refuse("--spec", spec, "a run directory has its own spec.yaml");
      refuse(ORDER, order, "a run's checkpoints have the names of its model");
      return ofRun(text, RunDirectory.open(path));
    }
    if (Files.exists(path)) {
      return ofCheckpoint(text, RegularFile.require(path));
    }
    throw unknown(text);
  }

  /** Whether a path means weights, of a file, a folder or a run, and not a spec file. */
  public static boolean isCheckpoint(Path path) {
    boolean file = Files.isRegularFile(path) && WeightsFolder.isNamedAsWeights(path);
    return file || WeightsFolder.hasWeights(path) || CheckpointFolder.at(path).isPresent();
  }

  /** A checkpoint's file or folder: of a folder along a training, or of a run, the last. */
  public static Path oneOf(Path path) {
    return CheckpointFolder.at(path).map(CheckpointFolder::last).orElse(path);
  }

  /** The spec of a checkpoint: as for an estimate, given, its own, or made of file and data. */
  public ForeignCheckpoint.Made describe(Path file) {
    return described(file, Checkpoint.read(file));
  }

  /**
   * The parameters that a checkpoint has for the model of a spec.
   *
   * @throws InvalidInput if its tensors are not those of the model, or the spec leaves open which
   *     function they are the weights of
   */
  public CheckpointWeights weights(Path file, Spec own) {
    Checkpoint checkpoint = Checkpoint.read(file);
    List<String> notes =
        new ArrayList<>(own.model().unstatedOf(checkpoint.source(), checkpoint.modelSpec()));
    CheckpointWeights weights = weights(file, checkpoint, own);
    weights.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    return new CheckpointWeights(weights.values(), weights.names(), notes);
  }

  private static void refuse(String option, Optional<?> value, String reason) {
    if (value.isPresent()) {
      throw new InvalidInput(option + " is for a checkpoint file: " + reason);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      // On some systems a problem with a mistyped name is no path, because of its colon.
      throw unknown(text);
    }
  }

  private static InvalidInput unknown(String text) {
    List<String> names = Problems.FAMILIES.stream().map(ProblemFamily::name).toList();
    String nothing = text + ": no such checkpoint file or run directory";
    int colon = text.indexOf(':');
    return colon < 0
        ? new InvalidInput(
            nothing + ", and no problem of the catalogue (" + String.join(", ", names) + ")")
        : new InvalidInput(
            nothing
                + "; "
                + Nearest.unknown("problem", text.substring(0, colon), names).getMessage());
  }

  private Target ofRun(String text, RunDirectory run) {
    Spec runSpec = run.spec();
    List<Target.Point> points = new ArrayList<>();
    for (Path file : run.checkpoints()) {
      OptionalLong step = RunDirectory.stepOf(file);
      points.add(
          new Target.Point(
              file.toString(),
              step,
              () -> Checkpoint.read(file).weightsFor(runSpec.model().build()).values()));
    }
    if (points.isEmpty()) {
      throw new InvalidInput(text + ": the run has no checkpoints yet (cusp train makes them)");
    }
    // Results on other data are not results of the run: they are not kept in its directory.
    Optional<RunDirectory> keeping = data.isPresent() ? Optional.empty() : Optional.of(run);
    return of(
        text, runSpec, data(runSpec), points, new Target.Origin(keeping, List.of(), Map.of()));
  }

  private Target ofCheckpoint(String text, Path file) {
    Checkpoint checkpoint = Checkpoint.read(file);
    ForeignCheckpoint.Made described = described(file, checkpoint);
    Spec own = described.spec();
    List<String> notes = new ArrayList<>(described.notes());
    notes.addAll(own.model().unstatedOf(checkpoint.source(), checkpoint.modelSpec()));
    CheckpointWeights weights = weights(file, checkpoint, own);
    weights.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    Target.Point point = new Target.Point(file.toString(), checkpoint.step(), weights::values);
    return of(
        text,
        own,
        described.data().orElseGet(() -> data(own)),
        List.of(point),
        new Target.Origin(Optional.empty(), notes, weights.names()));
  }

  /** All checkpoints are of the network that the last one shows. */
  private Target ofFolder(String text, CheckpointFolder folder) {
    Checkpoint last = Checkpoint.read(folder.last());
    ForeignCheckpoint.Made described = described(folder.last(), last);
    Spec own = described.spec();
    List<String> notes = new ArrayList<>(described.notes());
    notes.addAll(own.model().unstatedOf(last.source(), last.modelSpec()));
    CheckpointWeights weights = weights(folder.last(), last, own);
    weights.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    List<Target.Point> points =
        folder.items().stream()
            .map(
                item ->
                    new Target.Point(
                        item.path().toString(),
                        OptionalLong.of(item.step()),
                        () -> weights(item.path(), Checkpoint.read(item.path()), own).values()))
            .toList();
    return of(
        text,
        own,
        described.data().orElseGet(() -> data(own)),
        points,
        new Target.Origin(Optional.empty(), notes, weights.names()));
  }

  /** By what names say where a file of another programme shows the layers of the spec. */
  private CheckpointWeights weights(Path file, Checkpoint checkpoint, Spec own) {
    Model model = own.model().build();
    boolean foreign =
        model instanceof LayerNetwork
            && checkpoint.specText().isEmpty()
            && order.isEmpty()
            && own.model().tensors().isEmpty();
    return Optional.of(file)
        .filter(path -> foreign && !checkpoint.hasNamesOf(model))
        .flatMap(path -> ForeignCheckpoint.read(path).weights(model))
        .orElseGet(() -> checkpoint.weightsFor(model, orderFor(own)));
  }

  /** What is typed goes before what the spec says. */
  private TensorOrder orderFor(Spec own) {
    return order
        .map(names -> TensorOrder.parse(ORDER, names))
        .orElseGet(() -> new TensorOrder(List.of(), own.model().tensors()));
  }

  private LoadedData data(Spec own) {
    return data.isPresent() ? ownData(own) : own.loadData();
  }

  private Target of(
      String text, Spec own, LoadedData loaded, List<Target.Point> points, Target.Origin origin) {
    origin.directory().ifPresent(kept -> TrainingRecord.requireData(kept, loaded.train()));
    Optional<Problem> problem = data.isPresent() ? Optional.empty() : own.problem();
    return new Target(
        text,
        new Target.Subject(
            own.model().build(),
            own.model().precision(),
            loaded.train(),
            loaded.test(),
            loaded.scaling()),
        points,
        problem.map(Target.Known::truthOf).orElse(Target.Known.NOTHING),
        Target.Sampled.by(own.llc()),
        origin);
  }

  private LoadedData ownData(Spec own) {
    DataSet replaced =
        DataArgument.read("--data", data.orElseThrow(), own.model().build().likelihood());
    return own.loadDataOf(replaced);
  }

  /** The spec given, else that of the run which the file lies in, else the file's metadata. */
  private ForeignCheckpoint.Made described(Path file, Checkpoint checkpoint) {
    if (spec.isPresent() && !said.equals(ForeignCheckpoint.Said.NOTHING)) {
      throw new InvalidInput("--normalise and --activation are for a checkpoint without --spec");
    }
    if (spec.isPresent()) {
      return ForeignCheckpoint.Made.given(Spec.read(spec.get()), spec.get());
    }
    Path folder = file.toAbsolutePath().getParent().getParent();
    if (folder != null && Files.isRegularFile(folder.resolve("spec.yaml"))) {
      RunDirectory run = RunDirectory.open(folder);
      return ForeignCheckpoint.Made.given(run.spec(), run.specOrigin());
    }
    if (checkpoint.specText().isEmpty() && data.isPresent()) {
      return ForeignCheckpoint.read(file).spec(data.get(), said);
    }
    String text =
        checkpoint
            .specText()
            .orElseThrow(
                () ->
                    new InvalidInput(
                        file
                            + ": says nothing about its data; give --data X,Y (cusp open FILE says"
                            + " what is known of the model), or --spec FILE"));
    Path here = Path.of("").toAbsolutePath();
    return ForeignCheckpoint.Made.given(
        SpecReader.parse(text, here, file.toString()), here.resolve(file.getFileName()));
  }
}
