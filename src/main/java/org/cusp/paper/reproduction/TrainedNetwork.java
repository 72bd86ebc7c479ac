package org.cusp.paper.reproduction;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cusp.data.DataSet;
import org.cusp.run.Target;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.cusp.spec.section.SeedText;
import org.cusp.train.Checkpoint;
import org.cusp.train.RunDirectory;
import org.cusp.train.Trainer;
import org.cusp.train.TrajectoryRow;

/**
 * The network of a spec of this package. Data are loaded and it is trained when they are first
 * asked for, once for all pieces of a reproduction.
 */
public final class TrainedNetwork {
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
    Path root = temporaryFolder();
    try {
      RunDirectory run = RunDirectory.prepare(root.resolve("run"), spec, Path.of(spec.name()));
      new Trainer(estimation.kernels(), estimation.workers(), (row, of, speed) -> {}, () -> false)
          .train(spec, spec.loadData(), run);
      for (Path file : run.checkpoints()) {
        double[] weights = Checkpoint.read(file).weightsFor(spec.model().build()).values();
        checkpoints.put(RunDirectory.stepOf(file).orElseThrow(), weights);
      }
      trajectory = TrajectoryRow.readAll(run.trajectory());
    } finally {
      delete(root);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("cusp-network");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
