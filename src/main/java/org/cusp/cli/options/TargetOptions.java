package org.cusp.cli.options;

import org.cusp.model.likelihood.PerPosition;
import org.cusp.run.Target;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a command is asked about. */
public final class TargetOptions {
  @Parameters(
      paramLabel = "TARGET",
      description = "A checkpoint file, a run directory, or a problem such as dln:widths=5x5x5.")
  String target;

  @Mixin CheckpointOptions checkpoint;

  /**
   * Reads it.
   *
   * @param seed of its data, where they are drawn, and of its sampling; null where none was given
   */
  public Target read(Long seed) {
    Target stored = asStored(seed);
    Target read = seed == null ? stored : stored.withSeed(seed);
    return checkpoint.datum == null
        ? read
        : read.per(PerPosition.Datum.named("--datum", checkpoint.datum));
  }

  private Target asStored(Long seed) {
    return checkpoint.reader(seed).read(target);
  }
}
