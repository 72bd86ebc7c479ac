package org.cusp.paper.reproduction;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.format.AtomicFiles;
import org.cusp.numerics.Digest;
import org.cusp.run.Target;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.cusp.spec.section.SeedText;
import org.cusp.state.Stopped;
import org.cusp.train.Checkpoint;
import org.cusp.train.RunDirectory;
import org.cusp.train.Trainer;
import org.cusp.train.TrainingResult;
import org.cusp.train.TrajectoryRow;

/**
 * The network of a spec of this package. Data are loaded and it is trained when they are first
 * asked for, once for all pieces of a reproduction.
 */
public final class TrainedNetwork {
  /** Of a digest, in the name of a folder. */
  private static final int DIGITS = 12;

  private final Spec spec;
  private final SortedMap<Long, double[]> checkpoints = new TreeMap<>();
  private List<TrajectoryRow> trajectory = List.of();
  private Optional<DataSet> data = Optional.empty();

  /**
   * @param resource the name of the spec file; paths in it are relative to where Cusp is run
   * @param seed of the weights' start, the batches and the data
   */
  public TrainedNetwork(String resource, long seed) {
    spec =
        SpecReader.parse(SeedText.replace(text(resource), seed, resource), Path.of(""), resource);
  }

  private static String text(String resource) {
    try (InputStream in =
        TrainedNetwork.class.getResourceAsStream(ExpectedTable.FOLDER + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it is trained by. */
  public Spec spec() {
    return spec;
  }

  /** Model and training data. */
  public Target target() {
    if (data.isEmpty()) {
      data = Optional.of(spec.loadData().train());
    }
    return Target.of(
        spec.name(), spec.model().build(), spec.model().precision(), data.orElseThrow());
  }

  /** Model and the first so many of the training data. */
  public Target target(int first) {
    Target whole = target();
    DataSet some = whole.train().subset(IntStream.range(0, first).toArray());
    return Target.of(whole.name(), whole.model(), whole.precision(), some);
  }

  /** The weights after so many steps, of which the spec says which are kept. */
  public double[] weights(long step, Estimation estimation) {
    return checkpoints(estimation).get(step).clone();
  }

  /** All weights that are kept, by their steps; not to be changed. */
  public SortedMap<Long, double[]> checkpoints(Estimation estimation) {
    train(estimation);
    return Collections.unmodifiableSortedMap(checkpoints);
  }

  /** Losses along training. */
  public List<TrajectoryRow> trajectory(Estimation estimation) {
    train(estimation);
    return trajectory;
  }

  private void train(Estimation estimation) {
    if (!checkpoints.isEmpty()) {
      return;
    }
    if (estimation.room().isPresent()) {
      Estimation.Room room = estimation.room().get();
      train(estimation, room.folder().resolve(name()), room.ending());
      return;
    }
    Path root = temporaryFolder();
    try {
      train(estimation, root.resolve("run"), () -> false);
    } finally {
      AtomicFiles.removeAll(root);
    }
  }

  /** Of this network among all. */
  private String name() {
    Digest digest = new Digest();
    spec.text().chars().forEach(digest::add);
    return spec.name() + "-" + digest.text().substring(0, DIGITS);
  }

  private void train(Estimation estimation, Path root, BooleanSupplier ending) {
    RunDirectory run = RunDirectory.prepare(root, spec, Path.of(spec.name()));
    TrainingResult result =
        new Trainer(estimation.kernels(), estimation.workers(), (row, of, speed) -> {}, ending)
            .train(spec, spec.loadData(), run);
    if (result.status() == TrainingResult.Status.STOPPED) {
      throw new Stopped(result.message() + "; the same command goes on from there");
    }
    for (Path file : run.checkpoints()) {
      double[] weights = Checkpoint.read(file).weightsFor(spec.model().build()).values();
      checkpoints.put(RunDirectory.stepOf(file).orElseThrow(), weights);
    }
    trajectory = TrajectoryRow.readAll(run.trajectory());
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("cusp-network");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
