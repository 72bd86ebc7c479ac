package org.cusp.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.cusp.run.TargetReader;
import org.cusp.run.checkpoint.ForeignCheckpoint;
import picocli.CommandLine.Option;

/** What is said about a checkpoint that does not say it itself. */
public final class CheckpointOptions {
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
   * The reader of what these describe.
   *
   * @param seed of data that are drawn; null where none was given
   */
  public TargetReader reader(Long seed) {
    return new TargetReader(
        Optional.ofNullable(spec),
        Optional.ofNullable(data),
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        Optional.ofNullable(order),
        new ForeignCheckpoint.Said(
            Optional.ofNullable(normalise), Optional.ofNullable(activation)));
  }

  /** Whether one of them is given. */
  public boolean isGiven() {
    return spec != null
        || Stream.of(data, order, normalise, activation, datum).anyMatch(it -> it != null);
  }

  /** What a datum is, as it was typed. */
  public Optional<String> datum() {
    return Optional.ofNullable(datum);
  }

  /** Whether model and data are those of a spec file that is named. */
  public boolean hasSpec() {
    return spec != null;
  }

  /** Whether data are named. */
  public boolean hasData() {
    return data != null;
  }
}
