package org.cusp.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.FreeEnergyEstimator;
import org.cusp.spec.TemperingSpec;
import picocli.CommandLine.Option;

/** A free energy or a curve of them, and how long to sample for it. */
final class FreeEnergyOptions {
  static final double DEFAULT_BUDGET = 60;

  @Option(
      names = "--n",
      paramLabel = "N,N,...",
      description =
          "The curve F_n over these numbers of data, and lambda fitted to it: of data sets drawn"
              + " from a problem, or of nested subsamples of a checkpoint's data.")
  String sizes;

  @Option(
      names = "--data-sets",
      paramLabel = "R",
      description = "Data sets, or subsamples, for each n of a curve (default: 8).")
  Integer dataSets;

  @Option(names = "--chains", paramLabel = "N", description = "Independent chains (default: 8).")
  Integer chains;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "Draws to keep, per chain and temperature (default: what the precision takes).")
  Integer draws;

  @Option(
      names = "--precision",
      paramLabel = "NATS",
      description = "Stop at this standard error of F (default: 0.05; 0.1 in a curve).")
  Double precision;

  @Option(
      names = "--budget",
      paramLabel = "SECONDS",
      description = "Stop after so long, for each F (default: 60).")
  Double budget;

  /** Whether a curve is asked for. */
  boolean isCurve() {
    if (sizes == null && dataSets != null) {
      throw new InvalidInput("--data-sets is for a curve: give --n N,N,... too");
    }
    return sizes != null;
  }

  TemperingSpec tempering(long seed) {
    int chainCount =
        chains == null ? TemperingSpec.DEFAULT_CHAINS : Check.inRange("--chains", chains, 2, 1024);
    OptionalInt drawCount =
        draws == null
            ? OptionalInt.empty()
            : OptionalInt.of(Check.atLeast("--draws", draws, LEAST_DRAWS));
    double seconds = budget == null ? DEFAULT_BUDGET : Check.positive("--budget", budget);
    return new TemperingSpec(chainCount, drawCount, seconds, seed);
  }

  private static final int LEAST_DRAWS = 20;

  double precision() {
    return Optional.ofNullable(precision)
        .map(value -> Check.positive("--precision", value))
        .orElse(FreeEnergyEstimator.DEFAULT_PRECISION * (isCurve() ? 2 : 1));
  }

  int dataSets() {
    return dataSets == null ? 8 : Check.inRange("--data-sets", dataSets, 1, 100_000);
  }

  /** The n of a curve, ascending. */
  List<Integer> sizes() {
    return Arrays.stream(sizes.split(",", -1)).map(FreeEnergyOptions::size).sorted().toList();
  }

  private static int size(String text) {
    try {
      return Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "--n must be whole numbers joined by commas, such as 100,300,1000, got '" + text + "'",
          e);
    }
  }
}
