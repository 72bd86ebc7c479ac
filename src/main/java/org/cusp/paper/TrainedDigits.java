package org.cusp.paper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.cusp.data.DataSet;
import org.cusp.run.Target;
import org.cusp.spec.SeedText;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.cusp.train.Checkpoint;
import org.cusp.train.RunDirectory;
import org.cusp.train.Trainer;

/** A small network on the embedded digits, trained when it is first asked for. */
final class TrainedDigits {
  static final String NAME = "digits";
  private static final String SPEC = "digits.yaml";

  private final Spec spec;
  private final DataSet data;
  private final Map<Long, double[]> checkpoints = new HashMap<>();

  /**
   * @param seed of the weights' start, the batches and the split of the data
   */
  TrainedDigits(long seed) {
    spec = SpecReader.parse(SeedText.replace(text(), seed, SPEC), Path.of(""), SPEC);
    data = spec.loadData().train();
  }

  private static String text() {
    try (InputStream in = TrainedDigits.class.getResourceAsStream(SPEC)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Model and training data. */
  Target target() {
    return Targets.of(NAME, spec.model().build(), spec.model().precision(), data);
  }

  /** The weights after so many steps; 0, 5, 20, 300 and 3000 are kept. */
  double[] weights(long step, Estimation estimation) {
    if (checkpoints.isEmpty()) {
      train(estimation);
    }
    return checkpoints.get(step).clone();
  }

  private void train(Estimation estimation) {
    Path root = temporaryFolder();
    try {
      RunDirectory run = RunDirectory.prepare(root.resolve("run"), spec, Path.of(SPEC));
      new Trainer(estimation.kernels(), estimation.workers(), (row, of, speed) -> {}, () -> false)
          .train(spec, spec.loadData(), run);
      for (Path file : run.checkpoints()) {
        double[] weights = Checkpoint.read(file).weightsFor(spec.model().build()).values();
        checkpoints.put(RunDirectory.stepOf(file).orElseThrow(), weights);
      }
    } finally {
      delete(root);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("cusp-digits");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
