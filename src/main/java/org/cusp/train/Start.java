package org.cusp.train;

import java.util.Optional;
import java.util.function.Supplier;
import org.cusp.contract.InvalidInput;
import org.cusp.spec.Spec;
import org.cusp.spec.section.Keys;
import org.cusp.spec.training.TrainSpec;

/**
 * What the first step of a training is taken from.
 *
 * @param weights the flat parameter vector, running statistics among it
 * @param from the checkpoint that they are of; empty where they were drawn
 */
public record Start(Supplier<double[]> weights, Optional<From> from) {
  /**
   * A checkpoint.
   *
   * @param file or folder, as it was named
   * @param sha256 of the file's bytes, in hexadecimal; of those of all files of a folder's weights
   */
  public record From(String file, String sha256) {}

  /** By the seed of a spec. */
  public static Start drawn(Spec spec) {
    requireDrawn(spec.train());
    return new Start(spec::initialWeights, Optional.empty());
  }

  /** Refuses settings that name a checkpoint, where none is read. */
  static void requireDrawn(TrainSpec settings) {
    if (settings.first().from().isPresent()) {
      throw new InvalidInput(
          Keys.train(Keys.FROM) + " is for cusp train alone: here weights are drawn by the seed");
    }
  }
}
