package org.cusp.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
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

  public Target read(Long seed) {
    return new TargetReader(
            Optional.ofNullable(spec),
            Optional.ofNullable(data),
            seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
            Optional.ofNullable(order))
        .read(target);
  }
}
