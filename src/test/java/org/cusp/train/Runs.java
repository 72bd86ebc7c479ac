package org.cusp.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/** Trainings for tests. */
final class Runs {
  static final String SMALL =
      """
      name: small
      data: {source: digits, limit: 300, scaling: divide 16, test: 50}
      model: {type: mlp, widths: [64, 8, 10]}
      train: {batch: 32, steps: 60, checkpoints: [0, 10, 60], evaluateEvery: 7, weightDecay: 0.01,
              schedule: cosine, warmup: 5}
      """;

  private Runs() {}

  static Path write(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("net.yaml"), text);
  }

  static RunDirectory prepare(Path root, Path specFile) {
    return RunDirectory.prepare(root, SpecReader.read(specFile), specFile);
  }

  static TrainingResult train(Path root, Path specFile, int threads, BooleanSupplier stop) {
    Spec spec = SpecReader.read(specFile);
    try (Workers workers = new Workers(threads)) {
      return new Trainer(KernelProvider.best(), workers, TrainingListener.NONE, stop)
          .train(spec, spec.loadData(), prepare(root, specFile));
    }
  }

  static TrainingResult train(Path root, Path specFile) {
    return train(root, specFile, 1, () -> false);
  }

  /** Says stop when it is asked for the (n + 1)-th time. */
  static BooleanSupplier after(int steps) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.getAndIncrement() >= steps;
  }
}
