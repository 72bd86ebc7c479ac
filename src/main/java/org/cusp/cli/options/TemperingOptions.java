package org.cusp.cli.options;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cusp.contract.Check;
import org.cusp.spec.sampling.TemperingSpec;
import picocli.CommandLine.Option;

/** How long to run replica exchange; checked here, so that messages name the option. */
public final class TemperingOptions {
  private static final int MOST_CHAINS = 1024;

  @Option(
      names = "--chains",
      paramLabel = "N",
      description = "Independent chains, each at all temperatures (default: 8).")
  Integer chains;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "Draws to keep, per chain and temperature (default: what the precision takes).")
  Integer draws;

  @Option(
      names = "--budget",
      paramLabel = "SECONDS",
      description = "Stop after so long, for each result (default: 60).")
  Double budget;

  /** For each result: the budget, unless a number of draws was asked for and no time for them. */
  public OptionalDouble seconds(TemperingSpec settings) {
    return budget == null && settings.draws().isPresent()
        ? OptionalDouble.empty()
        : OptionalDouble.of(settings.budget());
  }

  /** These where given, else the defaults. */
  public TemperingSpec over(TemperingSpec defaults) {
    if (chains != null) {
      Check.inRange("--chains", chains, 2, MOST_CHAINS);
    }
    if (draws != null) {
      Check.atLeast("--draws", draws, 4);
    }
    if (budget != null) {
      Check.inRange("--budget", budget, SamplingOptions.LEAST_BUDGET, Double.MAX_VALUE);
    }
    return new TemperingSpec(
        chains == null ? defaults.chains() : chains,
        draws == null ? defaults.draws() : OptionalInt.of(draws),
        budget == null ? defaults.budget() : budget,
        defaults.seed());
  }
}
