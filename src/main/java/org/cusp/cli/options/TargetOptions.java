package org.cusp.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.run.checkpoint.ForeignCheckpoint;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command is asked about. */
public final class TargetOptions {
  @Parameters(
      paramLabel = "TARGET",
      description = "A checkpoint file, a run directory, or a problem such as dln:widths=5x5x5.")
  String target;

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description = "Model and data of a checkpoint that does not name them itself.")
  Path spec;

  @Option(
      names = "--data",
      paramLabel = "FILES",
      description =
          "Data in place of the spec's: a .csv or .npz, or x.npy,y.npy; the spec's scaling holds for them.")
  String data;

  @Option(
      names = "--order",
      paramLabel = "NAMES",
      description =
          "The tensors or layers of a checkpoint in the order of the model, joined by commas, where"
              + " names and shapes do not decide.")
  String order;

  @Option(
      names = "--normalise",
      paramLabel = "MEAN,SD",
      description =
          "Of a checkpoint with --data and no spec: (x - MEAN) / SD of all inputs, as torchvision"
              + " users have it.")
  String normalise;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description =
          "Of a checkpoint with --data and no spec: after every hidden layer (default: what the"
              + " file says, else what meets the data best).")
  String activation;

  @Option(
      names = "--datum",
      paramLabel = "sequence|token|whole",
      description =
          "Of a network that predicts at each position of a sequence: a datum is a sequence with its"
              + " mean loss (default), a position, or a sequence with the sum of its losses.")
  String datum;

  /**
   * Reads it.
   *
   * @param seed of its data, where they are drawn, and of its sampling; null where none was given
   */
  public Target read(Long seed) {
    Target stored = asStored(seed);
    Target read = seed == null ? stored : stored.withSeed(seed);
    return datum == null ? read : read.per(PerPosition.Datum.named("--datum", datum));
  }

  private Target asStored(Long seed) {
    return new TargetReader(
            Optional.ofNullable(spec),
            Optional.ofNullable(data),
            seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
            Optional.ofNullable(order),
            new ForeignCheckpoint.Said(
                Optional.ofNullable(normalise), Optional.ofNullable(activation)))
        .read(target);
  }
}
