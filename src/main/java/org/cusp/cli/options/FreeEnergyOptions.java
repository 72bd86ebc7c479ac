package org.cusp.cli.options;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.freeenergy.DataDraws;
import org.cusp.estimate.freeenergy.FreeEnergyEstimator;
import org.cusp.estimate.freeenergy.FreeEnergyFit;
import org.cusp.run.Target;
import org.cusp.spec.sampling.TemperingSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A free energy or a curve of them, and how long to sample for it. */
public final class FreeEnergyOptions {
  /** What the blocks of the jackknife need. */
  private static final int LEAST_DRAWS = 20;

  @Option(
      names = "--n",
      paramLabel = "N,N,...",
      description =
          "The curve F_n over these numbers of data, and lambda fitted to it: of data sets drawn"
              + " from a problem, or of nested subsamples of a checkpoint's data.")
  public String sizes;

  @Option(
      names = "--data-sets",
      paramLabel = "R",
      description = "Data sets, or subsamples, for each n of a curve (default: 8).")
  public Integer dataSets;

  @Option(
      names = "--precision",
      paramLabel = "NATS",
      description = "Stop at this standard error of F (default: 0.05; 0.1 in a curve).")
  public Double precision;

  public @Mixin TemperingOptions tempering;

  /** Whether a curve is asked for. */
  public boolean isCurve() {
    if (sizes == null && dataSets != null) {
      throw new InvalidInput("--data-sets is for a curve: give --n N,N,... too");
    }
    return sizes != null;
  }

  public TemperingSpec tempering(long seed) {
    if (tempering.draws != null) {
      Check.atLeast("--draws", tempering.draws, LEAST_DRAWS);
    }
    return tempering.over(TemperingSpec.defaults(seed));
  }

  public double precision() {
    return Optional.ofNullable(precision)
        .map(value -> Check.positive("--precision", value))
        .orElse(FreeEnergyEstimator.DEFAULT_PRECISION * (isCurve() ? 2 : 1));
  }

  public int dataSets() {
    return dataSets == null ? 8 : Check.inRange("--data-sets", dataSets, 1, 100_000);
  }

  /**
   * Refuses wrong options before anything is printed.
   *
   * @param target whose data subsamples are of, where it is no problem
   */
  public void check(Target target) {
    tempering(0);
    precision();
    dataSets();
    if (!isCurve()) {
      return;
    }
    int[] n = sizes().stream().mapToInt(Integer::intValue).toArray();
    FreeEnergyFit.requireFittable(n);
    if (target.points().size() > 1) {
      throw new InvalidInput(
          target.name() + ": a curve is of one checkpoint; name its file rather than the run");
    }
    if (target.problem().isEmpty()) {
      DataDraws.requireEnough(target.train(), n[n.length - 1]);
    }
  }

  /** The n of a curve, ascending. */
  public List<Integer> sizes() {
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
